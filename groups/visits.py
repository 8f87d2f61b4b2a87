"""Who enters a group or a space and is written down for it, noted where every view asks.

Administrators, in a group where they have no role: `services.record_visits` writes them down,
called by the middleware for pages and by the live socket's own service for threads.

Guests, in the space that a dated access opens to them: the middleware writes down what they open
(services.openings).

`permissions.access` notes both, so that no view can forget.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_entered: ContextVar[set[tuple] | None] = ContextVar("entered", default=None)
_guests: ContextVar[set[tuple] | None] = ContextVar("guests", default=None)


@contextmanager
def _gathered(where: ContextVar) -> Iterator[set[tuple]]:
    found: set[tuple] = set()
    token = where.set(found)
    try:
        yield found
    finally:
        where.reset(token)


def collected():
    """Gathers (user id, group id) of the administrators' visits made in its block."""
    return _gathered(_entered)


def guests_collected():
    """Gathers (user id, guest access id) of the guests let in in its block."""
    return _gathered(_guests)


@contextmanager
def unnoted() -> Iterator[None]:
    """Nobody who is asked about in its block is said to have come: what another may do is looked
    up for somebody else's eyes."""
    with _gathered(_entered), _gathered(_guests):
        yield


def note(user, group_id: int) -> None:
    """`user`, an administrator, has just been let into a group where she has no role."""
    entered = _entered.get()
    if entered is not None:
        entered.add((user.pk, group_id))


def note_guest(user, access_id: int) -> None:
    """`user` has just been let into a space as a guest and nothing more, by this access."""
    guests = _guests.get()
    if guests is not None:
        guests.add((user.pk, access_id))
