"""The hub and its link alone, with sockets and layers made for the occasion."""

import asyncio
import uuid

import pytest
from asgiref.sync import sync_to_async
from channels.layers import InMemoryChannelLayer, channel_layers
from django.db.models import F

from discussions import consumers, events, link, publishing, selectors, services
from discussions.hub import Hub
from discussions.link import LayerLink
from groups.services.shared import raise_group_access

pytestmark = pytest.mark.services


class FakeSocket:
    """Keeps what it is offered."""

    def __init__(self, user):
        self.user_id = user.pk
        self.session_key = uuid.uuid4().hex
        self.sign_in_hash = user.get_session_auth_hash()
        self.frames = []
        self.code = None

    def offer(self, text, thread_id=None):
        self.frames.append(text)

    def forget(self, thread_id):
        self.frames.append(f"forget {thread_id}")

    def close(self, code):
        self.code = code


class FailingLayer(InMemoryChannelLayer):
    """Refuses everything, or hangs."""

    def __init__(self, *, hangs: bool = False):
        super().__init__()
        self.hangs = hangs

    async def _fail(self):
        if self.hangs:
            await asyncio.Event().wait()
        raise ConnectionError("no layer")

    async def new_channel(self, prefix="specific."):
        await self._fail()

    async def group_add(self, group, channel):
        await self._fail()

    async def group_send(self, group, message):
        await self._fail()


@pytest.fixture
def layer():
    """Puts a layer in the place of the configured one."""
    kept = channel_layers.backends.get("default")

    def put(instance):
        channel_layers.backends["default"] = instance
        return instance

    yield put
    if kept is None:
        channel_layers.backends.pop("default", None)
    else:
        channel_layers.backends["default"] = kept


async def follow(scene, *users):
    """Sockets of `users` that are up to date in the scene's thread."""
    hub = Hub.current()
    sockets = [FakeSocket(user) for user in users]
    for socket in sockets:
        await hub.enter(socket)
        assert await hub.subscribe(
            socket, thread_id=scene.thread.pk, space_id=scene.space.pk, after=1
        )
        socket.frames.clear()
    return hub, sockets


async def leave(hub, sockets):
    for socket in sockets:
        await hub.exit(socket)


def change(scene, seq, version=1, body="…"):
    """An event as another process would publish it."""
    payload = {"id": seq, "position": seq, "changed_seq": seq, "html": body}
    return {
        "type": "thread.changed",
        "thread": scene.thread.pk,
        "space": scene.space.pk,
        "version": version,
        "seq": seq,
        "message": payload,
    }


post = sync_to_async(services.post_message)


async def test_one_event_is_one_frame_for_all(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member, live_scene.facilitator)
    hub.hear(change(live_scene, 2))
    one, two = (socket.frames for socket in sockets)
    assert len(one) == len(two) == 1
    assert one[0] is two[0]
    await leave(hub, sockets)


async def test_an_event_that_comes_twice_is_delivered_once(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member)
    hub.hear(change(live_scene, 2))
    hub.hear(change(live_scene, 2))
    assert len(sockets[0].frames) == 1
    await leave(hub, sockets)


async def test_events_out_of_order_cost_one_read_for_all_sockets(live_scene, monkeypatch):
    hub, sockets = await follow(live_scene, live_scene.member, live_scene.facilitator)
    reads = []
    changes_since = selectors.changes_since

    def counted(*args):
        reads.append(args)
        return changes_since(*args)

    monkeypatch.setattr(selectors, "changes_since", counted)
    monkeypatch.setattr(publishing, "publish", lambda group, event: None)
    for body in ("Deux", "Trois"):
        await post(thread=live_scene.thread, author=live_scene.member, body=body)
    hub.hear(change(live_scene, 3))
    hub.hear(change(live_scene, 2))
    await asyncio.gather(*hub._tasks)
    assert reads == [(live_scene.thread.pk, 1)]
    for socket in sockets:
        assert len(socket.frames) == 1
        assert '"from":1,"to":3' in socket.frames[0]
    await leave(hub, sockets)


async def test_the_last_socket_leaves_the_group_and_stops_the_hub(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member, live_scene.facilitator)
    running = hub._link
    group = events.thread_group(live_scene.thread.pk)
    assert group in running._wanted
    hub.unsubscribe(sockets[0], live_scene.thread.pk)
    assert live_scene.thread.pk in hub.topics
    hub.unsubscribe(sockets[1], live_scene.thread.pk)
    await asyncio.gather(*hub._tasks)
    assert hub.topics == {}
    assert hub.checked == {}
    assert group not in running._wanted
    await leave(hub, sockets)
    assert hub._link is None
    assert all(task.done() for task in running._tasks)


async def test_a_newer_access_version_is_checked_before_the_delivery(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member)
    await live_scene.member.memberships.all().aupdate(ended_at=live_scene.thread.created_at)
    await type(live_scene.space).objects.filter(pk=live_scene.space.pk).aupdate(access_version=2)
    hub.hear(change(live_scene, 2, version=2, body="Canari"))
    await asyncio.gather(*hub._tasks)
    forgotten, revoked = sockets[0].frames
    assert forgotten == f"forget {live_scene.thread.pk}"
    assert revoked == events.revoked_frame(live_scene.thread.pk)
    await leave(hub, sockets)


async def test_a_database_that_fails_delivers_nothing_and_the_next_head_repairs(
    live_scene, monkeypatch
):
    hub, sockets = await follow(live_scene, live_scene.member)
    changes_since = selectors.changes_since

    def broken(*args):
        raise RuntimeError("no database")

    monkeypatch.setattr(selectors, "changes_since", broken)
    monkeypatch.setattr(publishing, "publish", lambda group, event: None)
    await post(thread=live_scene.thread, author=live_scene.member, body="Deux")
    hub.hear(change(live_scene, 9))
    await asyncio.gather(*hub._tasks)
    assert sockets[0].frames == []
    monkeypatch.setattr(selectors, "changes_since", changes_since)
    await hub.tick()
    kinds = [frame.split('"')[3] for frame in sockets[0].frames]
    assert kinds == ["changes", "head"]
    await leave(hub, sockets)


# A layer that fails


async def test_without_a_layer_messages_are_stored_and_local_sockets_told(live_scene, layer):
    layer(FailingLayer())
    hub, sockets = await follow(live_scene, live_scene.member)
    await post(thread=live_scene.thread, author=live_scene.member, body="Quand même")
    assert len(sockets[0].frames) == 1
    await leave(hub, sockets)


async def test_a_layer_that_hangs_delays_a_post_by_its_allowance_only(live_scene, layer):
    layer(FailingLayer(hangs=True))
    loop = asyncio.get_running_loop()
    start = loop.time()
    await post(thread=live_scene.thread, author=live_scene.member, body="Patience")
    taken = loop.time() - start
    assert publishing.PUBLISH_WITHIN <= taken < publishing.PUBLISH_WITHIN + 0.5
    assert await live_scene.thread.messages.acount() == 2


class DeafLayer(InMemoryChannelLayer):
    """Takes everything; the first channel that it gives never hears anything."""

    def __init__(self):
        super().__init__()
        self.opened = 0
        self.reopened = asyncio.Event()

    async def new_channel(self, prefix="specific."):
        self.opened += 1
        if self.opened > 1:
            self.reopened.set()
        return await super().new_channel(prefix)

    async def receive(self, channel):
        if self.opened == 1:
            await asyncio.Event().wait()
        return await super().receive(channel)


async def test_a_link_that_hears_nothing_more_is_opened_anew(layer, monkeypatch):
    monkeypatch.setattr(link, "BEAT", 0.02)
    monkeypatch.setattr(link, "DEAF_AFTER", 0.05)
    deaf = layer(DeafLayer())
    heard = asyncio.Queue()
    listener = LayerLink(heard.put_nowait)
    listener.start()
    await listener.join("thread.1")
    async with asyncio.timeout(5):
        await deaf.reopened.wait()
        while not deaf.groups.get("thread.1"):
            await asyncio.sleep(0)
        await deaf.group_send("thread.1", {"type": "thread.changed", "n": 1})
        assert (await heard.get())["n"] == 1
    await listener.stop()


async def test_a_layer_that_comes_back_is_joined_again(layer, monkeypatch):
    monkeypatch.setattr(link, "RETRY_AFTER", 0.01)
    monkeypatch.setattr(link, "JOIN_WITHIN", 0.05)
    layer(FailingLayer())
    heard = asyncio.Queue()
    listener = LayerLink(heard.put_nowait)
    listener.start()
    assert not await listener.join("thread.1")
    listener._layer = working = InMemoryChannelLayer()
    async with asyncio.timeout(5):
        while not working.groups.get("thread.1"):
            await asyncio.sleep(0.01)
        await working.group_send("thread.1", {"type": "thread.changed", "n": 1})
        assert (await heard.get())["n"] == 1
    await listener.stop()


async def test_a_layer_that_forgets_its_groups_is_reminded(layer, monkeypatch):
    monkeypatch.setattr(link, "BEAT", 0.01)
    forgetful = layer(InMemoryChannelLayer())
    listener = LayerLink(lambda event: None)
    listener.start()
    await listener.join("thread.1")
    forgetful.groups.clear()
    async with asyncio.timeout(5):
        while not forgetful.groups.get("thread.1"):
            await asyncio.sleep(0.01)
    await listener.stop()


# A socket that does not drain


class Wire:
    """The server's side of a connection whose browser stops reading when told."""

    def __init__(self):
        self.sent = []
        self.open = asyncio.Event()
        self.open.set()

    async def send(self, message):
        await self.open.wait()
        self.sent.append(message)


def socket_on(wire, user):
    class Session:
        session_key = "clé"

    live_socket = consumers.LiveSocket({"user": user, "session": Session()}, None, wire.send)
    live_socket._writer = asyncio.create_task(live_socket._write())
    return live_socket


async def settle(condition):
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0)


async def test_a_socket_that_does_not_drain_is_closed_and_holds_up_nobody(live_scene, monkeypatch):
    monkeypatch.setattr(consumers, "MAX_WAITING", 3)
    monkeypatch.setattr(consumers, "CLOSE_WITHIN", 0.05)
    slow_wire, quick_wire = Wire(), Wire()
    slow = socket_on(slow_wire, live_scene.member)
    quick = socket_on(quick_wire, live_scene.facilitator)
    hub = Hub.current()
    for live_socket in (slow, quick):
        await hub.enter(live_socket)
        await hub.subscribe(
            live_socket, thread_id=live_scene.thread.pk, space_id=live_scene.space.pk, after=1
        )
    await settle(lambda: len(slow_wire.sent) == len(quick_wire.sent) == 1)
    slow_wire.open.clear()
    for seq in range(2, 8):
        hub.hear(change(live_scene, seq))
        await settle(lambda seq=seq: len(quick_wire.sent) == seq)
    assert slow._code == consumers.CLOSE_TOO_SLOW
    assert not slow._waiting
    await settle(slow._writer.done)
    slow_wire.open.set()
    assert len(slow_wire.sent) == 1
    quick.close(1000)
    await settle(quick._writer.done)
    await leave(hub, [slow, quick])


async def test_a_socket_that_wakes_up_in_time_learns_why_it_is_closed(live_scene, monkeypatch):
    monkeypatch.setattr(consumers, "MAX_WAITING_SIZE", 10)
    wire = Wire()
    live_socket = socket_on(wire, live_scene.member)
    wire.open.clear()
    live_socket.offer("x" * 1000)
    await asyncio.sleep(0)
    for _turn in range(3):
        live_socket.offer("x" * 8)
    wire.open.set()
    await settle(live_socket._writer.done)
    assert wire.sent[-1] == {"type": "websocket.close", "code": consumers.CLOSE_TOO_SLOW}


async def test_one_large_frame_alone_is_never_too_much(live_scene):
    wire = Wire()
    live_socket = socket_on(wire, live_scene.member)
    live_socket.offer("x" * (consumers.MAX_WAITING_SIZE + 1))
    await settle(lambda: wire.sent)
    assert live_socket._code is None
    live_socket.close(1000)
    await settle(live_socket._writer.done)


async def test_what_was_queued_of_a_thread_is_dropped_when_access_ends(live_scene):
    wire = Wire()
    live_socket = socket_on(wire, live_scene.member)
    wire.open.clear()
    live_socket.offer("on its way", 1)
    await asyncio.sleep(0)
    live_socket.offer("secret", 1)
    live_socket.offer("other", 2)
    live_socket.forget(1)
    live_socket.offer("revoked")
    wire.open.set()
    await settle(lambda: len(wire.sent) == 3)
    assert [message["text"] for message in wire.sent] == ["on its way", "other", "revoked"]
    live_socket.close(1000)
    await settle(live_socket._writer.done)


# Nothing falls between


def during_replay(monkeypatch, act):
    """Have `act` done once, after the replay was read and before the hub gets it."""
    replay_for, done = selectors.replay_for, []

    def read_then_act(*args):
        replay = replay_for(*args)
        if not done:
            done.append(True)
            act()
        return replay

    monkeypatch.setattr(selectors, "replay_for", read_then_act)


async def subscribe(hub, scene, socket, after=1):
    return await hub.subscribe(
        socket, thread_id=scene.thread.pk, space_id=scene.space.pk, after=after
    )


async def test_what_is_told_while_the_replay_is_read_is_delivered(live_scene, monkeypatch):
    hub, socket = Hub.current(), FakeSocket(live_scene.member)
    await hub.enter(socket)
    during_replay(
        monkeypatch,
        lambda: services.post_message(
            thread=live_scene.thread, author=live_scene.facilitator, body="Entre deux"
        ),
    )
    assert await subscribe(hub, live_scene, socket)
    assert "Entre deux" in "".join(socket.frames)
    await leave(hub, [socket])


@pytest.mark.parametrize("announced", [True, False])
async def test_who_is_removed_while_her_replay_is_read_gets_nothing_more(
    live_scene, monkeypatch, announced
):
    hub, (facilitator,) = await follow(live_scene, live_scene.facilitator)
    member = FakeSocket(live_scene.member)
    await hub.enter(member)

    def remove():
        live_scene.member.memberships.update(ended_at=live_scene.thread.created_at)
        if announced:
            raise_group_access(live_scene.group.pk)
        else:
            spaces = type(live_scene.space).objects.filter(pk=live_scene.space.pk)
            spaces.update(access_version=F("access_version") + 1)

    during_replay(monkeypatch, remove)
    await subscribe(hub, live_scene, member)
    await asyncio.gather(*hub._tasks)
    member.frames.clear()
    await post(thread=live_scene.thread, author=live_scene.facilitator, body="Canari")
    await asyncio.gather(*hub._tasks)
    assert "Canari" not in "".join(member.frames)
    assert "Canari" in "".join(facilitator.frames)
    await leave(hub, [facilitator, member])


async def test_who_was_put_out_while_her_replay_was_read_does_not_get_it(live_scene, monkeypatch):
    hub, member = Hub.current(), FakeSocket(live_scene.member)
    await hub.enter(member)
    loop = asyncio.get_running_loop()

    def remove_and_wait():
        live_scene.member.memberships.update(ended_at=live_scene.thread.created_at)
        checking = asyncio.run_coroutine_threadsafe(hub._recheck(live_scene.space.pk), loop)
        checking.result(5)

    during_replay(monkeypatch, remove_and_wait)
    await subscribe(hub, live_scene, member)
    assert member.frames[-1] == events.revoked_frame(live_scene.thread.pk)
    assert "changes" not in "".join(member.frames)
    await leave(hub, [member])


async def test_who_was_read_before_the_others_were_checked_again_is_read_again(
    live_scene, monkeypatch
):
    """Her right was read at an older access version than the one that the hub trusts since."""
    hub, (facilitator,) = await follow(live_scene, live_scene.facilitator)
    member = FakeSocket(live_scene.member)
    await hub.enter(member)

    def remove_and_check_the_others():
        live_scene.member.memberships.update(ended_at=live_scene.thread.created_at)
        hub.checked[live_scene.space.pk] = 2
        type(live_scene.space).objects.filter(pk=live_scene.space.pk).update(access_version=2)

    during_replay(monkeypatch, remove_and_check_the_others)
    assert not await subscribe(hub, live_scene, member)
    assert member.frames == []
    await leave(hub, [facilitator, member])


async def test_who_has_more_to_ask_for_is_not_live_yet(live_scene, monkeypatch):
    for body in ("Deux", "Trois"):
        await post(thread=live_scene.thread, author=live_scene.member, body=body)
    hub, (quick,) = await follow(live_scene, live_scene.facilitator)
    monkeypatch.setattr(selectors, "CHANGES_AT_ONCE", 1)
    behind = FakeSocket(live_scene.member)
    await hub.enter(behind)
    assert await subscribe(hub, live_scene, behind)
    behind.frames.clear()
    quick.frames.clear()
    await post(thread=live_scene.thread, author=live_scene.member, body="Quatre")
    await asyncio.gather(*hub._tasks)
    assert len(quick.frames) == 1
    assert behind.frames == []
    await leave(hub, [quick, behind])
