"""Who reads a thread now, and who is typing in it: light, lossy, never stored.

A part of the hub. Each process says who reads here when that changes and at every beat; what
another process said is forgotten when it does not say it again, so whoever dies leaves by itself.
Nothing here asks the database, unless an event bears a newer access version than was checked.
"""

import asyncio
import logging
from typing import TYPE_CHECKING

from django.utils import timezone

from discussions import events
from discussions.subscriptions import Outlet, Subscription, Topic

if TYPE_CHECKING:
    from discussions.hub import Hub

logger = logging.getLogger(__name__)

# Seconds: between two announcements of one thread, how long one of another process holds, and
# between two words of one person typing.
ANNOUNCE_EVERY = 1.0
LAPSE = 15.0
TYPING_EVERY = 3.0
# People that a process names to the others, and that a page is given; the rest are counted.
MOST_TOLD = 100
MOST_NAMED = 6


class Room:
    """The readers of one thread that somebody here asked about."""

    __slots__ = ("elsewhere", "here", "next_at", "timer", "told", "typed")

    def __init__(self):
        # Who asked → whether she is to be seen as reading.
        self.here: dict[Outlet, bool] = {}
        # Process → (when it said so, {person: name}, how many more).
        self.elsewhere: dict[str, tuple[float, dict[str, str], int]] = {}
        self.told: tuple[str, str] | None = None
        self.timer: asyncio.TimerHandle | None = None
        self.next_at = 0.0
        self.typed: dict[str, float] = {}

    def readers(self) -> dict[str, str]:
        """{person: name} of those who read here."""
        return {
            str(socket.user_id): socket.name for socket, reading in self.here.items() if reading
        }


def _now() -> float:
    return asyncio.get_running_loop().time()


class Presence:
    """Readers and typists of the threads that sockets of this process follow."""

    def __init__(self, hub: "Hub"):
        self.rooms: dict[int, Room] = {}
        self._hub = hub

    def ask(self, socket: Outlet, thread_id: int, *, reading: bool) -> None:
        """Tell the socket from now on who reads a thread that it follows, and tell the others
        whether she does."""
        room = self.rooms.setdefault(thread_id, Room())
        if room.here.get(socket) is reading:
            return
        is_new = socket not in room.here
        room.here[socket] = reading
        if is_new:
            topic = self._hub.topics[thread_id]
            frames = self._frames(topic, room)
            room.told = room.told or frames
            self._offer(topic.subscriptions[socket], frames)
        self._announce_soon(thread_id, room)

    def leave(self, socket: Outlet, thread_id: int) -> None:
        """The socket no longer follows the thread."""
        room = self.rooms.get(thread_id)
        if room is None or room.here.pop(socket, None) is None:
            return
        if room.here:
            self._announce_soon(thread_id, room)
            return
        del self.rooms[thread_id]
        if room.timer:
            room.timer.cancel()
        self._publish(thread_id, room)

    def typing(self, subscription: Subscription) -> None:
        """She is typing; more often than every TYPING_EVERY seconds is not told."""
        topic, person = subscription.topic, str(subscription.socket.user_id)
        room = self.rooms.get(topic.thread_id)
        if room is None or _now() - room.typed.get(person, -TYPING_EVERY) < TYPING_EVERY:
            return
        room.typed[person] = _now()
        event = events.typing_event(self._place(topic), person, subscription.socket.name)
        self.hear(event)
        self._hub.tell(events.thread_group(topic.thread_id), event)

    # Events

    def hear(self, event: dict) -> None:
        """Take one event; who reads the thread is checked first if that may have changed."""
        topic = self._hub.topics.get(event["thread"])
        if topic is None or event["thread"] not in self.rooms:
            return
        if self._is_current(topic, event):
            self._take(topic, event)
        else:
            self._hub.recheck_then(topic, lambda: self._retake(event))

    def _is_current(self, topic: Topic, event: dict) -> bool:
        checked = self._hub.checked.get(topic.space_id, 0)
        return event["space"] == topic.space_id and event["version"] <= checked

    def _retake(self, event: dict) -> None:
        topic = self._hub.topics.get(event["thread"])
        if topic is not None and self._is_current(topic, event):
            self._take(topic, event)

    def _take(self, topic: Topic, event: dict) -> None:
        room = self.rooms.get(topic.thread_id)
        if room is None:
            return
        if event["type"] == "thread.typing":
            frame = events.typing_frame(topic.thread_id, event["user"], event["name"])
            for socket in list(room.here):
                if str(socket.user_id) != event["user"]:
                    self._offer(topic.subscriptions[socket], (frame, frame))
            return
        process, people = event["process"], dict(event["people"])
        if people and process not in room.elsewhere:
            # It has just come: it does not know yet who reads here.
            self._announce_soon(topic.thread_id, room)
        room.elsewhere[process] = (_now(), people, event["more"])
        self._tell(topic, room)

    # Announcements

    def beat(self) -> None:
        """Say again who reads here, and forget those of whom nobody spoke; never raises."""
        for thread_id, room in list(self.rooms.items()):
            try:
                self._beat(thread_id, room)
            except Exception:
                logger.exception("the readers of thread %s could not be told", thread_id)

    def _beat(self, thread_id: int, room: Room) -> None:
        if any(room.here.values()):
            self._publish(thread_id, room)
        self._tell(self._hub.topics[thread_id], room)
        room.typed = {who: at for who, at in room.typed.items() if _now() - at < TYPING_EVERY}

    def _announce_soon(self, thread_id: int, room: Room) -> None:
        if room.timer is None:
            delay = max(0.0, room.next_at - _now())
            loop = asyncio.get_running_loop()
            room.timer = loop.call_later(delay, self._announce, thread_id, room)

    def _announce(self, thread_id: int, room: Room) -> None:
        room.timer = None
        room.next_at = _now() + ANNOUNCE_EVERY
        self._publish(thread_id, room)
        self._tell(self._hub.topics[thread_id], room)

    def _publish(self, thread_id: int, room: Room) -> None:
        topic = self._hub.topics.get(thread_id)
        if topic is None:
            return  # its last reader here is gone, and with her the right to say more: it lapses
        people = sorted(room.readers().items(), key=lambda each: each[1])
        event = events.readers_event(
            self._place(topic), self._hub.id, people[:MOST_TOLD], max(0, len(people) - MOST_TOLD)
        )
        self._hub.tell(events.thread_group(thread_id), event)

    def _place(self, topic: Topic) -> dict:
        return {
            "thread": topic.thread_id,
            "space": topic.space_id,
            "version": self._hub.checked.get(topic.space_id, 0),
        }

    # Sockets

    def _tell(self, topic: Topic, room: Room) -> None:
        frames = self._frames(topic, room)
        if frames == room.told:
            return
        room.told = frames
        for socket in list(room.here):
            self._offer(topic.subscriptions[socket], frames)

    def _frames(self, topic: Topic, room: Room) -> tuple[str, str]:
        """Who reads, with names and without."""
        since = _now() - LAPSE
        room.elsewhere = {
            process: said for process, said in room.elsewhere.items() if said[0] > since and said[1]
        }
        people, more = room.readers(), 0
        for _at, others, uncounted in room.elsewhere.values():
            people |= others
            more += uncounted
        named = sorted(people.items(), key=lambda each: each[1])[:MOST_NAMED]
        count = len(people) + more
        return (
            events.presence_frame(topic.thread_id, count, named),
            events.presence_frame(topic.thread_id, count, []),
        )

    def _offer(self, subscription: Subscription, frames: tuple[str, str]) -> None:
        # A guest meets the others by what they write: of readers she is told the number.
        named, counted = frames
        if subscription.until is not None and subscription.until <= timezone.now():
            return
        frame = named if subscription.until is None else counted
        subscription.socket.offer(frame, subscription.topic.thread_id)
