"""One hub per process: hears each event once and hands one frame to every local socket.

It subscribes to a thread's group when its first local socket does and leaves with its last. An
event that follows what was delivered goes out at once; anything else (a gap, a lost event, a newer
access version) makes the hub read the database once for all its sockets. Nothing here awaits a
socket. docs/realtime.md has the contract, docs/adr/0005-one-hub-per-process.md the reasons.
"""

import asyncio
import logging
import uuid
import weakref
from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from discussions import events, metrics, selectors
from discussions.inbox import Inbox
from discussions.link import LayerLink
from discussions.presence import Presence
from discussions.sockets import Sockets, read
from discussions.subscriptions import Outlet, Subscription, Topic

logger = logging.getLogger(__name__)

# Seconds between two heads of the threads that someone here follows.
HEAD_EVERY = 5.0


class Hub:
    """The sockets of this process (of this event loop, to be exact)."""

    _by_loop: "weakref.WeakKeyDictionary" = weakref.WeakKeyDictionary()

    def __init__(self):
        self.id = uuid.uuid4().hex
        self.topics: dict[int, Topic] = {}
        self.sockets = Sockets()
        # Frames that went out and were not counted yet.
        self.sent = 0
        # The access version at which all local readers of a space were last known to be readers.
        self.checked: dict[int, int] = {}
        self.inbox = Inbox(self._leave_soon)
        self.presence = Presence(self)
        self._link: LayerLink | None = None
        self._beat: asyncio.Task | None = None
        self._tasks: set[asyncio.Task] = set()

    @classmethod
    def running(cls) -> "Hub | None":
        """The hub of the running loop, if a socket made one."""
        return cls._by_loop.get(asyncio.get_running_loop())

    @classmethod
    def current(cls) -> "Hub":
        """The hub of the running loop."""
        return cls._by_loop.setdefault(asyncio.get_running_loop(), cls())

    # Sockets

    async def enter(self, socket: Outlet) -> None:
        """A socket opened. The first one starts the hub; one too many of a person closes her
        oldest."""
        self.sockets.add(socket)
        if self._link is None:
            self._link = LayerLink(self.hear)
            self._link.start()
            self._beat = asyncio.create_task(self._keep_heads())
        await asyncio.gather(
            self._link.join(events.EVERY_PROCESS),
            self._link.join(events.person_group(socket.user_id)),
        )

    async def exit(self, socket: Outlet) -> None:
        """A socket is gone. The last one stops the hub."""
        self.sockets.discard(socket)
        self.inbox.exit(socket)
        if not self.sockets.of(socket.user_id):
            self._leave_soon(events.person_group(socket.user_id))
        for topic in [topic for topic in self.topics.values() if socket in topic.subscriptions]:
            self._drop(topic.subscriptions[socket])
        if not self.sockets and self._link is not None:
            link, beat = self._link, self._beat
            self._link = self._beat = None
            self._count_frames()
            beat.cancel()
            await link.stop()

    async def follow_inbox(self, socket: Outlet) -> None:
        """Tell the socket what advances in the spaces of its person."""
        await self.inbox.enter(socket, self._link)

    async def subscribe(self, socket: Outlet, *, thread_id: int, space_id: int, after: int) -> bool:
        """Deliver what changed after `after`, then what happens; False if she may not read it.

        The socket is registered before its right is checked and before the replay is read, so
        nothing and nobody's removal falls between. Past one answer (`more`) or at a `reset` it
        stays outside the live ones until it asks again.
        """
        subscription = self._register(socket, thread_id, space_id, after)
        topic = subscription.topic
        await self._link.join(events.thread_group(thread_id))
        while True:
            heard = topic.heard
            replay = await read(selectors.replay_for, socket.user_id, thread_id, subscription.seq)
            if topic.subscriptions.get(socket) is not subscription:
                return True  # unsubscribed or revoked meanwhile, and told so
            if replay is None:
                self._drop(subscription)
                return False
            changes = replay.changes
            if changes.space_id != topic.space_id:
                # It was moved to another space: who follows it is checked there first.
                await self._recheck(topic.space_id)
                continue
            checked = self.checked.setdefault(topic.space_id, changes.access_version)
            if changes.access_version < checked:
                continue  # the others were checked again while she was being read
            self._set_deadline(subscription, replay.reader.until)
            topic.is_locked = changes.is_locked
            subscription.write = replay.reader.can_discuss
            if changes.to > subscription.seq:
                metrics.RESYNCS.labels("replay").inc()
            if changes.to > subscription.seq or subscription.seq == after:
                socket.offer(changes.frame(write=subscription.write), thread_id)
            subscription.seq = changes.to
            if changes.more or changes.reset:
                return True
            # What was told before the read is in it; what was told during it may not be.
            if topic.heard == heard or topic.heard <= changes.to:
                self._make_live(subscription)
                return True

    def _register(self, socket: Outlet, thread_id: int, space_id: int, after: int) -> Subscription:
        topic = self.topics.get(thread_id)
        if topic is None:
            topic = self.topics[thread_id] = Topic(thread_id, space_id)
        subscription = topic.subscriptions.get(socket)
        if subscription is None:
            subscription = topic.subscriptions[socket] = Subscription(socket, topic, after)
        subscription.seq = after
        subscription.live = False
        return subscription

    def _make_live(self, subscription: Subscription) -> None:
        topic = subscription.topic
        others = any(each.live for each in topic.subscriptions.values())
        subscription.live = True
        if topic.seq is None or not others:
            topic.seq = subscription.seq
        elif subscription.seq > topic.seq:
            # She saw something that the others were not told yet.
            topic.heard = max(topic.heard, subscription.seq)
            self._repair_soon(topic)

    def unsubscribe(self, socket: Outlet, thread_id: int) -> None:
        """The socket no longer follows the thread."""
        topic = self.topics.get(thread_id)
        if topic and socket in topic.subscriptions:
            self._drop(topic.subscriptions[socket])

    def follows(self, socket: Outlet, thread_id: int) -> bool:
        topic = self.topics.get(thread_id)
        return topic is not None and socket in topic.subscriptions

    def _drop(self, subscription: Subscription) -> None:
        topic = subscription.topic
        if subscription.timer:
            subscription.timer.cancel()
        topic.subscriptions.pop(subscription.socket, None)
        self.presence.leave(subscription.socket, topic.thread_id)
        if topic.subscriptions or self.topics.get(topic.thread_id) is not topic:
            return
        del self.topics[topic.thread_id]
        self._forget_space(topic.space_id)
        self._leave_soon(events.thread_group(topic.thread_id))

    def _forget_space(self, space_id: int) -> None:
        if not any(topic.space_id == space_id for topic in self.topics.values()):
            self.checked.pop(space_id, None)

    def _leave_soon(self, group: str) -> None:
        """Stop listening to a group, unless somebody here needs it again by then."""
        if self._link is not None:
            self._link.unwant(group)
            self._spawn(self._link.leave(group))

    # Events

    def hear(self, event: dict) -> None:
        """Take one event, from the layer or from this process itself."""
        if event.get("origin") == self.id:
            return
        match event["type"]:
            case "thread.changed":
                self._on_change(event)
            case "thread.readers" | "thread.typing":
                self.presence.hear(event)
            case "thread.marker":
                self._on_marker(event)
            case "space.advanced" | "space.shown":
                self._on_space(event)
            case "person.refresh":
                self._on_refresh(event)
            case "access.changed":
                self._on_access_changed(event)
            case "session.ended":
                self.sockets.end_sessions(event)

    def _on_change(self, event: dict) -> None:
        topic = self.topics.get(event["thread"])
        if topic is None:
            return
        seq = event["seq"]
        topic.heard = max(topic.heard, seq)
        if topic.seq is None or seq <= topic.seq:
            return
        if (
            topic.repair is not None
            or seq != topic.seq + 1
            or event["space"] != topic.space_id
            or event["version"] > self.checked.get(topic.space_id, 0)
        ):
            self._repair_soon(topic)
            return
        if state := event.get("state"):
            topic.is_locked = state["locked"]
        frame = events.changes_frame(
            topic.thread_id,
            since=topic.seq,
            to=seq,
            messages=event["messages"],
            state=state,
        )
        self._deliver(topic, seq, frame)
        # After those who have just been given it and were waiting for nothing else.
        asyncio.get_running_loop().call_soon(metrics.sent_now, event.get("at"))

    def _deliver(self, topic: Topic, seq: int, frame: str) -> None:
        topic.seq = seq
        now = timezone.now()
        for subscription in list(topic.subscriptions.values()):
            if subscription.until is not None and subscription.until <= now:
                self._revoke(subscription)
            elif subscription.live and subscription.seq < seq:
                subscription.seq = seq
                subscription.socket.offer(frame, topic.thread_id)

    def _reset(self, topic: Topic, changes: selectors.Changes) -> None:
        """Too far behind to list: the live sockets load a fresh page, and ask again."""
        metrics.RESYNCS.labels("reset").inc()
        topic.seq = changes.to
        for subscription in topic.subscriptions.values():
            if subscription.live:
                subscription.live = False
                subscription.socket.offer(changes.frame(), topic.thread_id)

    def _on_access_changed(self, event: dict) -> None:
        for space_id in event["spaces"]:
            if self._subscriptions_in(space_id):
                self._spawn(self._recheck(space_id))
        if self.inbox.sockets:
            self._spawn(self.inbox.check(self._link))

    def _on_marker(self, event: dict) -> None:
        frame = events.read_frame(event["thread"], event["position"])
        for socket in self.sockets.of(event["user"]):
            if socket in self.inbox.sockets or self.follows(socket, event["thread"]):
                socket.offer(frame, event["thread"])

    def _on_space(self, event: dict) -> None:
        if event["space"] not in self.inbox.spaces:
            return
        if self.inbox.is_current(event):
            self.inbox.deliver(event)
        else:
            self._spawn(self.inbox.hear(event, self._link))

    def _on_refresh(self, event: dict) -> None:
        for socket in self.sockets.of(event["user"]):
            if socket in self.inbox.sockets:
                socket.offer(events.inbox_frame())

    # What the database says

    def _repair_soon(self, topic: Topic) -> None:
        topic.dirty = True
        if topic.repair is None:
            topic.repair = self._spawn(self._repair(topic))

    async def _repair(self, topic: Topic) -> None:
        """Bring every live socket of a thread to what the database holds, in one read for all."""
        try:
            while topic.dirty and topic.seq is not None and topic.subscriptions:
                topic.dirty = False
                heard = topic.heard
                changes = await read(selectors.changes_since, topic.thread_id, topic.seq)
                metrics.RESYNCS.labels("repair").inc()
                if changes is None:
                    self._revoke_all(topic)
                    return
                if changes.space_id != topic.space_id or changes.access_version > self.checked.get(
                    topic.space_id, 0
                ):
                    await self._recheck(topic.space_id)
                topic.is_locked = changes.is_locked
                if changes.reset:
                    self._reset(topic, changes)
                elif changes.to > topic.seq:
                    self._deliver(topic, changes.to, changes.frame())
                # What was told before the read is in it, whatever number it bore.
                topic.heard = topic.heard if topic.heard > heard else topic.seq
                topic.dirty = topic.dirty or changes.more or topic.heard > topic.seq
        except Exception:
            # The next head sees that the thread is behind, and comes back here.
            logger.exception("thread %s could not be brought up to date", topic.thread_id)
        finally:
            topic.repair = None

    def _subscriptions_in(self, space_id: int) -> list[Subscription]:
        return [
            subscription
            for topic in self.topics.values()
            if topic.space_id == space_id
            for subscription in topic.subscriptions.values()
        ]

    async def _recheck(self, space_id: int) -> None:
        """Ask once who of the local readers of a space may still read it; the others leave it.

        Threads that were moved out of it go to their new space, whose readers are asked next.
        """
        homes: set[int] = set()
        while subscriptions := self._subscriptions_in(space_id):
            people = {subscription.socket.user_id for subscription in subscriptions}
            followed = {subscription.topic.thread_id for subscription in subscriptions}
            version, readers, moved = await read(
                selectors.checked_readers, space_id, people, followed
            )
            homes |= self._rehome(space_id, moved)
            newcomers = False
            for subscription in self._subscriptions_in(space_id):
                user_id = subscription.socket.user_id
                if user_id not in people:
                    newcomers = True  # arrived during the read: she may have been read before it
                elif version is None or user_id not in readers:
                    self._revoke(subscription)
                else:
                    self._set_deadline(subscription, readers[user_id].until)
                    self._tell_rights(subscription, write=readers[user_id].can_discuss)
            if not newcomers:
                if space_id in self.checked:
                    self.checked[space_id] = max(self.checked[space_id], version or 0)
                break
        for home in homes:
            await self._recheck(home)

    def _rehome(self, space_id: int, moved: dict[int, int]) -> set[int]:
        """Put threads of a space where they were moved to: {thread: space}. Nothing of them is
        delivered before their readers are checked there. Gives the spaces."""
        homes = set()
        for thread_id, home in moved.items():
            topic = self.topics.get(thread_id)
            if topic is not None and topic.space_id == space_id:
                topic.space_id = home
                self.checked[home] = 0
                homes.add(home)
        self._forget_space(space_id)
        return homes

    def _set_deadline(self, subscription: Subscription, until: datetime | None) -> None:
        if subscription.timer:
            subscription.timer.cancel()
            subscription.timer = None
        subscription.until = until
        if until is not None:
            delay = max(0.0, (until - timezone.now()).total_seconds())
            subscription.timer = asyncio.get_running_loop().call_later(
                delay, self._revoke, subscription
            )

    def _tell_rights(self, subscription: Subscription, *, write: bool) -> None:
        """She still reads; whether she writes may be new to her."""
        if subscription.write is not None and subscription.write != write:
            thread_id = subscription.topic.thread_id
            subscription.socket.offer(events.rights_frame(thread_id, write=write), thread_id)
        subscription.write = write

    def _revoke(self, subscription: Subscription) -> None:
        """Access ended: nothing of this thread follows, not even what was queued."""
        topic = subscription.topic
        if topic.subscriptions.get(subscription.socket) is not subscription:
            return
        self._drop(subscription)
        subscription.socket.forget(topic.thread_id)
        subscription.socket.offer(events.revoked_frame(topic.thread_id))

    def _revoke_all(self, topic: Topic) -> None:
        for subscription in list(topic.subscriptions.values()):
            self._revoke(subscription)

    # Heads

    async def _keep_heads(self) -> None:
        while True:
            await asyncio.sleep(HEAD_EVERY)
            self.presence.beat()
            try:
                await self.tick()
            except Exception:
                logger.exception("heads could not be read")

    async def tick(self) -> None:
        """Compare every followed thread, and every session, with the database."""
        self._count_frames()
        await self.sockets.check_sessions()
        await self._check_inbox()
        if not self.topics:
            return
        heads = await read(selectors.heads, list(self.topics))
        stale = {
            self.topics[thread_id].space_id
            for thread_id, (_seq, space_id, version) in heads.items()
            if thread_id in self.topics
            and (
                space_id != self.topics[thread_id].space_id
                or version > self.checked.get(space_id, version)
            )
        }
        for space_id in stale:
            await self._recheck(space_id)
        repairs = []
        for topic in list(self.topics.values()):
            if topic.thread_id not in heads:
                self._revoke_all(topic)
                continue
            seq = heads[topic.thread_id][0]
            if topic.seq is not None and seq > topic.seq:
                topic.heard = max(topic.heard, seq)
                self._repair_soon(topic)
                repairs.append(topic.repair)
        if repairs:
            await asyncio.wait(repairs)
        for thread_id, (seq, _space_id, _version) in heads.items():
            topic = self.topics.get(thread_id)
            if topic is None:
                continue
            frame = events.head_frame(thread_id, max(seq, topic.seq or 0))
            for socket in list(topic.subscriptions):
                socket.offer(frame, thread_id)

    def _count_frames(self) -> None:
        metrics.FRAMES.inc(self.sent)
        self.sent = 0

    async def _check_inbox(self) -> None:
        if not self.inbox.spaces:
            return
        versions = await read(selectors.access_versions, list(self.inbox.spaces))
        known = self.inbox.checked
        if any(version > known.get(pk, version) for pk, version in versions.items()):
            await self.inbox.check(self._link)

    # For the parts of the hub

    def tell(self, group: str, event: dict) -> None:
        """Say something to the other processes; it may be lost."""
        if self._link is not None:
            self._spawn(self._link.tell(group, event | {"origin": self.id}))

    def recheck_then(self, topic: Topic, go_on: Callable[[], None]) -> None:
        """Ask the database who may read a topic's space, then `go_on`."""

        async def recheck():
            await self._recheck(topic.space_id)
            go_on()

        self._spawn(recheck())

    def _spawn(self, coroutine) -> asyncio.Task:
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("the hub failed", exc_info=task.exception())
