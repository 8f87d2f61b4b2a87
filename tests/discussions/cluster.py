"""Requests and readers that keep to the contract, over the server processes of tests.servers."""

import asyncio
import contextlib
import http.client
import json
import urllib.parse
import uuid

import websockets

from tests.servers import Worker

CSRF = "c" * 32


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
        self.is_locked = False
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
