"""Who reads and who is typing, told to those who may know, and gone by itself."""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from common.live import announce_access_changed
from discussions import presence, services
from discussions.hub import Hub
from groups.models import GuestAccess, Membership
from groups.services.shared import raise_group_access
from tests import factories
from tests.discussions.fakes import FakeSocket
from tests.discussions.sockets import connected

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    monkeypatch.setattr(presence, "ANNOUNCE_EVERY", 0.0)


class Listener(FakeSocket):
    """Keeps frames where they can be waited for."""

    def __init__(self, user):
        super().__init__(user)
        self.queue = asyncio.Queue()

    def offer(self, text, about=None):
        self.queue.put_nowait(json.loads(text))

    async def next(self, kind: str) -> dict:
        async with asyncio.timeout(5):
            while True:
                frame = await self.queue.get()
                if frame["type"] == kind:
                    return frame

    async def until(self, count: int) -> dict:
        """The first telling of `count` readers."""
        while (frame := await self.next("presence"))["count"] != count:
            pass
        return frame

    def waiting(self) -> list[str]:
        found = []
        while not self.queue.empty():
            found.append(self.queue.get_nowait()["type"])
        return found


@asynccontextmanager
async def reading(scene, *pairs):
    """Sockets of (hub, user) that read the scene's thread."""
    opened = []
    for hub, user in pairs:
        socket = Listener(user)
        await hub.enter(socket)
        assert await hub.subscribe(
            socket, thread_id=scene.thread.pk, space_id=scene.space.pk, after=1
        )
        hub.presence.ask(socket, scene.thread.pk, reading=True)
        opened.append((hub, socket))
    try:
        yield [socket for _hub, socket in opened]
    finally:
        for hub, socket in opened:
            await hub.exit(socket)


def is_typing(hub, socket, thread):
    hub.presence.typing(hub.topics[thread.pk].subscriptions[socket])


async def test_two_processes_know_each_other_s_readers(live_scene):
    one, two = Hub(), Hub()
    member, facilitator = live_scene.member, live_scene.facilitator
    async with reading(live_scene, (one, member), (two, facilitator), (two, member)) as sockets:
        for socket in sockets:
            frame = await socket.until(2)
            assert {each["name"] for each in frame["people"]} == {str(member), str(facilitator)}
        await two.exit(sockets[1])
        assert [each["id"] for each in (await sockets[0].until(1))["people"]] == [str(member.pk)]


async def test_who_looks_away_reads_no_more(live_scene):
    hub = Hub()
    async with reading(live_scene, (hub, live_scene.member), (hub, live_scene.facilitator)) as both:
        await both[0].until(2)
        hub.presence.ask(both[1], live_scene.thread.pk, reading=False)
        await both[0].until(1)
        hub.presence.ask(both[1], live_scene.thread.pk, reading=True)
        await both[0].until(2)


async def test_a_process_that_dies_takes_its_readers_along(live_scene, monkeypatch):
    one, two = Hub(), Hub()
    async with reading(live_scene, (one, live_scene.member)) as (left,):
        async with reading(live_scene, (two, live_scene.facilitator)):
            await left.until(2)
            # Killed: it says nothing more, and cannot take its leave.
            monkeypatch.setattr(two, "tell", lambda *_args: None)
        one.presence.beat()
        assert "presence" not in left.waiting()
        monkeypatch.setattr(presence, "LAPSE", 0.0)
        one.presence.beat()
        assert (await left.next("presence"))["count"] == 1


async def test_many_readers_are_counted_and_few_are_named(live_scene):
    hub = Hub()
    crowd = [await sync_to_async(factories.join)(live_scene.group) for _ in range(8)]
    async with reading(live_scene, *((hub, user) for user in crowd)) as sockets:
        frame = await sockets[0].until(8)
        assert len(frame["people"]) == presence.MOST_NAMED


async def test_a_guest_is_told_how_many_read_and_not_who(live_scene):
    hub = Hub()
    guest = await sync_to_async(factories.make_guest)(live_scene.space)
    async with reading(live_scene, (hub, live_scene.member), (hub, guest)) as (member, other):
        assert len((await member.until(2))["people"]) == 2
        assert (await other.until(2))["people"] == []


async def test_typing_reaches_the_others_and_at_most_every_three_seconds(live_scene):
    one, two = Hub(), Hub()
    member = live_scene.member
    async with reading(live_scene, (one, member), (two, live_scene.facilitator)) as (mine, other):
        await other.until(2)
        is_typing(one, mine, live_scene.thread)
        is_typing(one, mine, live_scene.thread)
        mine.name = "Trois secondes plus tard"
        one.presence.rooms[live_scene.thread.pk].typed.clear()
        is_typing(one, mine, live_scene.thread)
        heard = [await other.next("typing"), await other.next("typing")]
        assert [each["who"]["name"] for each in heard] == [str(member), mine.name]
        assert heard[0]["who"]["id"] == str(member.pk)
        assert "typing" not in mine.waiting()


async def test_only_who_may_write_is_typing(live_scene):
    thread, member = live_scene.thread, live_scene.member
    async with connected(member) as socket:
        await socket.subscribe(thread)
        await socket.send(type="presence", thread=thread.pk, reading=True)
        assert (await socket.next())["type"] == "presence"
        await socket.send(type="typing", thread=thread.pk)
        assert await socket.is_silent()
        lock = sync_to_async(services.lock_thread)
        await lock(thread=thread, actor=live_scene.facilitator, locked=True)
        await socket.next("changes")
        await socket.send(type="typing", thread=thread.pk)
        assert (await socket.next("error"))["code"] == "not_allowed"
        await lock(thread=thread, actor=live_scene.facilitator, locked=False)
        await socket.next("changes")
        await socket.send(type="typing", thread=thread.pk)
        assert await socket.is_silent()


async def test_the_frames_need_a_followed_thread_and_a_truth_value(live_scene):
    async with connected(live_scene.member) as socket:
        for frame in ({"type": "presence", "reading": True}, {"type": "typing"}):
            await socket.send(**frame, thread=live_scene.thread.pk)
            assert (await socket.next())["code"] == "not_found"
        await socket.subscribe(live_scene.thread)
        for value in (None, 1, "true"):
            await socket.send(type="presence", thread=live_scene.thread.pk, reading=value)
            assert (await socket.next())["code"] == "bad_frame"


@sync_to_async
def remove(scene, user):
    """End her membership as a process would that tells nobody."""
    Membership.objects.filter(user=user).update(ended_at=timezone.now())
    GuestAccess.objects.filter(user=user).update(ended_at=timezone.now())
    raise_group_access(scene.group.pk)


@pytest.fixture
def _told_to_nobody(monkeypatch):
    monkeypatch.setattr("discussions.publishing.publish", lambda *told, **how: None)


@pytest.mark.usefixtures("_told_to_nobody")
@pytest.mark.parametrize("kind", ["typing", "readers"])
async def test_an_event_of_a_newer_access_version_is_told_after_a_check(live_scene, kind):
    """The other process knows of the removal, this one does not yet."""
    hub = Hub()
    pairs = ((hub, live_scene.member), (hub, live_scene.facilitator))
    async with reading(live_scene, *pairs) as (member, facilitator):
        await facilitator.until(2)
        await member.until(2)
        await remove(live_scene, live_scene.member)
        await sync_to_async(live_scene.space.refresh_from_db)()
        event = {
            "type": f"thread.{kind}",
            "thread": live_scene.thread.pk,
            "space": live_scene.space.pk,
            "version": live_scene.space.access_version,
            "process": "autre",
            "people": [["1", "Awa"]],
            "more": 0,
            "user": "1",
            "name": "Awa",
        }
        hub.hear(event)
        await facilitator.next("typing" if kind == "typing" else "presence")
        told = [await member.queue.get()]
        while told[-1]["type"] != "revoked":
            told.append(await member.queue.get())
        assert "Awa" not in str(told)
        assert member.waiting() == []


async def test_who_is_removed_is_no_longer_seen_nor_heard(live_scene):
    hub = Hub.current()
    pairs = ((hub, live_scene.member), (hub, live_scene.facilitator))
    async with reading(live_scene, *pairs) as (member, facilitator):
        await facilitator.until(2)
        await remove(live_scene, live_scene.member)
        await sync_to_async(announce_access_changed)([live_scene.space.pk])
        await facilitator.until(1)
        await member.next("revoked")
        assert member not in hub.topics[live_scene.thread.pk].subscriptions
        assert member.waiting() == []
