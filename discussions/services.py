"""Every write of a discussion.

Each change takes the thread's next numbers by updating the thread's row first in its transaction:
concurrent writers wait there, so what commits later has the higher number (docs/realtime.md).
"""

import uuid
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit.services import record
from common.dates import date_format
from common.markdown import render
from common.prepared import Prepared, PreparedUpdate
from discussions import attachments, mentions, publishing, search
from discussions.attachments import Files, digests
from discussions.enums import MessageState, ThreadKind
from discussions.following import mark_read, note_writer
from discussions.models import Message, Revision, Thread
from groups import visits
from groups.models import Space
from groups.permissions import Access, SpacesWithAccess
from groups.services import record_visits

MAX_BODY = 10_000
MAX_TITLE = 200
MAX_REASON = 300
THREADS_PER_HOUR = 20


class DiscussionError(Exception):
    """A write that cannot be done; its text is for the person who asked, `status` for HTTP."""

    status = HTTPStatus.CONFLICT


class ThreadLockedError(DiscussionError):
    """The thread was locked in the meantime."""

    status = HTTPStatus.FORBIDDEN

    def __init__(self):
        super().__init__(_("Ce fil est verrouillé\u00a0: on peut le lire, plus y écrire."))


class NoLongerAllowedError(DiscussionError):
    """The person lost the right to write there between her page and this moment."""

    status = HTTPStatus.NOT_FOUND

    def __init__(self):
        super().__init__(_("Ce fil n’accepte plus de message."))


class ThreadMovedError(DiscussionError):
    """The thread was moved to another space after the writer's right was checked."""

    def __init__(self):
        super().__init__(_("Ce fil vient d’être déplacé. Relisez la page, puis recommencez."))


class TooFastError(DiscussionError):
    """Too many writes by one person in a short time."""

    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, text: str = ""):
        super().__init__(
            text
            or _(
                "Vous envoyez beaucoup de messages en peu de temps. "
                "Patientez une minute, puis renvoyez celui-ci."
            )
        )


class SlowModeError(TooFastError):
    """The thread is slowed down and the person wrote in it a moment ago."""

    def __init__(self, minutes: int, at):
        text = ngettext(
            "Ce fil est ralenti\u00a0: un message par minute et par personne. "
            "Vous pourrez envoyer celui-ci à %(at)s.",
            "Ce fil est ralenti\u00a0: un message par personne toutes les %(n)s minutes. "
            "Vous pourrez envoyer celui-ci à %(at)s.",
            minutes,
        )
        clock = date_format(timezone.localtime(at), "G\u00a0\\h\u00a0i")
        super().__init__(text % {"n": minutes, "at": clock})


class ClientIdReusedError(DiscussionError):
    """The same `client_id` came with other content."""

    def __init__(self):
        super().__init__(_("Ce message a déjà été envoyé avec un autre texte."))


class StaleStateError(DiscussionError):
    """The message is no longer in the state that the change needs."""

    def __init__(self):
        super().__init__(_("Ce message a changé entre-temps. Rechargez la page."))


# Where a thread stands, and what somebody may do there.
_places_of_thread = SpacesWithAccess(
    lambda thread: Space.objects.filter(threads=thread).annotate(
        last_position=F("threads__last_position"),
        last_seq=F("threads__last_seq"),
        slow_minutes=F("threads__slow_minutes"),
    )
)
_thread = Prepared(lambda pk: Thread.objects.filter(pk=pk).only("last_seq", "space_id"))


def _before_posting(author, client_id: uuid.UUID, since):
    """The author, with the message that she stored under this `client_id` and how many she wrote
    since then."""
    hers = Message.objects.filter(author=author).order_by()
    counted = hers.filter(created_at__gt=since).values("author").annotate(n=Count("pk"))
    people = get_user_model().objects.filter(pk=author).only("pk")
    return people.annotate(
        stored=Subquery(hers.filter(client_id=client_id).values("pk")[:1]),
        recent=Subquery(counted.values("n")),
    )


_asked_first = Prepared(_before_posting)


def check_text(text: str, limit: int, *, least: int = 1) -> None:
    """Raise ValueError unless `text` holds `least` to `limit` characters."""
    if len(text.strip()) < least or len(text) > limit:
        raise ValueError(f"text must hold {least} to {limit} characters")


_SEQ = {"last_seq": F("last_seq") + 1}
_POSITION = {"last_position": F("last_position") + 1}


def _open(pk: int):
    return Thread.objects.filter(pk=pk, is_locked=False)


# Three ways to take the next numbers of a thread: as somebody who posts, who writes, who moderates.
_taken_to_post = PreparedUpdate(
    lambda pk, now: (_open(pk), _SEQ | _POSITION | {"last_message_at": now})
)
_taken_to_write = PreparedUpdate(lambda pk: (_open(pk), _SEQ))
_taken = PreparedUpdate(lambda pk: (Thread.objects.filter(pk=pk), _SEQ))


def advance(thread: Thread, *, writing: bool = True) -> int:
    """Take the thread's next seq. Must be the first write of the transaction.

    `writing` refuses a locked thread (moderation does not). Refuses a thread that was moved since
    it was read: the writer's right was checked elsewhere.
    """
    if not (_taken_to_write if writing else _taken)(pk=thread.pk):
        raise ThreadLockedError
    [now] = _thread(pk=thread.pk)
    if now.space_id != thread.space_id:
        raise ThreadMovedError
    return now.last_seq


def advance_as(author, thread: Thread, *, posting: bool = False) -> tuple[int, int, Access]:
    """`advance`, and her right to write asked again under the thread's lock: a removal that is done
    by then counts, one that comes later does not. Gives the last position, the seq and her access.

    `posting` takes a position too, at the pace of the thread: of two posts at once in a slowed
    thread, one passes. Two queries, one more where slowed.
    """
    pk = thread.pk
    if not (_taken_to_post(pk=pk, now=timezone.now()) if posting else _taken_to_write(pk=pk)):
        raise ThreadLockedError
    for space, access in _places_of_thread(author, thread=thread.pk):
        if space.pk != thread.space_id:
            raise ThreadMovedError
        if not access.can_discuss:
            break
        if posting and space.slow_minutes and not access.is_facilitator:
            _check_slowness(thread, author, space.slow_minutes)
        return space.last_position, space.last_seq, access
    raise NoLongerAllowedError


def _check_slowness(thread: Thread, author, minutes: int) -> None:
    since = timezone.now() - timedelta(minutes=minutes)
    recent = Message.objects.filter(thread=thread, author=author, created_at__gt=since)
    last = recent.order_by("-created_at").values_list("created_at", flat=True).first()
    if last is not None:
        # To the minute above: who comes at the time that she was told may write.
        raise SlowModeError(minutes, last + timedelta(minutes=minutes, seconds=59))


def _already_posted(
    author, thread: Thread, client_id: uuid.UUID, body: str, files: Files, *, paced: bool
) -> Message | None:
    """The message that was stored under this `client_id`, if any (ClientIdReusedError if it said
    something else); `paced`, TooFastError where there is none and she wrote too many. One query of
    a new message."""
    since = timezone.now() - timedelta(minutes=1)
    for asked in _asked_first(author=author.pk, client_id=client_id, since=since):
        if asked.stored:
            message = Message.objects.as_shown().get(pk=asked.stored)
            if message.thread_id != thread.pk or not message.began_as(body, digests(files)):
                raise ClientIdReusedError
            return message
        if paced and (asked.recent or 0) >= settings.MESSAGES_PER_MINUTE:
            raise TooFastError
    return None


def post_message(
    *,
    thread: Thread,
    author,
    body: str,
    files: Files = (),
    client_id: uuid.UUID | None = None,
    reply_to: Message | None = None,
) -> Message:
    """Add a message at the end of `thread`, with its files and their descriptions, in answer to one
    of its messages or to none. With files, the text may be empty.

    The same `client_id` by the same author with the same content returns the message already
    stored, however often it comes. Raises ClientIdReusedError, ThreadLockedError,
    NoLongerAllowedError, TooFastError or SlowModeError.
    """
    check_text(body, MAX_BODY, least=0 if files else 1)
    client_id = client_id or uuid.uuid4()
    if stored := _already_posted(author, thread, client_id, body, files, paced=True):
        return stored
    named = mentions.named_in(body, thread.space)
    try:
        with attachments.stored(files) as rows, transaction.atomic():
            position, seq, access = advance_as(author, thread, posting=True)
            if reply_to is not None:
                # As it is now: what was hidden meanwhile is not quoted.
                reply_to = Message.objects.select_related("author").get(pk=reply_to.pk)
            message = Message.objects.create(
                thread=thread,
                author=author,
                organisation_id=access.authorship.organisation_id,
                author_role=access.authorship.role,
                client_id=client_id,
                position=position,
                changed_seq=seq,
                body=body,
                html=render(body, named),
                first_digest=Message.digest(body, digests(files)),
                reply_to=reply_to,
            )
            message.is_new = True
            if rows:
                attachments.attach(message, rows, named)
            search.keep(message)
            read = note_writer(thread=thread, author=author, position=position)
            mentions.note(message, named)
            publishing.publish_change(message, posted=True, read=read)
    except IntegrityError:
        # The same message twice at the same time: the other one won, and its numbers hold.
        if stored := _already_posted(author, thread, client_id, body, files, paced=False):
            return stored
        raise
    return message


def _opened_by(
    author, space: Space, client_id: uuid.UUID | None, body: str, files: Files
) -> Thread | None:
    """The thread that a first message under this `client_id` opened in `space`."""
    if client_id is None:
        return None
    message = (
        Message.objects.select_related("thread").filter(author=author, client_id=client_id).first()
    )
    if message is None:
        return None
    if message.thread.space_id != space.pk or not message.began_as(body, digests(files)):
        raise ClientIdReusedError
    return message.thread


def create_thread(
    *,
    space: Space,
    author,
    title: str,
    body: str,
    kind: str = ThreadKind.EXCHANGE,
    files: Files = (),
    client_id: uuid.UUID | None = None,
) -> Thread:
    """Open a thread in `space` with its first message and the files of that.

    Sent twice with the same `client_id` (of that first message), it is opened once. Raises
    ClientIdReusedError, NoLongerAllowedError or TooFastError.
    """
    check_text(title, MAX_TITLE)
    check_text(body, MAX_BODY, least=0 if files else 1)
    if opened := _opened_by(author, space, client_id, body, files):
        return opened
    since = timezone.now() - timedelta(hours=1)
    if Thread.objects.filter(author=author, created_at__gt=since).count() >= THREADS_PER_HOUR:
        raise TooFastError(
            _("Vous avez ouvert beaucoup de fils en une heure. Réessayez plus tard.")
        )
    try:
        with transaction.atomic():
            thread = Thread.objects.create(space=space, author=author, title=title, kind=kind)
            post_message(thread=thread, author=author, body=body, files=files, client_id=client_id)
    except ClientIdReusedError:
        # Sent twice at the same time: the other one opened it.
        if opened := _opened_by(author, space, client_id, body, files):
            return opened
        raise
    thread.refresh_from_db()
    return thread


def locked_message(message: Message, *states: str) -> Message:
    """The message as it stands now that its thread's row is ours, or StaleStateError."""
    fresh = Message.objects.as_shown().select_related("thread__space").get(pk=message.pk)
    if fresh.state not in states:
        raise StaleStateError
    return fresh


def _set_state(
    message: Message, *, seen: str, state: str, reason: str = "", writing: bool
) -> Message:
    """Move `message` from `seen` to `state`: its HTML goes when it leaves sight, and comes back."""
    seq = advance(message.thread, writing=writing)
    fresh = locked_message(message, seen)
    if fresh.is_erased:
        raise StaleStateError
    fresh.state = state
    fresh.state_reason = reason
    fresh.html = ""
    if state == MessageState.VISIBLE:
        fresh.html = attachments.html_of(fresh, mentions.kept(fresh))
    fresh.removed_at = timezone.now() if state == MessageState.REMOVED else None
    fresh.changed_seq = seq
    fresh.save(update_fields=["state", "state_reason", "html", "removed_at", "changed_seq"])
    search.keep(fresh)
    publishing.publish_change(fresh)
    return fresh


@transaction.atomic
def edit_message(*, message: Message, body: str) -> Message:
    """Replace the text of a visible message by its author; what it said before stays to be read,
    and so do its files: with them, it may be left without text. The same text changes nothing."""
    check_text(body, MAX_BODY, least=0 if message.attachments.exists() else 1)
    if message.is_visible and message.body == body:
        return message
    named = mentions.named_in(body, message.thread.space)
    seq = advance(message.thread)
    fresh = locked_message(message, MessageState.VISIBLE)
    Revision.objects.create(
        message=fresh, body=fresh.body, written_at=fresh.edited_at or fresh.created_at
    )
    mentions.note(fresh, named)
    fresh.body = body
    fresh.html = attachments.html_of(fresh, named)
    fresh.edited_at = timezone.now()
    fresh.changed_seq = seq
    fresh.save(update_fields=["body", "html", "edited_at", "changed_seq"])
    search.keep(fresh)
    publishing.publish_change(fresh)
    return fresh


@transaction.atomic
def remove_message(*, message: Message) -> Message:
    """Take one's own message back; a tombstone stays at its place."""
    return _set_state(message, seen=MessageState.VISIBLE, state=MessageState.REMOVED, writing=True)


@transaction.atomic
def hide_message(*, message: Message, actor, reason: str) -> Message:
    """Take a message out of sight, with a reason that every reader sees."""
    check_text(reason, MAX_REASON)
    hidden = _set_state(
        message,
        seen=MessageState.VISIBLE,
        state=MessageState.HIDDEN,
        reason=reason,
        writing=False,
    )
    _record("message.hidden", actor, hidden)
    return hidden


@transaction.atomic
def take_message(*, message: Message, actor, reason: str) -> Message:
    """Take a message away, hidden or not, with a reason that every reader sees: meant to last."""
    check_text(reason, MAX_REASON)
    taken = _set_state(
        message,
        seen=message.state,
        state=MessageState.TAKEN,
        reason=reason,
        writing=False,
    )
    _record("message.taken", actor, taken)
    return taken


@transaction.atomic
def restore_message(*, message: Message, actor) -> Message:
    """Show again what a facilitator hid or took away, or what its author removed."""
    if message.state == MessageState.VISIBLE:
        raise StaleStateError
    by_facilitators = message.state != MessageState.REMOVED
    restored = _set_state(
        message, seen=message.state, state=MessageState.VISIBLE, writing=not by_facilitators
    )
    if by_facilitators:
        _record("message.restored", actor, restored)
    return restored


@transaction.atomic
def lock_thread(*, thread: Thread, actor, locked: bool) -> Thread:
    """Keep the thread for reading only, or open it again."""
    return _set_on(thread, actor, "locked" if locked else "unlocked", is_locked=locked)


@transaction.atomic
def pin_thread(*, thread: Thread, actor, pinned: bool) -> Thread:
    """Keep the thread on top of its list, or no more."""
    return _set_on(thread, actor, "pinned" if pinned else "unpinned", is_pinned=pinned)


@transaction.atomic
def slow_thread(*, thread: Thread, actor, minutes: int) -> Thread:
    """One message per person every `minutes`, facilitators excepted; 0 ends it."""
    return _set_on(thread, actor, "slowed" if minutes else "unslowed", slow_minutes=minutes)


def _set_on(thread: Thread, actor, done: str, **fields) -> Thread:
    """Change one setting of the thread, as its next change, if it was not so already."""
    rows = Thread.objects.filter(pk=thread.pk)
    following = F("last_seq") + 1
    if rows.exclude(**fields).update(**fields, last_seq=following, state_seq=following):
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


def _record(action: str, actor, message: Message) -> None:
    space = message.thread.space
    record(
        action=action,
        actor=actor,
        target=message,
        group_id=space.group_id,
        space_id=space.pk,
        thread=message.thread_id,
    )


def enter_thread(user, session, thread_id: int) -> int | None:
    """The space of a thread that `user` may read, else None: `subscribe` of the socket. One query.

    An administrator's visit is journalled, unless her session already knows it from a page.
    """
    with visits.collected() as entered:
        spaces = _places_of_thread(user, thread=thread_id)
    record_visits(entered=entered, by=user, session=session)
    return next((space.pk for space, access in spaces if access.can_read), None)


def mark_read_by_id(thread_id: int, user_id: uuid.UUID, position: int) -> None:
    """`mark_read` for the socket, which knows identifiers and has checked the right to read."""
    thread = Thread.objects.filter(pk=thread_id).first()
    person = get_user_model().objects.filter(pk=user_id).first()
    if thread and person:
        mark_read(thread=thread, user=person, position=position)
