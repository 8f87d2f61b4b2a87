"""Sender and readers of `script/bench live`: one process, one clock.

Run as a program with a JSON object of `Plan`'s fields. Prints `ready` once all sockets are open,
then for each line `{"rate", "seconds"}` sends so many messages at that pace, whether or not they
arrive, and prints a line of what became of them. For `{"silent"}` it opens so many pages more,
which ask for all there is and read nothing.
"""

import asyncio
import base64
import json
import os
import re
import socket
import struct
import sys
import time
import urllib.parse
import uuid
from dataclasses import dataclass

# No sign that means something in a message.
STAMP = re.compile(rb"\|([0-9]+\.[0-9]+)\|")
CSRF = "c" * 32
# Seconds that what was sent has to arrive, once the last was.
GRACE = 3.0
# What a page that reads nothing asks, as fast as pages may, until nothing more is taken for it.
ASKED, ASKED_PER_SECOND = 40, 10


@dataclass
class Plan:
    """Where pages are opened, on which `threads` in turn, and how messages are sent to these in
    turn: on the socket `control`, or by POST where it is empty."""

    ports: list[int]
    cookies: list[str]
    csrf_cookie: str
    threads: list[int]
    sockets: int
    path: str
    control: str
    opening: str = ""


def masked(text: str) -> bytes:
    """A text frame as a browser sends it (the mask is zero: nothing here is secret)."""
    payload = text.encode()
    head = (
        struct.pack("!BB", 0x81, 0x80 | len(payload))
        if len(payload) < 126
        else struct.pack("!BBH", 0x81, 0xFE, len(payload))
    )
    return head + bytes(4) + payload


class Page(asyncio.Protocol):
    """One socket. Frames of a server are not masked and, here, never fragmented."""

    def __init__(self, request: bytes, opening: bytes, times: list[float]):
        self.request = request
        self.opening = opening
        self.times = times
        self.seen: set[bytes] = set()
        self.duplicates = 0
        self.buffer = b""
        self.is_open = False
        self.ready = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def connection_lost(self, exc):
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("closed before it was ready"))

    def data_received(self, data):
        self.buffer += data
        if not self.is_open:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:40]:
                self.ready.set_exception(ConnectionError(head[:80].decode()))
                return
            self.is_open, self.buffer = True, rest
            self.transport.write(self.opening)
            if not self.opening:
                self.ready.set_result(None)
        self._frames()

    def _frames(self):
        at, buffer = 0, self.buffer
        while len(buffer) - at >= 2:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                size, start = (
                    struct.unpack_from("!H", buffer.ljust(start + 2, b"\0"), start)[0],
                    start + 2,
                )
            elif size == 127:
                if len(buffer) - at < 10:
                    break
                size, start = struct.unpack_from("!Q", buffer, start)[0], start + 8
            if len(buffer) < start + size:
                break
            if buffer[at] == 0x81:
                self._frame(buffer[start : start + size])
            elif buffer[at] == 0x89:
                self.transport.write(
                    b"\x8a" + bytes([0x80 | size]) + bytes(4) + buffer[start : start + size]
                )
            at = start + size
        self.buffer = buffer[at:]

    def _frame(self, payload: bytes):
        if not self.ready.done():
            self.ready.set_result(None)
        for stamp in STAMP.findall(payload):
            if stamp in self.seen:
                self.duplicates += 1
            else:
                self.seen.add(stamp)
                self.times.append(time.time() - float(stamp))


class Posts:
    """Messages written as pages do, over connections that stay open."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.idle: list = []
        self.turn = 0
        self.took: list[float] = []
        self.refused = 0

    async def send(self, stamp: str) -> None:
        plan, self.turn = self.plan, self.turn + 1
        port = plan.ports[self.turn % len(plan.ports)]
        cookie = plan.cookies[self.turn % len(plan.cookies)]
        thread = plan.threads[self.turn % len(plan.threads)]
        fields = {"body": f"|{stamp}| " + "Un message de longueur ordinaire. " * 5}
        body = urllib.parse.urlencode(fields | {"client_id": str(uuid.uuid4())})
        request = (
            f"POST /discussions/{thread}/ HTTP/1.1\r\nHost: localhost:{port}\r\n"
            f"Accept: application/json\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Cookie: {cookie}; {plan.csrf_cookie}={CSRF}\r\nX-CSRFToken: {CSRF}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        )
        started = time.perf_counter()
        known = next((each for each in self.idle if each[0] == port), None)
        if known:
            self.idle.remove(known)
        else:
            known = (port, *await asyncio.open_connection("127.0.0.1", port))
        _port, reader, writer = known
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]))
        self.idle.append(known)
        self.took.append(time.perf_counter() - started)
        self.refused += b" 201 " not in head[:20]


def centile(values: list[float], share: float) -> float | None:
    """In milliseconds."""
    return 1000 * sorted(values)[int(len(values) * share)] if values else None


class Client:
    """All the pages, and whoever writes."""

    def __init__(self, plan: Plan):
        self.plan = plan
        self.times: list[float] = []
        self.pages: list[Page] = []
        self.silent: list[Page] = []
        self.posts = Posts(plan)
        self.control: Page | None = None

    async def _open(self, port: int, path: str, opening: str, *, held: int = 0) -> Page:
        """A page of its own; `held`: bytes that the system may keep for it before it reads."""
        key = base64.b64encode(os.urandom(16)).decode()
        request = (
            f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            # As browsers do; who accepts would be read as it is, and found to deliver nothing.
            "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
            f"Sec-WebSocket-Key: {key}\r\nCookie: {self.plan.cookies[0]}\r\n\r\n"
        )
        loop, link = asyncio.get_running_loop(), socket.socket()
        if held:
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, held)
        link.setblocking(False)
        await loop.sock_connect(link, ("127.0.0.1", port))
        _transport, page = await loop.create_connection(
            lambda: Page(request.encode(), masked(opening) if opening else b"", self.times),
            sock=link,
        )
        await page.ready
        return page

    async def open(self) -> None:
        plan = self.plan
        for turn in range(plan.sockets):
            thread = plan.threads[turn % len(plan.threads)]
            subscribe = {"type": "subscribe", "thread": thread, "after": 0}
            opening = json.dumps(subscribe) if plan.path == "/ws/" else ""
            port = plan.ports[turn % len(plan.ports)]
            self.pages.append(await self._open(port, plan.path, opening))
        if plan.control == plan.path:
            self.control = self.pages[0]
        elif plan.control:
            self.control = await self._open(plan.ports[0], plan.control, "")
            self.control.transport.write(masked(plan.opening))

    async def silence(self, silent: int) -> dict:
        """Open so many pages more that read nothing, and fill what is kept for them."""
        everything = json.dumps({"type": "subscribe", "thread": self.plan.threads[0], "after": 0})
        port = self.plan.ports[0]
        pages = [
            await self._open(port, self.plan.path, everything, held=4096) for _n in range(silent)
        ]
        for page in pages:
            page.transport.pause_reading()
        for _turn in range(ASKED):
            for page in pages:
                page.transport.write(masked(everything))
            await asyncio.sleep(1 / ASKED_PER_SECOND)
        # Kept open longer than the server waits for a request, these are not any more.
        self.posts.idle.clear()
        self.silent += pages
        return {"silent": len(pages)}

    async def step(self, rate: float, seconds: float) -> dict:
        """Send, wait, tell."""
        for page in self.pages:
            page.seen.clear()
            page.duplicates = 0
        self.times.clear()
        self.posts.took.clear()
        self.posts.refused = 0
        loop, count = asyncio.get_running_loop(), max(1, int(rate * seconds))
        started, worked, posting = loop.time(), time.process_time(), []
        for n in range(count):
            await asyncio.sleep(max(0, started + n / rate - loop.time()))
            stamp = f"{time.time():.7f}"
            if self.control:
                self.control.transport.write(masked(stamp))
            else:
                posting.append(asyncio.create_task(self.posts.send(stamp)))
        spent = loop.time() - started
        if posting:
            await asyncio.wait(posting, timeout=GRACE)
        expected = count * len(self.pages) // len(self.plan.threads)
        end = loop.time() + GRACE
        while len(self.times) < expected and loop.time() < end:
            await asyncio.sleep(0.02)
        elapsed = loop.time() - started
        return {
            "rate": rate,
            "sent": count,
            "lag": spent - (count - 1) / rate,
            "delivered": len(self.times),
            "share": len(self.times) / expected,
            "duplicates": sum(page.duplicates for page in self.pages),
            "per_second": len(self.times) / max(elapsed, seconds),
            "p50": centile(self.times, 0.5),
            "p95": centile(self.times, 0.95),
            "p99": centile(self.times, 0.99),
            "post_p95": centile(self.posts.took, 0.95),
            "refused": self.posts.refused,
            "client": (time.process_time() - worked) / elapsed,
        }


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def main(plan: Plan) -> None:
    client = Client(plan)
    await client.open()
    say("ready")
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        asked = json.loads(line)
        say(json.dumps(await (client.silence if "silent" in asked else client.step)(**asked)))


if __name__ == "__main__":
    asyncio.run(main(Plan(**json.loads(sys.argv[1]))))
