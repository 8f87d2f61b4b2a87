"""Two real server processes over a real database and a Redis of their own, to be broken at will.

Only processes started here are ever signalled: the shared Redis and PostgreSQL are not.
"""

import asyncio
import contextlib
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid
from pathlib import Path

import websockets
from django.conf import settings
from django.db import connection

START_WITHIN = 30
CSRF = "c" * 32


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen) -> None:
    """Until the process listens; nothing tells us so, hence the short waits."""
    end = time.monotonic() + START_WITHIN
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args[0]} ended with {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"{process.args[0]} does not listen")


class Program:
    """A process of ours on a port that stays its own."""

    def __init__(self):
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command(),
            env=self.environment(),
            cwd=settings.ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for_port(self.port, self.process)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


class Redis(Program):
    """A Redis that keeps nothing: each start is an empty one."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.mkdtemp(prefix="chantiers-redis-")

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        program = shutil.which("redis-server")
        if program is None:
            raise RuntimeError("redis-server is needed by the tests marked « workers »")
        return [
            program,
            *("--port", str(self.port), "--bind", "127.0.0.1"),
            *("--save", "", "--appendonly", "no", "--dir", self.folder),
        ]

    @contextlib.contextmanager
    def stopped(self):
        """Frozen, as a machine that swaps or a network that swallows everything."""
        self.signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.signal(signal.SIGCONT)


def database_url() -> str:
    """The address of the test database that this very process uses."""
    known = connection.settings_dict
    user = urllib.parse.quote(known["USER"] or "")
    password = f":{urllib.parse.quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    host, port = known["HOST"] or "127.0.0.1", known["PORT"] or "5432"
    return f"postgres://{user}{password}@{host}:{port}/{known['NAME']}"


class Worker(Program):
    """One uvicorn process of the site."""

    def __init__(self, redis: Redis, **environment: str):
        super().__init__()
        self.redis = redis
        self.extra = environment

    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "uvicorn", "config.asgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"),
            *("--ws-max-size", "65536", "--ws-per-message-deflate", "false"),
        ]

    def environment(self) -> dict[str, str]:
        root = Path(settings.ROOT)
        return super().environment() | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis.url,
            "CHANNEL_PREFIX": "cluster",
            "MESSAGES_PER_MINUTE": "100000",
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "platform")]),
            **self.extra,
        }


class Answer:
    """Status and JSON of one request."""

    def __init__(self, status: int, text: str):
        self.status = status
        self.text = text

    @property
    def json(self) -> dict:
        return json.loads(self.text)


def request(port: int, method: str, path: str, session: str, fields: dict | None = None) -> Answer:
    """One HTTP request as a signed-in browser; OSError if the worker is not there."""
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
        answer = link.getresponse()
        return Answer(answer.status, answer.read().decode())
    finally:
        link.close()


async def post(worker: Worker, thread_id: int, session: str, body: str, client_id=None) -> Answer:
    fields = {"body": body, "client_id": str(client_id or uuid.uuid4())}
    return await asyncio.to_thread(
        request, worker.port, "POST", f"/discussions/{thread_id}/", session, fields
    )


async def post_surely(workers, thread_id: int, session: str, body: str) -> None:
    """Post until some worker confirms, always with the same id, as the page does."""
    client_id, turn = uuid.uuid4(), 0
    while True:
        turn += 1
        with contextlib.suppress(OSError, http.client.HTTPException):
            answer = await post(workers[turn % len(workers)], thread_id, session, body, client_id)
            if answer.status == 201:
                return
        await asyncio.sleep(0.05)


class Reader:
    """A page that follows one thread by the contract, wherever a worker answers."""

    def __init__(self, workers, thread_id: int, session: str):
        self.workers = list(workers)
        self.thread_id = thread_id
        self.session = session
        self.seq = 0
        self.messages: dict[int, dict] = {}
        self.frames: list[dict] = []
        self.changed = asyncio.Condition()
        self.link = None
        self._task: asyncio.Task | None = None

    async def __aenter__(self):
        self._task = asyncio.create_task(self._run())
        await self.until(lambda: any(frame["type"] == "changes" for frame in self.frames))
        return self

    async def __aexit__(self, *_args):
        self._task.cancel()
        await asyncio.wait({self._task})

    async def _run(self) -> None:
        turn = 0
        while True:
            worker = self.workers[turn % len(self.workers)]
            turn += 1
            with contextlib.suppress(OSError, websockets.WebSocketException):
                await self._follow(worker)
            await asyncio.sleep(0.05)

    async def _follow(self, worker: Worker) -> None:
        async with websockets.connect(
            f"ws://localhost:{worker.port}/ws/",
            additional_headers={"Cookie": f"chantiers_session={self.session}"},
            origin=f"http://localhost:{worker.port}",
            compression=None,
            open_timeout=10,
        ) as self.link:
            await self._ask()
            async for text in self.link:
                await self._take(json.loads(text))

    async def _ask(self) -> None:
        frame = {"type": "subscribe", "thread": self.thread_id, "after": self.seq}
        await self.link.send(json.dumps(frame))

    async def _take(self, frame: dict) -> None:
        if frame["type"] == "changes":
            if frame["from"] > self.seq:
                await self._ask()
            else:
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
