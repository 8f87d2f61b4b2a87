"""Measure live delivery: from a POST to another socket, deliveries per second of one process."""

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
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.module_loading import import_string

from common.text import thousands
from discussions import events, services
from discussions.hub import Hub
from discussions.models import Thread
from groups.enums import Role, SpaceKind
from groups.models import Membership, Space, WorkingGroup

CSRF = "c" * 32
MOST_SECONDS = 0.25
FIRST_RATE = 25  # events per second
STEP_SECONDS = 2.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def server_options(port: int) -> dict:
    """As the product is served."""
    return {
        "host": "127.0.0.1",
        "port": port,
        "log_level": "error",
        "ws_max_size": 65536,
        "ws_per_message_deflate": False,
    }


@contextmanager
def scratch():
    """A group with one thread and one person, gone afterwards: (thread, cookie of her session)."""
    name = f"mesure-{uuid.uuid4().hex[:8]}"
    group = WorkingGroup.objects.create(slug=name, name=name)
    space = Space.objects.create(group=group, kind=SpaceKind.GROUP)
    person = get_user_model().objects.create_user(email=f"{name}@demo.example", name=name)
    Membership.objects.create(user=person, group=group, role=Role.FACILITATOR)
    try:
        thread = services.create_thread(space=space, author=person, title=name, body=name)
        session = import_module(settings.SESSION_ENGINE).SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.set_expiry(timezone.now() + timedelta(hours=1))
        session.create()
        yield thread, f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
        session.delete()
    finally:
        Thread.objects.filter(space=space).delete()
        group.delete()
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
    help = "Mesure la livraison en direct : délai d’un message, et messages livrés par seconde."

    def add_arguments(self, parser):
        parser.add_argument("--posts", type=int, default=50, help="messages envoyés")
        parser.add_argument("--sockets", type=int, default=200, help="pages ouvertes sur le fil")

    def handle(self, *, posts: int, sockets: int, **options):
        if settings.PRODUCTION:
            raise CommandError("Les mesures créent des comptes fictifs : jamais en production.")
        settings.MESSAGES_PER_MINUTE = 1_000_000
        os.environ["MESSAGES_PER_MINUTE"] = "1000000"
        with scratch() as (thread, cookie):
            asyncio.run(self._measure(thread, cookie, posts, sockets))

    async def _measure(self, thread: Thread, cookie: str, posts: int, sockets: int) -> None:
        application = import_string(settings.ASGI_APPLICATION)
        port = free_port()
        config = uvicorn.Config(application, lifespan="off", **server_options(port))
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.01)
        try:
            await self._latency(port, thread, cookie, posts)
            await self._fan_out(port, thread, cookie, sockets)
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
            self._wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(20)

    def _wait_for(self, port: int, process: subprocess.Popen) -> None:
        for _turn in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            if process.poll() is not None:
                break
            time.sleep(0.05)
        raise CommandError("Le second processus ne démarre pas.")

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

    # Deliveries per second

    async def _fan_out(self, port: int, thread: Thread, cookie: str, sockets: int) -> None:
        readers = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "discussions.management.readers"),
            *(str(port), cookie, str(thread.pk), str(sockets)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        if (await readers.stdout.readline()).strip() != b"ready":
            raise CommandError("Les pages de mesure ne s’ouvrent pas.")
        self.stdout.write(f"Un fil, {sockets} pages ouvertes, un processus, sans base :")
        seq = await sync_to_async(lambda: Thread.objects.get(pk=thread.pk).last_seq)()
        rate, best = FIRST_RATE, 0.0
        try:
            while True:
                seq, measure = await self._step(readers, thread, seq, rate)
                delivered, p95 = measure["count"] / measure["seconds"], measure["p95"]
                worked = measure["count"] / measure["worked"]
                self.stdout.write(
                    f"  {rate} messages/s demandés : {thousands(delivered)} livraisons/s, "
                    f"95 % en {1000 * (p95 or 0):.0f} ms ; "
                    f"{thousands(worked)} par seconde de calcul"
                )
                complete = measure["count"] == measure["expected"] * sockets
                if p95 is None or p95 > MOST_SECONDS or not complete:
                    break
                best = max(best, delivered)
                if measure["seconds"] > 1.2 * STEP_SECONDS:
                    break  # it already delivers as fast as it can
                rate *= 2
        finally:
            readers.stdin.close()
            readers.kill()
            await readers.wait()
        self.stdout.write(f"  au mieux, avec 95 % sous 250 ms : {thousands(best)} livraisons/s")

    async def _step(self, readers, thread: Thread, seq: int, rate: int) -> tuple[int, dict]:
        """Events at `rate` for a while, as the layer would bring them."""
        hub, loop = Hub.current(), asyncio.get_running_loop()
        count = int(rate * STEP_SECONDS)
        started, working = loop.time(), time.process_time()
        for n in range(count):
            await asyncio.sleep(max(0, started + n / rate - loop.time()))
            seq += 1
            hub.hear(self._event(thread, seq))
        spent = loop.time() - started
        await asyncio.sleep(2 * MOST_SECONDS)
        worked = time.process_time() - working
        readers.stdin.write(b"\n")
        measure = json.loads(await readers.stdout.readline())
        return seq, measure | {"seconds": spent, "worked": worked, "expected": count}

    def _event(self, thread: Thread, seq: int) -> dict:
        message = {
            "id": seq,
            "position": seq,
            "changed_seq": seq,
            "client_id": "00000000-0000-0000-0000-000000000000",
            "author": events.author_payload(None) | {"signature": "Exempleville"},
            "created_at": f"{time.time():.6f}",
            "edited_at": None,
            "state": "visible",
            "html": "<p>" + "Un message de longueur ordinaire. " * 5 + "</p>",
        }
        return {
            "type": "thread.changed",
            "thread": thread.pk,
            "space": thread.space_id,
            "version": 1,
            "seq": seq,
            "message": message,
        }
