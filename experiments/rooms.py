"""Where apps that stand on experimentations add to their pages, from `apps.py: ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from common.registry import Panel


@dataclass(frozen=True, slots=True)
class Room:
    """A tab, shown `after` the one of that key, to all who see the experimentation. `address` is
    the name of its page, which takes the experimentation's id; `rows(experimentation) -> QuerySet`,
    which answers `seen_with`, is what its number counts."""

    key: str
    after: str
    address: str
    label: str
    rows: Callable


rooms: list[Room] = []
# Above the list of a group's experimentations: `obj` is the group.
list_panels: list[Panel] = []
# Above the tabs of an experimentation, and after its stages: `obj` is the experimentation.
notices: list[Panel] = []
history_panels: list[Panel] = []


def add_room(room: Room) -> None:
    """Called once, when the app is ready; the same key twice is an error of ours."""
    if any(existing.key == room.key for existing in rooms):
        raise ValueError(f"{room.key!r} is already registered")
    rooms.append(room)
