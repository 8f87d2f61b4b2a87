"""Who may do what in a thread. Reading is `visible_to`; docs/permissions.md has the table."""

from discussions.enums import MessageState, ThreadKind
from discussions.models import Message, Thread
from groups.permissions import Access


def can_create_thread(access: Access) -> bool:
    """Everyone who may discuss in a space may open a thread there."""
    return access.can_discuss


def can_post_message(access: Access, thread: Thread) -> bool:
    """A locked thread is kept for reading: nobody writes in it, facilitators included."""
    return access.can_discuss and not thread.is_locked


def kinds_for(access: Access, present: str = "") -> list[ThreadKind]:
    """The kinds that a thread may be given: an announcement speaks for the group, so facilitators
    make it. What it is already (`present`) stays."""
    return [
        kind
        for kind in ThreadKind
        if kind != ThreadKind.ANNOUNCEMENT or access.is_facilitator or kind == present
    ]


def can_edit_thread(user, access: Access, thread: Thread) -> bool:
    """Title and kind are its author's, while she may write in it, and the facilitators'."""
    mine = thread.author_id == user.pk and can_post_message(access, thread)
    return mine or access.can_moderate


def can_resolve_thread(user, access: Access, thread: Thread) -> bool:
    """Who asked says what answered her question; so may the facilitators."""
    return thread.kind == ThreadKind.QUESTION and can_edit_thread(user, access, thread)


def can_edit_message(user, access: Access, message: Message) -> bool:
    """Words belong to who wrote them: nobody else edits or removes a message, and its author only
    while she may write in the thread."""
    return (
        message.author_id == user.pk
        and message.state == MessageState.VISIBLE
        and can_post_message(access, message.thread)
    )


def can_moderate_message(user, access: Access, message: Message) -> bool:
    """Facilitators take a message out of sight and back, with a reason that all can read; her own
    a facilitator edits or removes as everybody does."""
    return access.can_moderate and message.author_id != user.pk


def can_restore_message(user, access: Access, message: Message) -> bool:
    """What its author removed she restores, until it is erased; what facilitators hid they restore,
    with a reason."""
    return (
        message.state == MessageState.REMOVED
        and not message.is_erased
        and message.author_id == user.pk
        and can_post_message(access, message.thread)
    )


def can_read_hidden_text(user, access: Access, message: Message) -> bool:
    """The text of a hidden message stays readable by facilitators and by its author; that of a
    removed one by its author alone."""
    if message.author_id == user.pk:
        return True
    hidden = message.state in {MessageState.HIDDEN, MessageState.TAKEN}
    return hidden and access.is_facilitator
