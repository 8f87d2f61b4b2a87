"""Sockets and events made for tests of the hub."""

import uuid

from asgiref.sync import sync_to_async
from prometheus_client import REGISTRY

from discussions import services
from discussions.hub import Hub

post = sync_to_async(services.post_message)


def told(name: str, **labels) -> float:
    """One of the numbers that this process counts."""
    return REGISTRY.get_sample_value(name, labels) or 0.0


class FakeSocket:
    """Keeps what it is offered."""

    def __init__(self, user):
        self.user_id = user.pk
        self.name = str(user)
        self.session_key = uuid.uuid4().hex
        self.sign_in_hash = user.get_session_auth_hash()
        self.frames = []
        self.code = None

    def offer(self, text, thread_id=None):
        self.frames.append(text)

    def forget(self, thread_id):
        self.frames.append(f"forget {thread_id}")

    def close(self, code):
        self.code = code


async def follow(scene, *users):
    """Sockets of `users` that are up to date in the scene's thread."""
    hub = Hub.current()
    sockets = [FakeSocket(user) for user in users]
    for socket in sockets:
        await hub.enter(socket)
        assert await hub.subscribe(
            socket, thread_id=scene.thread.pk, space_id=scene.space.pk, after=1
        )
        socket.frames.clear()
    return hub, sockets


async def leave(hub, sockets):
    for socket in sockets:
        await hub.exit(socket)


def change(scene, seq, version=1, body="…"):
    """An event as another process would publish it."""
    payload = {"id": seq, "position": seq, "changed_seq": seq, "html": body}
    return {
        "type": "thread.changed",
        "thread": scene.thread.pk,
        "space": scene.space.pk,
        "version": version,
        "seq": seq,
        "messages": [payload],
    }
