"""The sockets of one process: whose they are, how many of a person, and when their session ends."""

from collections.abc import Iterator

from channels.db import database_sync_to_async
from django.conf import settings

from discussions import events, metrics, selectors
from discussions.subscriptions import Outlet

# A session that ended, a person who left.
CLOSE_SESSION_ENDED = 4401
# Come back: the handshake will say whether this session still holds.
CLOSE_COME_BACK = 1012
# Her other pages are as many as one process serves: this one may poll.
CLOSE_TOO_MANY = 4429


async def read(function, *args):
    """Run a selector in a thread of its own, with its own database connection."""
    return await database_sync_to_async(function, thread_sensitive=False)(*args)


class Sockets:
    """A part of the hub. Those of one person are found at once, however many there are."""

    def __init__(self):
        # Person → her sockets in the order of their coming, as keys.
        self._of: dict[str, dict[Outlet, None]] = {}

    def __iter__(self) -> Iterator[Outlet]:
        return iter([socket for hers in self._of.values() for socket in hers])

    def __bool__(self) -> bool:
        return bool(self._of)

    def of(self, user_id) -> list[Outlet]:
        """The sockets of one person, the oldest first."""
        return list(self._of.get(str(user_id), ()))

    def add(self, socket: Outlet) -> None:
        """One opened; one too many of a person closes her oldest."""
        hers = self._of.setdefault(str(socket.user_id), {})
        if socket not in hers:
            hers[socket] = None
            metrics.SOCKETS.inc()
        for oldest in list(hers)[: -settings.SOCKETS_PER_PERSON]:
            oldest.close(CLOSE_TOO_MANY)

    def discard(self, socket: Outlet) -> None:
        """One is gone."""
        hers = self._of.get(str(socket.user_id), {})
        if socket in hers:
            del hers[socket]
            metrics.SOCKETS.dec()
            if not hers:
                del self._of[str(socket.user_id)]

    def end_sessions(self, event: dict) -> None:
        """Close those of the sessions that an event names; with none, all those of its person."""
        ended = set(event["sessions"])
        for socket in self if ended else self.of(event["user"]):
            if not ended or events.session_digest(socket.session_key) in ended:
                socket.close(CLOSE_SESSION_ENDED)

    async def check_sessions(self) -> None:
        """Compare every session with the database, in two queries."""
        sockets = list(self)
        if not sockets:
            return
        alive = await read(selectors.sessions_alive, {each.session_key for each in sockets})
        hashes = await read(selectors.sign_in_hashes, {each.user_id for each in sockets})
        for socket in sockets:
            if socket.session_key not in alive or socket.user_id not in hashes:
                socket.close(CLOSE_SESSION_ENDED)
            elif hashes[socket.user_id] != socket.sign_in_hash:
                # Her password changed: that ends all her sessions but the one it was done in.
                socket.close(CLOSE_COME_BACK)
