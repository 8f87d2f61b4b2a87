"""What travels: names of channel groups, events between processes, frames to browsers.

docs/realtime.md has the contract. Nothing here touches the database or a connection.
"""

import hashlib
import json

from django.utils.translation import gettext

from common.templatetags.chantiers import hue, initials
from discussions.models import Message, Thread

# Every process hears this one: changes of access and ends of sessions.
EVERY_PROCESS = "processes"


def thread_group(thread_id: int) -> str:
    """The channel group of one thread."""
    return f"thread.{thread_id}"


def space_group(space_id: int) -> str:
    """The channel group of what advances in one space, for badges."""
    return f"space.{space_id}"


def person_group(user_id) -> str:
    """The channel group of the sockets of one person."""
    return f"person.{user_id}"


def session_digest(session_key: str) -> str:
    """A session named without giving its key away."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def author_payload(author) -> dict:
    """A person as her messages show her; None for somebody who left."""
    name = str(author) if author else gettext("Compte supprimé")
    return {
        "id": str(author.pk) if author else None,
        "name": name,
        "initials": initials(name),
        "hue": hue(author.pk if author else ""),
    }


def message_payload(message: Message) -> dict:
    """A message in its present state, the same for every reader of its thread.

    The message must come from `as_shown`, or be new.
    """
    return {
        "id": message.pk,
        "position": message.position,
        "changed_seq": message.changed_seq,
        "client_id": str(message.client_id),
        "author": author_payload(message.author) | {"signature": message.signature},
        "created_at": message.created_at.isoformat(),
        "edited_at": message.edited_at.isoformat() if message.edited_at else None,
        "state": message.state,
        "html": message.shown_html,
        "reply": reply_payload(message.reply_to) if message.reply_to_id else None,
        "reactions": message.reactions_shown,
    }


def reply_payload(message: Message) -> dict:
    """What an answer shows of the message that it answers, as that one is now."""
    return {
        "id": message.pk,
        "position": message.position,
        "author": message.author_name,
        "text": message.excerpt,
    }


def state_payload(thread: Thread) -> dict:
    """What every reader sees of the thread itself."""
    return {
        "title": thread.title,
        "kind": thread.kind,
        "answer": thread.answer_id,
        "locked": thread.is_locked,
        "pinned": thread.is_pinned,
        "slow_minutes": thread.slow_minutes,
    }


def change_event(
    message: Message, space_id: int, access_version: int, *, posted: bool = False
) -> dict:
    """Between processes: one message changed (`posted`: is new), and the space where its thread is
    after that, with its access version."""
    return {
        "type": "thread.changed",
        "thread": message.thread_id,
        "space": space_id,
        "version": access_version,
        "seq": message.changed_seq,
        "posted": posted,
        "messages": [message_payload(message)],
    }


def state_event(thread: Thread, space_id: int, access_version: int) -> dict:
    """Between processes: the thread itself changed, where it is after that."""
    return {
        "type": "thread.changed",
        "thread": thread.pk,
        "space": space_id,
        "version": access_version,
        "seq": thread.state_seq,
        "messages": [],
        "state": state_payload(thread),
    }


def besides(event: dict) -> list[tuple[str, dict]]:
    """What is told at the same time as `event`, and to which group: a new message advances its
    space, and a thread that changed itself, or is new, shows so where it is listed."""
    is_posted = event.get("posted", False)
    if not is_posted and "state" not in event:
        return []
    here = space_group(event["space"])
    shown = (here, shown_event(event["space"], event["version"]))
    if not is_posted:
        return [shown]
    position = event["messages"][0]["position"]
    advanced = {
        "type": "space.advanced",
        "thread": event["thread"],
        "space": event["space"],
        "version": event["version"],
        "position": position,
    }
    return [(here, advanced), shown] if position == 1 else [(here, advanced)]


def shown_event(space_id: int, access_version: int) -> dict:
    """Between processes: what the pages of a space show was taken out of sight, is back or new."""
    return {"type": "space.shown", "space": space_id, "version": access_version}


def refresh_event(user_id) -> dict:
    """Between processes: the badges of one person are no longer what her pages show."""
    return {"type": "person.refresh", "user": str(user_id)}


def marker_event(thread_id: int, user_id, position: int) -> dict:
    """Between processes: how far one person has read; told to her own sockets only."""
    return {
        "type": "thread.marker",
        "thread": thread_id,
        "user": str(user_id),
        "position": position,
    }


def readers_event(place: dict, process: str, people: list, more: int) -> dict:
    """Between processes: who reads a thread in `process`: [(id, name)], and how many `more`.

    `place` says which thread, in which space, and at which access version its readers are known.
    """
    return {"type": "thread.readers", **place, "process": process, "people": people, "more": more}


def typing_event(place: dict, user_id: str, name: str) -> dict:
    """Between processes: somebody is typing; `place` as for `readers_event`."""
    return {"type": "thread.typing", **place, "user": user_id, "name": name}


def access_event(space_ids: list[int]) -> dict:
    """Between processes: somebody gained or lost sight of these spaces."""
    return {"type": "access.changed", "spaces": space_ids}


def session_event(session_keys: list[str], user_id) -> dict:
    """Between processes: these sessions are over; with no key, all those of the person."""
    return {
        "type": "session.ended",
        "sessions": [session_digest(key) for key in session_keys],
        "user": str(user_id) if user_id else None,
    }


def _frame(kind: str, **fields) -> str:
    return json.dumps({"type": kind, **fields}, ensure_ascii=False, separators=(",", ":"))


def changes_body(
    thread_id: int,
    *,
    since: int,
    to: int,
    more: bool = False,
    messages: list[dict],
    state: dict | None = None,
    write: bool | None = None,
) -> dict:
    """The fields of a `changes` answer, by socket or by HTTP: `state` where the thread itself
    changed, `write` (whether the reader may) where it is for one reader."""
    body = {"thread": thread_id, "from": since, "to": to, "more": more, "messages": messages}
    if state is not None:
        body["state"] = state
    if write is not None:
        body["write"] = write
    return body


def changes_frame(thread_id: int, **fields) -> str:
    """`changes_body` as a frame."""
    return _frame("changes", **changes_body(thread_id, **fields))


def reset_frame(thread_id: int) -> str:
    return _frame("reset", thread=thread_id)


def head_frame(thread_id: int, seq: int) -> str:
    return _frame("head", thread=thread_id, seq=seq)


def read_frame(thread_id: int, position: int) -> str:
    return _frame("read", thread=thread_id, position=position)


def rights_frame(thread_id: int, *, write: bool) -> str:
    return _frame("rights", thread=thread_id, write=write)


def space_frame(event: dict) -> str:
    """What an event of a space tells those who may enter it: it advances, or its pages are to be
    asked again (`shown`: nothing says for what, or for whom it changed)."""
    if event["type"] == "space.shown":
        return _frame("shown", space=event["space"])
    fields = {name: event[name] for name in ("space", "thread", "position")}
    return _frame("advanced", **fields)


def inbox_frame() -> str:
    """Read your badges (again): the inbox is followed from here on, or what it holds changed."""
    return _frame("inbox")


def presence_frame(thread_id: int, count: int, people: list[tuple[str, str]]) -> str:
    """How many read the thread, and some of them: [(id, name)]."""
    named = [{"id": pk, "name": name} for pk, name in people]
    return _frame("presence", thread=thread_id, count=count, people=named)


def typing_frame(thread_id: int, user_id: str, name: str) -> str:
    return _frame("typing", thread=thread_id, who={"id": user_id, "name": name})


def revoked_frame(thread_id: int) -> str:
    return _frame("revoked", thread=thread_id)


def pong_frame() -> str:
    return _frame("pong")


def error_frame(code: str, detail: str, **fields) -> str:
    return _frame("error", code=code, detail=detail, **fields)
