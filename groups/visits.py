"""Which groups an administrator enters without a role there, noted where every view asks.

permissions.py notes them, so that no view can forget; `services.record_visits` writes them down:
the middleware calls it for pages, the live socket's own service for threads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_entered: ContextVar[set[tuple] | None] = ContextVar("entered", default=None)


@contextmanager
def collected() -> Iterator[set[tuple]]:
    """Gathers (user id, group id) of the visits made in its block."""
    entered: set[tuple] = set()
    token = _entered.set(entered)
    try:
        yield entered
    finally:
        _entered.reset(token)


def note(user, group_id: int) -> None:
    """`user`, an administrator, has just been let into a group where she has no role."""
    entered = _entered.get()
    if entered is not None:
        entered.add((user.pk, group_id))
