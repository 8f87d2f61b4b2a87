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


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that waits, above the tabs, if `rows(experimentation, access) -> QuerySet | None`
    has any (they are counted with what the tabs count). `template` gets what the page has."""

    key: str
    order: int
    template: str
    rows: Callable


rooms: list[Room] = []
# Templates of apps above, drawn with the context of the page: beside the title of a group's list,
# and at the end of the presentation of one.
list_tools: list[str] = []
presentation_tools: list[str] = []
# Above a group's list of experimentations: `obj` is the group.
list_panels: list[Panel] = []
# Under a list of experimentations: `obj` is the group, None for that of all groups. Where there is
# one, each card has a box to tick, `e`, of the form « comparer » that the panel draws.
foot_panels: list[Panel] = []
# Above the tabs of an experimentation.
notices: list["Notice"] = []
# After its stages: `obj` is the experimentation.
history_panels: list[Panel] = []
# After the presentation itself: `obj` is the experimentation.
presentation_panels: list[Panel] = []


def add_room(room: Room) -> None:
    """Called once, when the app is ready; the same key twice is an error of ours."""
    if any(existing.key == room.key for existing in rooms):
        raise ValueError(f"{room.key!r} is already registered")
    rooms.append(room)
