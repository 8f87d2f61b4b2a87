"""Who is who in the table of addresses, and what a row of it says."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.access.world import World

GUESTS = {"guest_reader", "guest_commenter", "guest_contributor"}
OUTSIDE = {
    "stranger",
    "candidate",
    "former",
    "guest_expired",
    "foreign_member",
    "foreign_facilitator",
}
FACILITATE = {"facilitator", "administrator"}
MANAGE = FACILITATE | {"member", "co_carrier"}
# Those who read and write no more: their collectivité has withdrawn.
SILENT = {"withdrawn"}
INSIDE = MANAGE | SILENT | {"observer", "neighbour"}
GROUP_SPACE = INSIDE | {"group_guest"}
SIGNED_IN = GUESTS | OUTSIDE | GROUP_SPACE
EVERYONE = SIGNED_IN | {"visitor"}
SPACE = INSIDE | GUESTS
DISCUSS = SPACE - SILENT - {"guest_reader"}
CONTRIBUTE = MANAGE | {"guest_contributor"}
SHARE = MANAGE | {"neighbour"}


@dataclass(frozen=True)
class Row:
    """One address: its name, what it takes from a world, who may open it (GET or POST)."""

    name: str
    kwargs: Callable[[World], dict]
    allowed: frozenset[str]
    query: str = ""
    # Which object, where one address has several rows.
    of: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.of}".strip()

    def url(self, world: World) -> str:
        return reverse(self.name, kwargs=self.kwargs(world)) + self.query


def make_row(
    name: str,
    allowed: set[str],
    kwargs: Callable[[World], dict] = lambda world: {},
    query: str = "",
    of: str = "",
) -> Row:
    return Row(name, kwargs, frozenset(allowed), query, of)
