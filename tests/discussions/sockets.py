"""A browser's end of the live socket, talking to the ASGI application in the same loop."""

import asyncio
import json
from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from config.asgi import application

ORIGIN = b"http://testserver"


def sign_in(user) -> str:
    """The key of a new session of `user`."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


class ClosedError(Exception):
    """The server closed; `code` says why."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


class Socket:
    """Frames as dictionaries."""

    def __init__(self, session_key: str = "", *, headers=None):
        if headers is None:
            cookie = f"{settings.SESSION_COOKIE_NAME}={session_key}"
            headers = [
                (b"host", b"testserver"),
                (b"origin", ORIGIN),
                (b"cookie", cookie.encode()),
            ]
        scope = {
            "type": "websocket",
            "path": "/ws/",
            "query_string": b"",
            "headers": headers,
            "subprotocols": [],
        }
        self.wire = ApplicationCommunicator(application, scope)

    async def open(self) -> bool:
        """Whether the server accepted the handshake."""
        await self.wire.send_input({"type": "websocket.connect"})
        answer = await self.wire.receive_output(5)
        return answer["type"] == "websocket.accept"

    async def send(self, **frame) -> None:
        await self.send_text(json.dumps(frame))

    async def send_text(self, text: str) -> None:
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def next(self, kind: str | None = None, timeout: float = 5) -> dict:
        """The next frame, or the next of one kind; ClosedError if the server closes."""
        async with asyncio.timeout(timeout):
            while True:
                message = await self.wire.receive_output(timeout)
                if message["type"] == "websocket.close":
                    raise ClosedError(message.get("code"))
                frame = json.loads(message["text"])
                if kind is None or frame["type"] == kind:
                    return frame

    async def until_closed(self) -> tuple[int, list[dict]]:
        """What the server said before it closed, and the code it closed with."""
        frames = []
        try:
            while True:
                frames.append(await self.next())
        except ClosedError as closed:
            return closed.code, frames

    async def subscribe(self, thread, after: int = 0) -> dict:
        """Subscribe, and give the answer."""
        await self.send(type="subscribe", thread=getattr(thread, "pk", thread), after=after)
        return await self.next()

    async def is_silent(self) -> bool:
        """Whether nothing at all waits to be read, once all that was sent has been handled."""
        await self.send(type="ping")
        return (await self.next())["type"] == "pong"

    async def close(self) -> None:
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wire.wait(5)


@asynccontextmanager
async def connected(user):
    """A signed-in socket of `user`."""
    socket = Socket(await sync_to_async(sign_in)(user))
    assert await socket.open()
    try:
        yield socket
    finally:
        await socket.close()
