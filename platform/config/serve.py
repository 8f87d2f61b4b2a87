"""What `script/server` runs: the site in one process, and where to go, printed once it answers.

Stopped by SIGTERM or Ctrl-C: uvicorn closes the sockets (1012), finishes what it answers, and the
process ends with code 0.
"""

import errno
import os
import signal
import socket
import sys

import uvicorn

# The server's own limits on a browser's socket: docs/operations.md.
WEBSOCKET_FRAME = 64 * 1024
GRACE = 10  # seconds given to what is being answered


def bound_socket(host: str, port: int) -> socket.socket:
    """The listening socket, taken before anything slow; without it, end in clear words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(
                f"Le port {port} est déjà pris, peut-être par Chantiers lui-même.\n"
                f"Choisissez-en un autre : PORT={port + 1} script/server"
            )
        sys.exit(f"Impossible d’écouter sur {host}, port {port} : {error.strerror}.")
    return listener


def banner(address: str) -> str:
    """Where to go, and in demonstration mode with which account, in French."""
    from django.conf import settings

    from accounts.templatetags.demonstration import demo_accounts

    lines = ["", f"Chantiers est prêt : {address}/"]
    if accounts := demo_accounts():
        lines += ["", f"Comptes de démonstration, mot de passe « {settings.DEMO_PASSWORD} » :"]
        lines += [f"  {row['user'].email:<28} {row['role']}" for row in accounts]
    if settings.DEMO:
        lines += ["", f"Courriels envoyés : {address}/courriels-de-demonstration/"]
    return "\n".join([*lines, "", "Ctrl-C pour arrêter.", ""])


class Server(uvicorn.Server):
    """Says where to go when the site answers."""

    welcome = ""

    async def startup(self, sockets=None) -> None:
        await super().startup(sockets=sockets)
        if self.started:
            sys.stdout.write(self.welcome)
            sys.stdout.flush()


def main() -> None:
    host = os.environ.get("HOST", "127.0.0.1")
    port = int(os.environ.get("PORT", "8000"))
    listener = bound_socket(host, port)

    # uvicorn raises again the signal that stopped it: here it means a clean end.
    for wanted in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wanted, lambda *_: sys.exit(0))

    from config.asgi import application

    server = Server(
        uvicorn.Config(
            application,
            lifespan="on",
            log_level="warning",
            # Addresses may hold a secret (invitations).
            access_log=False,
            ws_max_size=WEBSOCKET_FRAME,
            ws_per_message_deflate=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
        )
    )
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::", "::1"} else host  # noqa: S104
    server.welcome = banner(f"http://{shown}:{port}")
    server.run(sockets=[listener])
    sys.exit(0 if server.started else 1)


if __name__ == "__main__":
    main()
