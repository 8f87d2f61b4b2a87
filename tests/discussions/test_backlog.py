"""Sockets that do not drain: closed, and never waited for."""

import asyncio

import pytest

from discussions import consumers
from discussions.hub import Hub
from tests.discussions.fakes import change, leave, told

pytestmark = pytest.mark.services


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
    closed = told("chantiers_live_closed_total", code="1013")
    for seq in range(2, 8):
        hub.hear(change(live_scene, seq))
        await settle(lambda seq=seq: len(quick_wire.sent) == seq)
    assert slow._code == consumers.CLOSE_TOO_SLOW
    assert told("chantiers_live_closed_total", code="1013") == closed + 1
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
