"""Many sockets in one process that do nothing but time what arrives, for bench_delivery.

Run as a program: `readers PORT SESSION THREAD COUNT`. Prints `ready` once all follow the thread,
then for each line it reads: a JSON line with what arrived since the last one.
"""

import asyncio
import base64
import json
import os
import re
import struct
import sys
import time

STAMP = re.compile(rb'"created_at":"([0-9.]+)"')


def masked(text: str) -> bytes:
    """A text frame as a browser sends it (the mask is zero: nothing here is secret)."""
    payload = text.encode()
    head = (
        struct.pack("!BB", 0x81, 0x80 | len(payload))
        if len(payload) < 126
        else struct.pack("!BBH", 0x81, 0xFE, len(payload))
    )
    return head + bytes(4) + payload


class Reader(asyncio.Protocol):
    """One socket. Frames of a server are not masked and, here, never fragmented."""

    def __init__(self, request: bytes, subscribe: bytes, times: list[float], ready: asyncio.Queue):
        self.request = request
        self.subscribe = subscribe
        self.times = times
        self.ready = ready
        self.buffer = b""
        self.open = False

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data):
        self.buffer += data
        if not self.open:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:40]:
                self.ready.put_nowait(head[:80].decode())
                return
            self.open, self.buffer = True, rest
            self.transport.write(self.subscribe)
        self._frames()

    def _frames(self):
        at, buffer = 0, self.buffer
        while len(buffer) - at >= 4:
            size, start = buffer[at + 1], at + 2
            if size == 126:
                size, start = struct.unpack_from("!H", buffer, start)[0], start + 2
            elif size == 127:
                if len(buffer) - at < 10:
                    break
                size, start = struct.unpack_from("!Q", buffer, start)[0], start + 8
            if len(buffer) < start + size:
                break
            if buffer[at] == 0x81:
                self._frame(buffer[start : start + size])
            at = start + size
        self.buffer = buffer[at:]

    def _frame(self, payload: bytes):
        if self.ready is not None:
            self.ready.put_nowait("")
            self.ready = None
        elif stamp := STAMP.search(payload):
            self.times.append(time.time() - float(stamp[1]))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


async def main(port: int, session: str, thread: int, count: int) -> None:
    times: list[float] = []
    ready: asyncio.Queue = asyncio.Queue()
    key = base64.b64encode(os.urandom(16)).decode()
    request = (
        f"GET /ws/ HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\n"
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Key: {key}\r\nCookie: {session}\r\n\r\n"
    ).encode()
    subscribe = masked(json.dumps({"type": "subscribe", "thread": thread, "after": 1}))
    loop = asyncio.get_running_loop()
    for _turn in range(count):
        await loop.create_connection(
            lambda: Reader(request, subscribe, times, ready), "127.0.0.1", port
        )
        if problem := await ready.get():
            sys.exit(problem)
    say("ready")
    while await loop.run_in_executor(None, sys.stdin.readline):
        taken = sorted(times)
        times.clear()
        say(
            json.dumps(
                {
                    "count": len(taken),
                    "p50": taken[len(taken) // 2] if taken else None,
                    "p95": taken[len(taken) * 95 // 100] if taken else None,
                }
            )
        )


if __name__ == "__main__":
    program, port, session, thread, count = sys.argv
    asyncio.run(main(int(port), session, int(thread), int(count)))
