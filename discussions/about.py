"""What a thread is about, written: its title, its kind, and what answered it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from audit.services import record
from discussions import publishing
from discussions.enums import MessageState, ThreadKind
from discussions.models import Message, Thread
from discussions.services import MAX_TITLE, StaleStateError, ThreadMovedError, check_text


def _change(thread: Thread, actor, done: str, **fields) -> Thread:
    """Write `fields` on the thread's row as its next change, and audit it; the person's right was
    checked in the space where it was read."""
    rows, following = Thread.objects.filter(pk=thread.pk), F("last_seq") + 1
    here = rows.filter(space=thread.space_id)
    if not here.update(**fields, last_seq=following, state_seq=following):
        raise ThreadMovedError
    publishing.publish_state(rows.get())
    record(
        action=f"thread.{done}",
        actor=actor,
        target=thread,
        group_id=thread.space.group_id,
        space_id=thread.space_id,
    )
    for name, value in fields.items():
        setattr(thread, name, value)
    return thread


@transaction.atomic
def edit_thread(*, thread: Thread, actor, title: str, kind: str) -> Thread:
    """Give a thread another title or kind; what is no longer a question is no longer resolved.

    Raises ThreadMovedError.
    """
    check_text(title, MAX_TITLE)
    fields = {"title": title, "kind": kind}
    if kind != ThreadKind.QUESTION:
        fields |= {"resolved_at": None, "answer": None}
    return _change(thread, actor, "edited", **fields)


@transaction.atomic
def resolve_thread(*, thread: Thread, actor, answer: Message) -> Thread:
    """Mark the message that answers a question.

    Raises ThreadMovedError, or StaleStateError where nobody may read the message any more or the
    thread asks nothing.
    """
    changed = _change(thread, actor, "resolved", resolved_at=timezone.now(), answer=answer)
    # Under the lock of the row: messages and kinds change under it too.
    asked = Thread.objects.filter(pk=thread.pk, kind=ThreadKind.QUESTION)
    seen = Message.objects.filter(pk=answer.pk, thread=thread, state=MessageState.VISIBLE)
    if not asked.exists() or not seen.exists():
        raise StaleStateError
    return changed


@transaction.atomic
def reopen_thread(*, thread: Thread, actor) -> Thread:
    """Say that a question is not answered after all. Raises ThreadMovedError."""
    return _change(thread, actor, "reopened", resolved_at=None, answer=None)
