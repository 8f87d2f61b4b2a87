"""The tree of what spread: what an experimentation comes from, and what came of it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from experiments.models import Experimentation, StageChange
from experiments.sheets.models import ExperienceSheet
from experiments.spread.models import Inspiration
from experiments.spread.selectors.inspirations import visible_links

# As far as one looks on each side, and what is drawn at most.
DEEPEST = 6
MOST_LINKS = 160
MOST_DRAWN = 40

_AROUND = """
WITH RECURSIVE above(id, source, depth) AS (
    SELECT id, source_id, 1 FROM spread_inspiration WHERE inspired_id = %(root)s
    UNION
    SELECT link.id, link.source_id, above.depth + 1
    FROM spread_inspiration link JOIN above ON link.inspired_id = above.source
    WHERE above.depth < %(deepest)s
), below(id, inspired, depth) AS (
    SELECT id, inspired_id, 1 FROM spread_inspiration WHERE source_id = %(root)s
    UNION
    SELECT link.id, link.inspired_id, below.depth + 1
    FROM spread_inspiration link JOIN below ON link.source_id = below.inspired
    WHERE below.depth < %(deepest)s
), around AS (SELECT id, depth FROM above UNION SELECT id, depth FROM below)
SELECT link.id, link.inspired_id, link.source_id FROM spread_inspiration link
JOIN (SELECT id, MIN(depth) AS depth FROM around GROUP BY id) near ON near.id = link.id
ORDER BY near.depth, link.id LIMIT %(most)s
"""


@dataclass(slots=True)
class Node:
    """An experimentation or a published sheet in the tree. `link` is what joins it to the one
    before it (None: the root); `again` says that it stands elsewhere in the tree with what
    follows."""

    title: str
    owner: str
    url: str
    trial: Experimentation | None = None
    link: Inspiration | None = None
    is_withdrawn: bool = False
    again: bool = False
    since: StageChange | None = None
    next: list["Node"] = field(default_factory=list)

    @property
    def linked_on(self) -> date | None:
        return timezone.localdate(self.link.created_at) if self.link else None


@dataclass(frozen=True, slots=True)
class Tree:
    """`above`: what the root comes from, the nearest first; `below`: what came of it."""

    root: Node
    above: list[Node]
    below: list[Node]
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        return not self.above and not self.below

    @property
    def spread(self) -> int:
        """How many different experimentations came of it, from one to the next."""
        return sum(1 for each in walked(self.below) if not each.again)


def walked(nodes: Iterable[Node]) -> Iterable[Node]:
    """These nodes and all that follow, each before its own."""
    for node in nodes:
        yield node
        yield from walked(node.next)


def trial_node(trial: Experimentation, link: Inspiration | None = None) -> Node:
    return Node(
        trial.title, trial.owner.name, reverse("experimentation", args=[trial.pk]), trial, link
    )


def sheet_node(sheet: ExperienceSheet, link: Inspiration | None = None) -> Node:
    said = sheet.published.content
    return Node(said["title"], said["owner"], reverse("sheet", args=[sheet.pk]), link=link)


def source_node(link: Inspiration) -> Node:
    """What the link comes from, as its reader may see it (`visible_to` says how)."""
    sheet = link.sheet
    if not link.source_seen:
        return sheet_node(sheet, link)
    node = trial_node(link.source, link)
    node.is_withdrawn = sheet is not None and sheet.published_id is None
    return node


def tree_around(user, trial: Experimentation, root: Node) -> Tree:
    """What `user` may see around `trial`, which she sees as `root`. Three queries.

    A link that she may not see leads nowhere: what lies beyond it is not there either.
    """
    # One step further than is drawn, to know whether something stands there.
    given = {"root": trial.pk, "deepest": DEEPEST + 1, "most": MOST_LINKS}
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, given)
        found = cursor.fetchall()
    ids = [pk for pk, _inspired, _source in found]
    ends = {end for _pk, *both in found for end in both}
    links = list(visible_links(user, among=ends).filter(pk__in=ids)) if ids else []
    sources, followers = defaultdict(list), defaultdict(list)
    for link in links:
        sources[link.inspired_id].append(link)
        followers[link.source_id].append(link)
    grower = _Grower()
    below = grower.grow(trial.pk, followers, lambda link: (link.inspired_id, _follower(link)))
    above = grower.grow(trial.pk, sources, lambda link: (link.source_id, source_node(link)))
    _date([root, *walked(above), *walked(below)])
    return Tree(root, above, below, grower.is_cut)


def _follower(link: Inspiration) -> Node:
    return trial_node(link.inspired, link)


class _Grower:
    """Grows both sides, no further than what is drawn."""

    def __init__(self):
        self.left = MOST_DRAWN
        self.is_cut = False

    def grow(self, root: int, links: dict[int, list], read) -> list[Node]:
        """Breadth first: what is nearest is drawn first, and each one's own only once."""
        top: list[Node] = []
        met = {root}
        waiting = [(root, top, 1)]
        while waiting:
            pk, into, depth = waiting.pop(0)
            for link in links.get(pk, ()):
                if not self.left or depth > DEEPEST:
                    self.is_cut = True
                    break
                self.left -= 1
                reached, node = read(link)
                into.append(node)
                node.again = reached in met
                if not node.again:
                    met.add(reached)
                    waiting.append((reached, node.next, depth + 1))
        return top


def _date(nodes: list[Node]) -> None:
    """Say since when each stands where it stands. One query."""
    trials = {node.trial.pk for node in nodes if node.trial}
    if not trials:
        return
    reached = {
        (change.experimentation_id, change.stage): change
        for change in StageChange.objects.filter(experimentation__in=trials).order_by("on", "pk")
    }
    for node in nodes:
        if node.trial:
            node.since = reached.get((node.trial.pk, node.trial.stage))
