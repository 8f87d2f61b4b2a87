"""Which pages may open the live socket: those of this very site."""

from urllib.parse import urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host


def _header(scope, name: bytes) -> str | None:
    values = [value for key, value in scope.get("headers", []) if key == name]
    return values[0].decode("latin1") if len(values) == 1 else None


def is_allowed(origin: str | None, host: str | None) -> bool:
    """Whether `origin` is the site that `host` names, or one of CSRF_TRUSTED_ORIGINS.

    An absent, null, repeated or unreadable origin is refused: no browser page of ours sends one.
    The scheme is not compared with the connection's, which a proxy may have decrypted.
    """
    if not origin or not host:
        return False
    try:
        parts = urlsplit(origin.lower())
        parts.port  # noqa: B018 - raises for a port that is none
    except ValueError:
        return False
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
        return False
    if origin.lower() in settings.CSRF_TRUSTED_ORIGINS:
        return True
    allowed = settings.ALLOWED_HOSTS
    domain, _port = split_domain_port(host.lower())
    return parts.netloc == host.lower() and validate_host(domain, allowed)


class SameOriginOnly:
    """ASGI middleware: refuses a WebSocket handshake that another site's page makes."""

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if is_allowed(_header(scope, b"origin"), _header(scope, b"host")):
            # The session middleware below looks at the session before each frame it lets out; it
            # has nothing to add to them, so frames take the server's own way out.
            return await self.application(scope | {"live.send": send}, receive, send)
        return await WebsocketDenier()(scope, receive, send)
