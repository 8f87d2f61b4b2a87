"""Measure live delivery: from a POST to another socket. `script/bench live` loads it."""

import asyncio
import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import uuid
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module

import uvicorn
import websockets
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from discussions import services
from discussions.models import Thread
from groups.enums import Role, SpaceKind
from groups.models import Membership, Space, WorkingGroup

CSRF = "c" * 32
# One person here does what a whole group would.
WITHOUT_LIMITS = {"MESSAGES_PER_MINUTE": "1000000", "SOCKETS_PER_PERSON": "0"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port: int, process: subprocess.Popen) -> None:
    """Until the process listens."""
    for _turn in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise CommandError("Un processus de mesure ne démarre pas.")


def server_options(port: int) -> dict:
    """As the product is served."""
    return {
        "host": "127.0.0.1",
        "port": port,
        "log_level": "error",
        "ws_max_size": 65536,
        "ws_per_message_deflate": False,
    }


def _cookie_of(person) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.set_expiry(timezone.now() + timedelta(hours=1))
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


@contextmanager
def scratch(people: int = 1, threads: int = 1):
    """A group with its threads and its people, gone afterwards: (threads, cookies of their
    sessions). Only the first thread has a message."""
    name = f"mesure-{uuid.uuid4().hex[:8]}"
    group = WorkingGroup.objects.create(slug=name, name=name)
    space = Space.objects.create(group=group, kind=SpaceKind.GROUP)
    present = [
        get_user_model().objects.create_user(email=f"{name}-{n}@demo.example", name=f"{name}-{n}")
        for n in range(people)
    ]
    for person in present:
        Membership.objects.create(user=person, group=group, role=Role.FACILITATOR)
    cookies = [_cookie_of(person) for person in present]
    try:
        first = services.create_thread(space=space, author=present[0], title=name, body=name)
        others = [Thread(space=space, title=f"{name}-{n}") for n in range(1, threads)]
        yield [first, *Thread.objects.bulk_create(others)], cookies
    finally:
        Session.objects.filter(pk__in=[each.partition("=")[2] for each in cookies]).delete()
        Thread.objects.filter(space=space).delete()
        group.delete()
        for person in present:
            person.delete()


def post(port: int, thread_id: int, cookie: str, body: str) -> float:
    """Post one message; the seconds until its answer."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    started = time.perf_counter()
    link.request(
        "POST",
        f"/discussions/{thread_id}/",
        body=urllib.parse.urlencode({"body": body, "client_id": str(uuid.uuid4())}),
        headers={
            "Host": f"localhost:{port}",
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"{cookie}; {settings.CSRF_COOKIE_NAME}={CSRF}",
            "X-CSRFToken": CSRF,
        },
    )
    answer = link.getresponse()
    answer.read()
    link.close()
    if answer.status != 201:
        raise CommandError(f"POST /discussions/{thread_id}/ : {answer.status}")
    return time.perf_counter() - started


class Command(BaseCommand):
    help = "Mesure la livraison en direct : délai d’un message."

    def add_arguments(self, parser):
        parser.add_argument("--posts", type=int, default=50, help="messages envoyés")

    def handle(self, *, posts: int, **options):
        if settings.PRODUCTION:
            raise CommandError("Les mesures créent des comptes fictifs : jamais en production.")
        settings.MESSAGES_PER_MINUTE, settings.SOCKETS_PER_PERSON = 1_000_000, 0
        os.environ |= WITHOUT_LIMITS
        with scratch() as ([thread], [cookie]):
            asyncio.run(self._measure(thread, cookie, posts))

    async def _measure(self, thread: Thread, cookie: str, posts: int) -> None:
        application = import_string(settings.ASGI_APPLICATION)
        port = free_port()
        config = uvicorn.Config(application, lifespan="off", **server_options(port))
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            await self._latency(port, thread, cookie, posts)
        finally:
            server.should_exit = True
            await serving

    # From a POST to another socket

    async def _latency(self, port: int, thread: Thread, cookie: str, posts: int) -> None:
        with self._other_process() as other:
            await self._post_and_read(port, other or port, thread, cookie, posts)

    @contextmanager
    def _other_process(self):
        """A second server process where a Redis links the two; None without."""
        if not settings.REDIS_URL:
            yield None
            return
        port = free_port()
        command = [sys.executable, "-m", "uvicorn", "config.asgi:application"]
        command += ["--port", str(port), "--log-level", "error"]
        process = subprocess.Popen(command, env=os.environ.copy())  # noqa: S603 - our own words
        try:
            wait_for_port(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(20)

    async def _post_and_read(self, port, post_port, thread, cookie, posts) -> None:
        answers, arrivals = [], []
        async with websockets.connect(
            f"ws://localhost:{port}/ws/",
            origin=f"http://localhost:{port}",
            additional_headers={"Cookie": cookie},
            compression=None,
        ) as link:
            await link.send(json.dumps({"type": "subscribe", "thread": thread.pk, "after": 1}))
            await link.recv()
            for n in range(-5, posts):
                started = time.perf_counter()
                posting = asyncio.create_task(
                    asyncio.to_thread(post, post_port, thread.pk, cookie, f"Message {n}")
                )
                while json.loads(await link.recv())["type"] != "changes":
                    pass
                arrived = time.perf_counter() - started
                answered = await posting
                if n >= 0:  # the first ones warm up
                    arrivals.append(arrived)
                    answers.append(answered)
        where = "deux processus et Redis" if post_port != port else "un processus"
        self.stdout.write(f"Un message ({where}, {posts} envois) :")
        for name, times in (("arrive dans l’autre page", arrivals), ("réponse", answers)):
            middle = 1000 * statistics.median(times)
            high = 1000 * sorted(times)[len(times) * 95 // 100]
            self.stdout.write(f"  {name} : {middle:.1f} ms (95 % : {high:.1f} ms)")
