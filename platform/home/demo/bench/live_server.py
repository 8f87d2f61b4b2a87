"""The site, and beside it two limits of our own making that store nothing, in one application.

`/bare/` hands each text that it gets to all its sockets, one after the other. `/channels/` is a
plain consumer, each socket in the layer's group. `/hub/` tells the hub of the site a change of a
thread, as the layer would, and stores nothing. What travels is the same frame everywhere.
"""

import json
import os
import time

from django.utils.module_loading import import_string

# The site sets Django up: it comes first.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
site = import_string("config.asgi.application")

from channels.generic.websocket import AsyncWebsocketConsumer  # noqa: E402

from discussions import events  # noqa: E402
from discussions.hub import Hub  # noqa: E402

GROUP = "mesure"
TEXT = "Un message de longueur ordinaire. " * 5

bare_sockets: set = set()


def message(seq: int, stamp: str) -> dict:
    """A message as pages get them, with the time of its sending in its text."""
    return {
        "id": seq,
        "position": seq,
        "changed_seq": seq,
        "client_id": "00000000-0000-0000-0000-000000000000",
        "author": events.author_payload(None) | {"signature": "Exempleville"},
        "created_at": "2026-01-01T00:00:00+00:00",
        "edited_at": None,
        "state": "visible",
        "html": f"<p>|{stamp}| {TEXT}</p>",
    }


def frame(stamp: str) -> str:
    return events.changes_frame(1, since=0, to=1, messages=[message(1, stamp)])


async def bare(scope, receive, send) -> None:
    """Nothing but the server."""
    await receive()
    await send({"type": "websocket.accept"})
    bare_sockets.add(send)
    try:
        while (got := await receive())["type"] == "websocket.receive":
            text = frame(got["text"])
            for each in list(bare_sockets):
                await each({"type": "websocket.send", "text": text})
    finally:
        bare_sockets.discard(send)


class PlainConsumer(AsyncWebsocketConsumer):
    """As the documentation of Channels has it."""

    groups = [GROUP]

    async def receive(self, text_data=None, bytes_data=None):
        await self.channel_layer.group_send(
            GROUP, {"type": "bench.frame", "text": frame(text_data)}
        )

    async def bench_frame(self, event):
        await self.send(text_data=event["text"])


async def hub(scope, receive, send) -> None:
    """`{"thread", "space", "seq"}` first, then a stamp for each change."""
    await receive()
    await send({"type": "websocket.accept"})
    thread = json.loads((await receive())["text"])
    while (got := await receive())["type"] == "websocket.receive":
        thread["seq"] += 1
        Hub.current().hear(
            {
                "type": "thread.changed",
                "thread": thread["thread"],
                "space": thread["space"],
                "version": 0,
                "seq": thread["seq"],
                "messages": [message(thread["seq"], got["text"])],
                "at": time.time(),
            }
        )


BESIDE = {"/bare/": bare, "/channels/": PlainConsumer.as_asgi(), "/hub/": hub}


async def application(scope, receive, send) -> None:
    """ASGI application."""
    await BESIDE.get(scope.get("path"), site)(scope, receive, send)
