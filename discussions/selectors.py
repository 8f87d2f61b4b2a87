"""Reads of discussions: pages, changes since a seq, and what the hub checks."""

from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone

from discussions import events
from discussions.enums import MessageState
from discussions.models import Message, ReadMarker, Thread
from groups.models import Space
from groups.permissions import Reader, readers_of

# One answer holds at most this many messages, and about this many characters of them.
CHANGES_AT_ONCE = 100
CHANGES_SIZE = 250_000
# Past this many changes a fresh page costs less than the list of them.
RESET_PAST = 500
PAGE_SIZE = 50
# What a page shows before the first message that is new.
BEFORE_NEWS = 10


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a thread after `since`, up to `to`; `reset`: load a fresh page instead.

    `access_version` was read first: whoever lost access earlier is known to be out.
    """

    thread_id: int
    space_id: int
    access_version: int
    since: int
    to: int
    more: bool = False
    reset: bool = False
    is_locked: bool = False
    messages: list[dict] = field(default_factory=list)
    state: dict | None = None

    def body(self, *, write: bool) -> dict:
        """As the JSON answer of HTTP, for a reader who may `write` or not."""
        if self.reset:
            return {"type": "reset", "thread": self.thread_id}
        return {"type": "changes"} | events.changes_body(
            self.thread_id, **self._fields, write=write
        )

    def frame(self, *, write: bool | None = None) -> str:
        """As a frame of the socket: for all, or for one reader who may `write` or not."""
        if self.reset:
            return events.reset_frame(self.thread_id)
        return events.changes_frame(self.thread_id, **self._fields, write=write)

    @property
    def _fields(self) -> dict:
        return {
            "since": self.since,
            "to": self.to,
            "more": self.more,
            "messages": self.messages,
            "state": self.state,
        }


def changes_since(thread_id: int, after: int) -> Changes | None:
    """What changed after `after`, oldest change first; None if the thread is gone. Three queries.

    Numbers are taken under the thread's lock, so a change that is seen here has all earlier ones
    committed before it: `to` leaves no hole. Nothing later than the version that was read is
    given: who lost the right meanwhile gets none of it.
    """
    thread = (
        Thread.objects.filter(pk=thread_id)
        .annotate(version=F("space__access_version"))
        .only(
            *("last_seq", "state_seq", "space"),
            *("title", "kind", "answer", "is_locked", "is_pinned", "slow_minutes"),
        )
        .first()
    )
    if thread is None:
        return None
    known = {
        "thread_id": thread_id,
        "space_id": thread.space_id,
        "access_version": thread.version,
        "since": after,
        "is_locked": thread.is_locked,
    }
    if after > thread.last_seq or thread.last_seq - after > RESET_PAST:
        return Changes(**known, to=thread.last_seq, reset=True)
    if after == thread.last_seq:
        return Changes(**known, to=after)
    rows = (
        Message.objects.as_shown()
        .filter(thread=thread_id, changed_seq__gt=after, changed_seq__lte=thread.last_seq)
        .order_by("changed_seq")[: CHANGES_AT_ONCE + 1]
    )
    taken, size, more = [], 0, False
    for message in rows:
        size += len(message.html)
        if len(taken) == CHANGES_AT_ONCE or (taken and size > CHANGES_SIZE):
            more = True
            break
        taken.append(message)
    to = taken[-1].changed_seq if more else thread.last_seq
    return Changes(
        **known,
        to=to,
        more=more,
        messages=[events.message_payload(message) for message in taken],
        state=events.state_payload(thread) if after < thread.state_seq <= to else None,
    )


@dataclass(frozen=True, slots=True)
class Replay:
    """What a subscriber may do, and what she missed."""

    changes: Changes
    reader: Reader


def replay_for(user_id, thread_id: int, after: int) -> Replay | None:
    """What `user_id` missed in a thread, if she may read it at this moment. Five queries."""
    # Her right is read last: it holds at the access version that the changes carry.
    changes = changes_since(thread_id, after)
    if changes is None:
        return None
    readers = readers_of(changes.space_id, [user_id])
    if user_id not in readers:
        return None
    return Replay(changes, readers[user_id])


def checked_readers(space_id: int, user_ids, thread_ids) -> tuple[int | None, dict, dict]:
    """The space's access version, who of `user_ids` may still read it (as `readers_of`), and which
    of `thread_ids` are no longer in it: {thread: its space}."""
    version = Space.objects.filter(pk=space_id).values_list("access_version", flat=True).first()
    readers = readers_of(space_id, user_ids)
    # Read last: a later move raises the version above the one that was read.
    moved = Thread.objects.filter(pk__in=thread_ids).exclude(space=space_id)
    return version, readers, dict(moved.values_list("pk", "space_id"))


def heads(thread_ids) -> dict[int, tuple[int, int, int]]:
    """{thread: (last seq, space, access version)} of the threads that exist. One query."""
    rows = Thread.objects.filter(pk__in=thread_ids).values_list(
        "pk", "last_seq", "space_id", "space__access_version"
    )
    return {pk: (seq, space_id, version) for pk, seq, space_id, version in rows}


def access_versions(space_ids) -> dict[int, int]:
    """{space: its access version}. One query."""
    rows = Space.objects.filter(pk__in=space_ids)
    return dict(rows.values_list("pk", "access_version"))


def _session_rows() -> QuerySet:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    return store.get_model_class().objects.filter(expire_date__gt=timezone.now())


def session_end(session_key: str) -> datetime | None:
    """When a session ends by itself; None if it is over."""
    return (
        _session_rows().filter(session_key=session_key).values_list("expire_date", flat=True)
    ).first()


def sessions_alive(session_keys) -> set[str]:
    """Which of these sessions still are. One query."""
    keys = _session_rows().filter(session_key__in=session_keys)
    return set(keys.values_list("session_key", flat=True))


def sign_in_hashes(user_ids) -> dict:
    """{user id: what her sessions must carry} of the active ones; changes with her password."""
    people = get_user_model().objects.filter(pk__in=user_ids, is_active=True)
    return {person.pk: person.get_session_auth_hash() for person in people}


# From author to author along the index: a step for each, however many messages they wrote.
_PEOPLE = """
    WITH RECURSIVE voice(author) AS (
        SELECT (
            SELECT author_id FROM discussions_message
            WHERE thread_id = discussions_thread.id AND author_id IS NOT NULL
            ORDER BY author_id LIMIT 1
        )
        UNION ALL
        SELECT (
            SELECT author_id FROM discussions_message
            WHERE thread_id = discussions_thread.id AND author_id > voice.author
            ORDER BY author_id LIMIT 1
        )
        FROM voice WHERE voice.author IS NOT NULL
    )
    SELECT COUNT(author) FROM voice
"""


def as_read_by(user, threads: QuerySet) -> QuerySet:
    """`threads` with `read_until` (how far `user` has read, 0 for never), her `attention`, and
    `people` (how many wrote in it)."""
    marker = ReadMarker.objects.filter(thread=OuterRef("pk"), user=user)
    return threads.select_related("author", "answer__author").annotate(
        read_until=Coalesce(Subquery(marker.values("position")[:1]), 0),
        attention=Coalesce(Subquery(marker.values("attention")[:1]), Value("")),
        people=RawSQL(_PEOPLE, (), output_field=IntegerField()),  # noqa: S611 - our own text
    )


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Consecutive messages of a thread, oldest first."""

    messages: list[Message]
    first: int
    last: int
    is_latest: bool

    @property
    def has_older(self) -> bool:
        return self.first > 1


def answerable(thread: Thread, pk: int | None) -> Message | None:
    """The visible message of `thread` that an answer may refer to. A query if `pk` is given."""
    if pk is None:
        return None
    rows = Message.objects.select_related("author", "reply_to__author")
    return rows.filter(pk=pk, thread=thread, state=MessageState.VISIBLE).first()


def end_around(position: int) -> int:
    """Where the page ends that shows `position` near its top."""
    return position + PAGE_SIZE - BEFORE_NEWS - 1


def end_of_opening(thread: Thread) -> int | None:
    """Where the page ends that a thread opens with: at the latest message (None), unless more is
    new to its reader (`read_until`) than a page holds."""
    if thread.read_until and thread.last_position - thread.read_until > PAGE_SIZE:
        return end_around(thread.read_until + 1)
    return None


def message_page(thread: Thread, *, last: int | None = None) -> MessagePage:
    """The PAGE_SIZE messages that end with position `last` (with the latest if None). Two queries.

    `thread` was read before: its `last_seq` is what a page subscribes with.
    """
    rows = Message.objects.as_shown().filter(thread=thread)
    if last is not None and last < thread.last_position:
        rows = rows.filter(position__lte=last)
    else:
        last = None
    messages = list(rows.order_by("-position")[:PAGE_SIZE])[::-1]
    return MessagePage(
        messages,
        first=messages[0].position if messages else 1,
        last=messages[-1].position if messages else 0,
        is_latest=last is None,
    )
