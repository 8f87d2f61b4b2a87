"""The live socket: authentication, subscriptions, limits. Delivery is the hub's.

An ASGI application of its own rather than a Channels consumer: those join the channel layer one by
one and leave for a thread at each event (docs/adr/0005-one-hub-per-process.md).
"""

import asyncio
import contextlib
import json
import logging
import time
from collections import deque

from django.utils import timezone
from django.utils.translation import gettext as _

from discussions import events, metrics, selectors
from discussions.hub import Hub
from discussions.services import enter_thread, mark_read_by_id
from discussions.sockets import CLOSE_SESSION_ENDED, read
from discussions.subscriptions import Subscription

logger = logging.getLogger(__name__)

CLOSE_ABUSE = 1008
CLOSE_TOO_SLOW = 1013
CLOSE_FAILED = 1011

# What may wait for one slow reader; past either, it is closed and resumes by itself.
MAX_WAITING = 500
MAX_WAITING_SIZE = 1_000_000
# Seconds that a reader who is being closed has to take what is on its way.
CLOSE_WITHIN = 2.0

MAX_FRAME = 4096
MAX_SUBSCRIPTIONS = 50
MAX_NUMBER = 2**53
READ_EVERY = 5.0


class Allowance:
    """`burst` at once, then `per_second`."""

    def __init__(self, burst: int, per_second: float):
        self.burst = burst
        self.per_second = per_second
        self.left = float(burst)
        self.at = time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.per_second)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


class FrameError(Exception):
    """A frame that is answered by an `error` frame."""

    def __init__(self, code: str, detail: str, **fields):
        super().__init__(detail)
        self.code = code
        self.fields = fields


def _number(frame: dict, name: str, *, least: int = 0) -> int:
    value = frame.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value < MAX_NUMBER:
        raise FrameError("bad_frame", _("«\u00a0%s\u00a0» doit être un nombre entier.") % name)
    return value


def parse(text: str | None) -> dict:
    """A frame as a flat object, or FrameError."""
    if text is None:
        raise FrameError("bad_frame", _("Seules les trames de texte sont acceptées."))
    if len(text) > MAX_FRAME:
        raise FrameError("too_large", _("Trame trop longue."))
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        raise FrameError("bad_json", _("Trame illisible.")) from None
    if (
        not isinstance(frame, dict)
        or not isinstance(frame.get("type"), str)
        or any(isinstance(value, dict | list) for value in frame.values())
    ):
        raise FrameError("bad_frame", _("Trame mal formée."))
    return frame


def _check_inbox(frame: dict) -> None:
    if frame.get("inbox") is not True or "thread" in frame:
        raise FrameError("bad_frame", _("«\u00a0inbox\u00a0» doit être «\u00a0true\u00a0»."))


class LiveSocket:
    """One connection. `offer` and `close` are called by the hub and never wait."""

    def __init__(self, scope, receive, send):
        self.scope = scope
        self.user_id = scope["user"].pk
        self.name = str(scope["user"])
        self.sign_in_hash = ""
        self.session_key = scope["session"].session_key or ""
        self.hub = Hub.current()
        self._receive = receive
        self._send = send
        self._waiting: deque[tuple[int | str | None, str]] = deque()
        self._size = 0
        self._wake = asyncio.Event()
        self._code: int | None = None
        self._writer: asyncio.Task | None = None
        self._frames = Allowance(30, 10)
        self._errors = Allowance(10, 0.05)
        self._read_at: dict[int, float] = {}
        self._followed: set[int] = set()

    async def run(self) -> None:
        """From the handshake to the end of the connection."""
        await self._receive()
        user = self.scope["user"]
        ends = None
        if user.is_authenticated and self.session_key:
            ends = await read(selectors.session_end, self.session_key)
        if ends is None:
            await self._send({"type": "websocket.close"})
            return
        self.sign_in_hash = user.get_session_auth_hash()
        await self._send({"type": "websocket.accept"})
        self._writer = asyncio.create_task(self._write())
        reader = asyncio.create_task(self._read())
        delay = max(0.0, (ends - timezone.now()).total_seconds())
        timer = asyncio.get_running_loop().call_later(delay, self.close, CLOSE_SESSION_ENDED)
        try:
            await asyncio.wait({reader, self._writer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            reader.cancel()
            self._writer.cancel()
            await asyncio.wait({reader, self._writer})
            await self.hub.exit(self)

    # Towards the browser

    def offer(self, text: str, about: int | str | None = None) -> None:
        """Queue a frame, about a thread or the group of a space; too much of them closes the
        connection, which resumes by itself."""
        if self._code is not None:
            return
        if self._waiting and (
            len(self._waiting) >= MAX_WAITING or self._size + len(text) > MAX_WAITING_SIZE
        ):
            self.close(CLOSE_TOO_SLOW)
            return
        self._waiting.append((about, text))
        self._size += len(text)
        self._wake.set()

    def forget(self, about: int | str) -> None:
        """Drop what is still queued of a thread, or of the group of a space."""
        self._waiting = deque(item for item in self._waiting if item[0] != about)
        self._size = sum(len(text) for _about, text in self._waiting)
        self._followed.discard(about)

    def close(self, code: int) -> None:
        """Close soon, without what is queued."""
        if self._code is not None:
            return
        self._code = code
        metrics.CLOSED.labels(code).inc()
        self._waiting.clear()
        self._wake.set()
        if self._writer is not None:
            asyncio.get_running_loop().call_later(CLOSE_WITHIN, self._writer.cancel)

    async def _write(self) -> None:
        # The browser is gone: what the server raises then is its own affair.
        with contextlib.suppress(Exception):
            while True:
                while self._waiting:
                    _thread, text = self._waiting.popleft()
                    self._size -= len(text)
                    await self._send({"type": "websocket.send", "text": text})
                    self.hub.sent += 1
                if self._code is not None:
                    await self._send({"type": "websocket.close", "code": self._code})
                    return
                self._wake.clear()
                await self._wake.wait()

    # From the browser

    async def _read(self) -> None:
        try:
            await self.hub.enter(self)
            while True:
                message = await self._receive()
                if message["type"] == "websocket.disconnect":
                    return
                await self._take(message.get("text"))
                if self._code is not None:
                    # Closing: what still comes in is not read.
                    await self._writer
                    return
        except Exception:
            logger.exception("live socket failed")
            self.close(CLOSE_FAILED)
            await self._writer

    async def _take(self, text: str | None) -> None:
        try:
            await self._handle(text)
        except FrameError as refusal:
            self.offer(events.error_frame(refusal.code, str(refusal), **refusal.fields))
            if not self._errors.take():
                self.close(CLOSE_ABUSE)

    async def _handle(self, text: str | None) -> None:
        if not self._frames.take():
            raise FrameError("too_fast", _("Trop de trames en peu de temps."))
        frame = parse(text)
        about = " inbox" if "inbox" in frame else ""
        handler = self._handlers.get(frame["type"] + about)
        if handler is None:
            raise FrameError("unknown_type", _("Type de trame inconnu."))
        await handler(self, frame)

    async def _subscribe(self, frame: dict) -> None:
        thread_id = _number(frame, "thread", least=1)
        after = _number(frame, "after")
        if thread_id not in self._followed and len(self._followed) >= MAX_SUBSCRIPTIONS:
            raise FrameError("too_many", _("Trop de fils suivis à la fois."), thread=thread_id)
        user, session = self.scope["user"], self.scope["session"]
        space_id = await read(enter_thread, user, session, thread_id)
        if space_id is not None:
            self._followed.add(thread_id)
            if await self.hub.subscribe(self, thread_id=thread_id, space_id=space_id, after=after):
                return
            self._followed.discard(thread_id)
        raise FrameError("not_found", _("Ce fil n’existe pas."), thread=thread_id)

    async def _unsubscribe(self, frame: dict) -> None:
        thread_id = _number(frame, "thread", least=1)
        self._followed.discard(thread_id)
        self.hub.unsubscribe(self, thread_id)

    async def _follow_inbox(self, frame: dict) -> None:
        _check_inbox(frame)
        await self.hub.follow_inbox(self)

    async def _leave_inbox(self, frame: dict) -> None:
        _check_inbox(frame)
        self.hub.inbox.exit(self)

    def _subscription(self, frame: dict) -> Subscription:
        """Of a frame that speaks of a thread that is followed here; FrameError otherwise."""
        thread_id = _number(frame, "thread", least=1)
        topic = self.hub.topics.get(thread_id)
        if topic is None or self not in topic.subscriptions:
            raise FrameError("not_found", _("Ce fil n’existe pas."), thread=thread_id)
        return topic.subscriptions[self]

    async def _mark_read(self, frame: dict) -> None:
        thread_id = self._subscription(frame).topic.thread_id
        position = _number(frame, "position")
        now = time.monotonic()
        if now - self._read_at.get(thread_id, -READ_EVERY) < READ_EVERY:
            raise FrameError("too_fast", _("Trop de repères de lecture."), thread=thread_id)
        self._read_at[thread_id] = now
        await read(mark_read_by_id, thread_id, self.user_id, position)

    async def _presence(self, frame: dict) -> None:
        reading = frame.get("reading")
        if not isinstance(reading, bool):
            raise FrameError(
                "bad_frame",
                _("«\u00a0reading\u00a0» doit être «\u00a0true\u00a0» ou «\u00a0false\u00a0»."),
            )
        subscription = self._subscription(frame)
        self.hub.presence.ask(self, subscription.topic.thread_id, reading=reading)

    async def _typing(self, frame: dict) -> None:
        subscription = self._subscription(frame)
        if not subscription.write or subscription.topic.is_locked:
            text = _("Vous ne pouvez pas écrire dans ce fil.")
            raise FrameError("not_allowed", text, thread=subscription.topic.thread_id)
        self.hub.presence.typing(subscription)

    async def _ping(self, frame: dict) -> None:
        self.offer(events.pong_frame())

    _handlers = {
        "subscribe": _subscribe,
        "subscribe inbox": _follow_inbox,
        "unsubscribe": _unsubscribe,
        "unsubscribe inbox": _leave_inbox,
        "read": _mark_read,
        "presence": _presence,
        "typing": _typing,
        "ping": _ping,
    }


async def live_socket(scope, receive, send) -> None:
    """ASGI application of `/ws/`."""
    await LiveSocket(scope, receive, scope.get("live.send", send)).run()
