"""Real server processes for tests, to be broken at will.

Only processes started here are ever signalled: a shared Redis or PostgreSQL is not.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

import redis
from django.conf import settings
from django.db import connection

START_WITHIN = 30


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
        self.spawn()
        self.wait()

    def spawn(self) -> None:
        """Begin to start; `wait` is for the moment from which it answers."""
        self.process = subprocess.Popen(
            self.command(),
            env=self.environment(),
            cwd=settings.ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
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

    def flush(self) -> None:
        """FLUSHALL, of our own process and of no other that would listen on this port."""
        with redis.Redis.from_url(self.url) as client:
            if not self.runs or client.info("server")["process_id"] != self.process.pid:
                raise RuntimeError("this Redis was not started here")
            client.flushall()

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
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    user = urllib.parse.quote(known["USER"] or "")
    password = f":{urllib.parse.quote(known['PASSWORD'])}" if known["PASSWORD"] else ""
    host, port = known["HOST"] or "127.0.0.1", known["PORT"] or "5432"
    return f"postgres://{user}{password}@{host}:{port}/{known['NAME']}"


class Worker(Program):
    """One uvicorn process of the site, on the test database; alone, or with others by a Redis."""

    def __init__(
        self,
        redis: Redis | None = None,
        *,
        websockets: bool = True,
        options: tuple[str, ...] = (),
        **environment: str,
    ):
        super().__init__()
        self.redis = redis
        self.options = options if websockets else (*options, "--ws", "none")
        self.extra = environment

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "uvicorn", "config.asgi:application"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--log-level", "warning"),
            *("--ws-max-size", "65536", "--ws-per-message-deflate", "false"),
            # A page that reads nothing would hold up the end: production waits longer.
            *("--timeout-graceful-shutdown", "3"),
            *self.options,
        ]

    def environment(self) -> dict[str, str]:
        root = Path(settings.ROOT)
        return super().environment() | {
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "DATABASE_URL": database_url(),
            "REDIS_URL": self.redis.url if self.redis else "",
            "CHANNEL_PREFIX": "cluster",
            "MESSAGES_PER_MINUTE": "100000",
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "platform")]),
            **self.extra,
        }
