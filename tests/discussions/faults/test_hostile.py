"""Hostile and vanished pages on a real server: they cost themselves, and nothing stays of them."""

import asyncio
import contextlib
import json
from pathlib import Path

import pytest
import websockets
from asgiref.sync import sync_to_async

from discussions.consumers import CLOSE_ABUSE
from tests import factories
from tests.discussions.cluster import Reader, counted, post
from tests.discussions.sockets import sign_in
from tests.servers import Worker

pytestmark = pytest.mark.workers

FRAMES = 10_000
SOCKETS_EACH = 3
CLOSE_TOO_BIG = 1009
CLOSE_UNHEARD = 1006
# Bytes that a process may take and keep without anybody's fault.
FLAT = 4_000_000

ATTACKS = {
    "subscribe": ('{"type":"subscribe","thread":1,"after":0}', CLOSE_ABUSE),
    "garbage": ("\u0000}{" * 50, CLOSE_ABUSE),
    "deep": ("[" * 4000, CLOSE_ABUSE),
    "bytes": (b"\xff" * 100, CLOSE_ABUSE),
    "long": ("x" * 60_000, CLOSE_ABUSE),
    "oversized": ("x" * 70_000, CLOSE_TOO_BIG),
}


@pytest.fixture(scope="module")
def worker(django_db_setup, django_db_blocker):
    """A process alone, which soon asks pages whether they are still there."""
    with django_db_blocker.unblock():
        alone = Worker(options=("--ws-ping-interval", "2", "--ws-ping-timeout", "2"))
        try:
            alone.start()
            yield alone
        finally:
            alone.kill()


def memory(worker: Worker) -> int:
    """Bytes that the process holds."""
    pages = Path(f"/proc/{worker.process.pid}/statm").read_text(encoding="ascii").split()[1]
    return int(pages) * 4096


async def attack(worker: Worker, session: str, frame: str | bytes) -> int | None:
    """Send as many frames as the server bears, as fast as it takes them; its close code."""
    async with websockets.connect(
        f"ws://localhost:{worker.port}/ws/",
        additional_headers={"Cookie": f"chantiers_session={session}"},
        origin=f"http://localhost:{worker.port}",
        compression=None,
    ) as link:
        with contextlib.suppress(websockets.ConnectionClosed):
            for _turn in range(FRAMES):
                await link.send(frame)
                # The others of this process have their turn.
                await asyncio.sleep(0)
        await link.wait_closed()
        return link.close_code


async def test_an_attack_costs_its_sender_only(live_scene, worker, member):
    attackers = {
        name: await sync_to_async(lambda: sign_in(factories.join(live_scene.group)))()
        for name in ATTACKS
    }
    held = []
    async with Reader([worker], live_scene.thread.pk, member) as reader:
        for turn in range(3):
            attacks = asyncio.gather(
                *(
                    attack(worker, attackers[name], frame)
                    for name, (frame, _code) in ATTACKS.items()
                    for _socket in range(SOCKETS_EACH)
                )
            )
            for n in range(3):
                assert (
                    await post(worker, live_scene.thread.pk, member, f"{turn}.{n}")
                ).status == 201
                await reader.until_texts(f"{turn}.{n}", timeout=3)
            # Or cut off before they heard why.
            assert set(await attacks) <= {CLOSE_ABUSE, CLOSE_TOO_BIG, CLOSE_UNHEARD}
            held.append(memory(worker))
        abusive = [name for name, (_frame, code) in ATTACKS.items() if code == CLOSE_ABUSE]
        closed = await asyncio.to_thread(
            counted, worker, f'chantiers_live_closed_total{{code="{CLOSE_ABUSE}"}}'
        )
        assert closed == 3 * SOCKETS_EACH * len(abusive)
        # The same socket as before: nobody else was closed.
        assert reader.link.close_code is None
    # The first time, the process makes room for so many; then it needs no more.
    assert held[2] - held[1] < FLAT, held


async def half_open(worker: Worker, session: str):
    """A page that opened a socket and vanished: nothing comes from it, not even an end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", worker.port)
    lines = [
        "GET /ws/ HTTP/1.1",
        f"Host: localhost:{worker.port}",
        f"Origin: http://localhost:{worker.port}",
        f"Cookie: chantiers_session={session}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==",
    ]
    writer.write("\r\n".join([*lines, "", ""]).encode())
    assert b"101" in await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def test_pages_that_vanished_are_let_go(live_scene, worker, member):
    async with Reader([worker], live_scene.thread.pk, member) as reader:
        vanished = await asyncio.gather(*(half_open(worker, member) for _n in range(20)))
        assert await asyncio.to_thread(counted, worker, "chantiers_live_sockets") == 21
        async with asyncio.timeout(15):
            await asyncio.gather(*(each.read() for each, _writer in vanished))
        for _reader, writer in vanished:
            writer.close()
        await reader.link.send(json.dumps({"type": "ping"}))
        await reader.until(lambda: {"type": "pong"} in reader.frames)
        assert await asyncio.to_thread(counted, worker, "chantiers_live_sockets") == 1
