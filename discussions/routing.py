"""The live socket's address, and what stands before it."""

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from django.urls import path, re_path

from discussions.consumers import live_socket
from discussions.origins import SameOriginOnly

websocket_urlpatterns = [
    path("ws/", live_socket),
    re_path(r"", WebsocketDenier.as_asgi()),
]

websocket_application = SameOriginOnly(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
