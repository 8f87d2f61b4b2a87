"""Requests and readers that keep to the contract, over the server processes of tests.servers."""

import asyncio
import contextlib
import http.client
import itertools
import json
import random
import re
import signal
import tempfile
import urllib.parse
import uuid

import websockets

from discussions.models import Message
from discussions.sockets import CLOSE_SESSION_ENDED
from tests.servers import Redis, Worker

CSRF = "c" * 32
# What a client must do (docs/realtime.md): its longest wait, and what it takes for a dead socket.
LAST_DELAY = 30.0
SILENCE = 16.0


class Cluster:
    """A Redis and two workers, which count together."""

    def __init__(self):
        self.redis = Redis()
        counts = tempfile.mkdtemp(prefix="chantiers-counts-")
        self.one, self.two = self.workers = tuple(
            Worker(self.redis, PROMETHEUS_MULTIPROC_DIR=counts) for _turn in range(2)
        )

    def heal(self) -> None:
        """Everything runs."""
        if self.redis.runs:
            self.redis.signal(signal.SIGCONT)
        stopped = [each for each in (self.redis, *self.workers) if not each.runs]
        for program in stopped:
            program.spawn()
        for program in stopped:
            program.wait()

    def stop(self) -> None:
        for program in (*self.workers, self.redis):
            program.kill()

    def count(self, name: str) -> float:
        """One metric, of both workers together; 0 if nothing was counted."""
        return counted(next(each for each in self.workers if each.runs), name)


def stored(thread) -> list[str]:
    """What the thread holds, in its order, whose numbers leave no hole."""
    rows = Message.objects.filter(thread=thread).order_by("position")
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    return [row.body for row in rows]


class Answer:
    """Status and JSON of one request."""

    def __init__(self, status: int, text: str):
        self.status = status
        self.text = text

    @property
    def json(self) -> dict:
        return json.loads(self.text)


@contextlib.contextmanager
def requested(port: int, method: str, path: str, session: str, fields: dict | None = None):
    """The connection on which a signed-in browser sent a request; OSError if nobody listens."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        link.request(
            method,
            path,
            body=urllib.parse.urlencode(fields) if fields else None,
            headers={
                "Host": f"localhost:{port}",
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"chantiers_session={session}; chantiers_csrf={CSRF}",
                "X-CSRFToken": CSRF,
            },
        )
        yield link
    finally:
        link.close()


def request(port: int, method: str, path: str, session: str, fields: dict | None = None) -> Answer:
    """A request and its answer."""
    with requested(port, method, path, session, fields) as link:
        answer = link.getresponse()
        return Answer(answer.status, answer.read().decode())


def counted(worker: Worker, name: str) -> float:
    """One metric as a worker tells it; 0 if nothing was counted."""
    text = request(worker.port, "GET", "/metrics", "").text
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def _posting(thread_id: int, session: str, body: str, client_id) -> tuple:
    fields = {"body": body, "client_id": str(client_id or uuid.uuid4())}
    return "POST", f"/discussions/{thread_id}/", session, fields


async def post(worker: Worker, thread_id: int, session: str, body: str, client_id=None) -> Answer:
    """Post a message, once."""
    return await asyncio.to_thread(
        request, worker.port, *_posting(thread_id, session, body, client_id)
    )


def post_and_hang_up(worker: Worker, thread_id: int, session: str, body: str, client_id) -> None:
    """Post a message and be gone before the answer."""
    with requested(worker.port, *_posting(thread_id, session, body, client_id)):
        pass


async def post_surely(
    workers, thread_id: int, session: str, body: str, client_id=None
) -> list[int]:
    """Post until some worker confirms, always with the same id, as the page does; what was
    answered before: 0 where nothing was."""
    client_id, refusals = client_id or uuid.uuid4(), []
    for turn in itertools.count(random.randrange(len(workers))):
        try:
            answer = await post(workers[turn % len(workers)], thread_id, session, body, client_id)
        except (OSError, http.client.HTTPException):
            refusals.append(0)
        else:
            if answer.status == 201:
                break
            refusals.append(answer.status)
        await asyncio.sleep(0.05)
    return refusals


class Reader:
    """A page that follows one thread by the contract, wherever a worker answers."""

    # Seconds before it comes back, at most the first time. A browser waits ten times as long.
    first_delay = 0.05

    def __init__(self, workers, thread_id: int, session: str):
        self.workers = list(workers)
        self.thread_id = thread_id
        self.session = session
        self.seq = 0
        self.messages: dict[int, dict] = {}
        self.is_locked = False
        self.frames: list[dict] = []
        self.changed = asyncio.Condition()
        self.link = None
        self._tries = 0
        self._task: asyncio.Task | None = None

    async def __aenter__(self):
        self._task = asyncio.create_task(self._run())
        await self.until(lambda: any(frame["type"] == "changes" for frame in self.frames))
        return self

    async def __aexit__(self, *_args):
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _run(self) -> None:
        for turn in itertools.count():
            with contextlib.suppress(OSError, TimeoutError, websockets.WebSocketException):
                await self._follow(self.workers[turn % len(self.workers)])
            if self.link is not None and self.link.close_code == CLOSE_SESSION_ENDED:
                return
            delay = min(LAST_DELAY, self.first_delay * 2**self._tries)
            self._tries += 1
            await asyncio.sleep(delay * random.uniform(0.5, 1))

    async def _follow(self, worker: Worker) -> None:
        async with websockets.connect(
            f"ws://localhost:{worker.port}/ws/",
            additional_headers={"Cookie": f"chantiers_session={self.session}"},
            origin=f"http://localhost:{worker.port}",
            compression=None,
            open_timeout=10,
            **self._options(),
        ) as self.link:
            await self._ask()
            await self._read()

    def _options(self) -> dict:
        """More of the connection."""
        return {}

    async def _read(self) -> None:
        while True:
            async with asyncio.timeout(SILENCE):
                text = await self.link.recv()
            await self._take(json.loads(text))

    async def _ask(self) -> None:
        frame = {"type": "subscribe", "thread": self.thread_id, "after": self.seq}
        await self.link.send(json.dumps(frame))

    async def _take(self, frame: dict) -> None:
        if frame["type"] == "changes":
            if frame["from"] > self.seq:
                await self._ask()
            else:
                self._tries = 0
                self._apply(frame)
                if frame["more"]:
                    await self._ask()
        elif frame["type"] == "head" and frame["seq"] > self.seq:
            await self._ask()
        async with self.changed:
            self.frames.append(frame)
            self.changed.notify_all()

    def _apply(self, frame: dict) -> None:
        for message in frame["messages"]:
            known = self.messages.get(message["id"])
            if known is None or known["changed_seq"] < message["changed_seq"]:
                self.messages[message["id"]] = message
        self.is_locked = frame.get("state", {}).get("locked", self.is_locked)
        self.seq = max(self.seq, frame["to"])

    async def until(self, condition, timeout: float = 20) -> None:
        """Wait for frames until `condition()`."""
        async with asyncio.timeout(timeout), self.changed:
            await self.changed.wait_for(condition)

    async def until_texts(self, *texts: str, timeout: float = 20) -> None:
        await self.until(lambda: set(texts) <= set(self.texts), timeout)

    @property
    def texts(self) -> list[str]:
        """What the page shows, in its order, without tags."""
        shown = sorted(self.messages.values(), key=lambda message: message["position"])
        return [message["html"].removeprefix("<p>").removesuffix("</p>\n") for message in shown]

    def kinds(self) -> list[str]:
        return [frame["type"] for frame in self.frames]
