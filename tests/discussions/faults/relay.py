"""A network between pages and workers, that can be cut in the middle of a frame."""

import asyncio
import contextlib
import itertools

from tests.servers import Worker

# Bytes that the cut keeps back: fewer than any frame has.
KEPT_BACK = 3


class Relay:
    """Listens as a worker does; each connection goes to the next worker in turn."""

    def __init__(self, workers):
        self.workers = list(workers)
        self.cuts = 0
        self.port: int | None = None
        self._turn = itertools.cycle(self.workers)
        self._down: set[asyncio.StreamWriter] = set()
        self._up: set[asyncio.StreamWriter] = set()
        # Where the next bytes are the last ones, and incomplete.
        self._armed: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self):
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_args):
        self._server.close()
        for side in (*self._down, *self._up):
            side.transport.abort()

    def cut_answers(self) -> int:
        """The next bytes towards each page stop short; how many pages there are."""
        self._armed |= self._down
        return len(self._down)

    def cut_requests(self) -> int:
        """The next bytes towards a worker stop short, of each page; how many there are."""
        self._armed |= self._up
        return len(self._up)

    async def _accept(self, page_reader, page_writer) -> None:
        worker: Worker = next(self._turn)
        worker_writer = None
        try:
            with contextlib.suppress(OSError):
                worker_reader, worker_writer = await asyncio.open_connection(
                    "127.0.0.1", worker.port
                )
                self._down.add(page_writer)
                self._up.add(worker_writer)
                ways = {
                    asyncio.create_task(self._pass(page_reader, worker_writer)),
                    asyncio.create_task(self._pass(worker_reader, page_writer)),
                }
                _done, left = await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
                for way in left:
                    way.cancel()
                await asyncio.wait(ways)
        finally:
            for side in (page_writer, worker_writer):
                if side is not None:
                    side.transport.abort()
                    self._down.discard(side)
                    self._up.discard(side)
                    self._armed.discard(side)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if writer in self._armed:
                    self.cuts += 1
                    writer.write(data[:-KEPT_BACK])
                    await writer.drain()
                    return
                writer.write(data)
                await writer.drain()
