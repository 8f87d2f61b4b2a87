"""HTTP by Django, the live socket by Channels, in one ASGI application."""

import asyncio
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
django.setup(set_prefix=False)

from asgiref.sync import sync_to_async  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.conf import settings  # noqa: E402

from common.asgi import OneThreadHandler  # noqa: E402
from common.charset import Utf8Only  # noqa: E402
from config.checks import production_problem  # noqa: E402
from discussions import publishing  # noqa: E402
from discussions.routing import websocket_application  # noqa: E402


async def lifespan(scope, receive, send) -> None:
    """Refuse to start in production on a database that must not be served."""
    await receive()
    problem = ""
    if settings.PRODUCTION:
        problem = await sync_to_async(production_problem)()
    if problem:
        await send({"type": "lifespan.startup.failed", "message": problem})
        return
    publishing.serve_on(asyncio.get_running_loop())
    await send({"type": "lifespan.startup.complete"})
    await receive()
    publishing.serve_on(None)
    await send({"type": "lifespan.shutdown.complete"})


application = ProtocolTypeRouter(
    {"http": Utf8Only(OneThreadHandler()), "websocket": websocket_application, "lifespan": lifespan}
)
