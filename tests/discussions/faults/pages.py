"""Pages that note what they see, frame by frame: what came twice, too soon, too late."""

import asyncio
import socket
import time

from tests.discussions.cluster import Reader

# The pace that the server bears for long.
FRAMES_PER_SECOND = 10


class Page(Reader):
    """Follows a thread to which messages are only added: at each moment it shows the first ones,
    none missing and none twice."""

    # As a browser does.
    first_delay = 0.5

    def __init__(self, workers, thread_id: int, session: str, delays: "Delays"):
        super().__init__(workers, thread_id, session)
        self.shown: list[str] = []
        self.problems: list[str] = []
        self.again = 0
        self.opened = 0
        # When each `changes` frame came, and what it told.
        self.told: list[tuple[float, list[str]]] = []
        self._delays = delays

    async def _read(self) -> None:
        self.opened += 1
        await super()._read()

    def _apply(self, frame: dict) -> None:
        now, told = time.monotonic(), []
        for message in frame["messages"]:
            client_id = message["client_id"]
            told.append(client_id)
            if message["id"] in self.messages:
                self.again += 1
                continue
            if message["position"] != len(self.shown) + 1:
                self.problems.append(f"{message['position']} came after {len(self.shown)}")
            if client_id in self.shown:
                self.problems.append(f"{message['position']} came twice")
            self.shown.append(client_id)
            self._delays.note(client_id, now)
        self.told.append((now, told))
        super()._apply(frame)

    @property
    def is_refused(self) -> bool:
        """Whether it was told that the thread is not for it, or no more."""
        return any(
            frame["type"] == "revoked" or frame.get("code") == "not_found" for frame in self.frames
        )

    async def until_count(self, count: int, timeout: float) -> None:
        """Wait until it shows so many messages."""
        await self.until(lambda: len(self.shown) >= count, timeout)


class StuckPage(Page):
    """Asks for everything, again and again, and reads nothing until it is woken."""

    def __init__(self, *args):
        super().__init__(*args)
        self.awake = asyncio.Event()
        self.codes: list[int | None] = []

    async def __aenter__(self):
        self._task = asyncio.create_task(self._run())
        return self

    def _options(self) -> dict:
        if self.awake.is_set():
            return {}
        # As little as a system can hold for it.
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        try:
            narrow.connect(("127.0.0.1", self.workers[0].port))
        except OSError:
            narrow.close()
            raise
        narrow.setblocking(False)
        return {"sock": narrow, "max_queue": 1, "ping_interval": None}

    async def _read(self) -> None:
        while not self.awake.is_set():
            await self._ask()
            await asyncio.sleep(1 / FRAMES_PER_SECOND)
        try:
            await super()._read()
        finally:
            self.codes.append(self.link.close_code)


class Delays:
    """How long messages took from their sending to each page, by the name of the moment."""

    def __init__(self):
        self.moment = ""
        self._sent: dict[str, tuple[str, float]] = {}
        self._taken: dict[str, list[float]] = {}

    def sending(self, client_id: str) -> None:
        self._sent[client_id] = (self.moment, time.monotonic())

    def sent_at(self, client_id: str) -> float | None:
        """When it was sent; None for what was there before."""
        return self._sent[client_id][1] if client_id in self._sent else None

    def note(self, client_id: str, now: float) -> None:
        if client_id in self._sent:
            moment, at = self._sent[client_id]
            self._taken.setdefault(moment, []).append(now - at)

    def p95(self, moment: str) -> float:
        """Seconds."""
        taken = sorted(self._taken.get(moment, [0.0]))
        return taken[int(len(taken) * 0.95)]
