"""The tree of what spread, drawn: what it comes from to the left, what came of it to the right."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from experiments.spread.selectors.tree import Node, Tree

# In the units of the drawing, which are pixels on a screen.
WIDTH, HEIGHT = 180, 84
ACROSS, DOWN = 34, 16
EDGE = 2
# Letters that a line of a box holds.
OF_TITLE, OF_OWNER = 22, 20


@dataclass(frozen=True, slots=True)
class Box:
    """One of the tree: `lines` of its title, where it is and how far; `is_root` is the one that the
    page is about, `again` one that stands elsewhere too."""

    x: int
    y: int
    lines: list[str]
    owner: str
    stage: str
    name: str
    url: str
    is_root: bool
    again: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """`links` are SVG paths, from what inspired to what was inspired."""

    width: int
    height: int
    boxes: list[Box]
    links: list[str]


@dataclass(slots=True)
class _Spot:
    """A node in its column (0 is the root's, those before it are negative) and its row."""

    node: Node
    column: int
    row: float = 0
    next: list["_Spot"] = field(default_factory=list)

    def walked(self) -> Iterator["_Spot"]:
        yield self
        for each in self.next:
            yield from each.walked()


def drawn(tree: Tree) -> Drawing:
    """The drawing of a tree that is not empty."""
    sides = [_side(tree.root, tree.above, -1), _side(tree.root, tree.below, 1)]
    # Both sides start from the same root.
    level = max(side.row for side in sides)
    for side in sides:
        down = level - side.row
        for spot in side.walked():
            spot.row += down
    left, right = sides
    spots = [right, *(spot for side in sides for each in side.next for spot in each.walked())]
    first = min(spot.column for spot in spots)

    def corner(spot: _Spot) -> tuple[int, int]:
        across = EDGE + (spot.column - first) * (WIDTH + ACROSS)
        return across, round(EDGE + spot.row * (HEIGHT + DOWN))

    links = [
        _link(corner(each), corner(spot)) if side is left else _link(corner(spot), corner(each))
        for side in sides
        for spot in side.walked()
        for each in spot.next
    ]
    corners = [corner(spot) for spot in spots]
    return Drawing(
        max(x for x, _y in corners) + WIDTH + EDGE,
        max(y for _x, y in corners) + HEIGHT + EDGE,
        [_box(spot, *at) for spot, at in zip(spots, corners, strict=True)],
        links,
    )


def _side(root: Node, nodes: list[Node], way: int) -> _Spot:
    """The root with what follows on one side of it: each before the middle of its own."""
    rows = iter(range(10_000))

    def spot(node: Node, following: list[Node], column: int) -> _Spot:
        found = _Spot(node, column)
        found.next = [spot(each, each.next, column + way) for each in following]
        if found.next:
            found.row = (found.next[0].row + found.next[-1].row) / 2
        else:
            found.row = next(rows)
        return found

    return spot(root, nodes, 0)


def _link(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A curve from the right of one box to the left of another."""
    x, y = start[0] + WIDTH, start[1] + HEIGHT // 2
    to_x, to_y = end[0], end[1] + HEIGHT // 2
    middle = (x + to_x) // 2
    return f"M{x} {y}C{middle} {y} {middle} {to_y} {to_x} {to_y}"


def _box(spot: _Spot, x: int, y: int) -> Box:
    node = spot.node
    stage = node.trial.get_stage_display() if node.trial else _("fiche")
    if node.again:
        stage = _("déjà dans l’arbre")
    return Box(
        x,
        y,
        textwrap.wrap(node.title, OF_TITLE, max_lines=2, placeholder="…") or ["…"],
        Truncator(node.owner).chars(OF_OWNER),
        stage,
        f"{node.title}, {node.owner}",
        node.url,
        spot.column == 0,
        node.again,
    )
