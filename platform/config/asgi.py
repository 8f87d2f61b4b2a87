"""HTTP by Django, the live socket by Channels, in one ASGI application."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.prod")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402

from discussions.routing import websocket_application  # noqa: E402

application = ProtocolTypeRouter({"http": http, "websocket": websocket_application})
