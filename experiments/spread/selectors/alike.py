"""« Qui a déjà essayé ? »: experimentations like one, or with chosen traits, across every group.

Only what the person may read is looked at: what is hidden from her is neither found nor counted.
Each page reads at most the latest POOL rows that have something in common, found by index, and
orders them by how much they have: so a country of experimentations costs what a group does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from common.text import whole_number
from experiments.enums import Activity, Stage
from experiments.models import Experimentation
from experiments.spread.enums import Size
from experiments.spread.permissions import across_groups
from experiments.spread.selectors.levers import bearing, levers_of
from organisations.enums import Level

POOL = 300
PER_PAGE = 24
# Populations within this ratio are near; within the second, not far.
NEAR, NOT_FAR = 1.5, 3


@dataclass(frozen=True, slots=True)
class Traits:
    """What is asked for: "" is anything."""

    activity: str = ""
    level: str = ""
    size: str = ""
    stage: str = ""
    lever: int | None = None

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "Traits":
        """What the address asks; what is not a choice is anything."""
        allowed = {"activite": Activity, "type": Level, "taille": Size, "etape": Stage}
        given = {
            name: value if (value := query.get(name, "")) in choices.values else ""
            for name, choices in allowed.items()
        }
        return cls(
            given["activite"],
            given["type"],
            given["taille"],
            given["etape"],
            whole_number(query.get("levier", "")),
        )


class _Row(NamedTuple):
    pk: int
    activity: str
    level: str
    population: int | None


@dataclass(slots=True)
class Alike:
    """An experimentation, and in words what it has in common with the one asked about."""

    trial: Experimentation
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of them; `is_cut` says that there are more than are looked at."""

    page: Page
    rows: list[Alike]
    is_cut: bool


def alike(
    user,
    traits: Traits,
    *,
    near: Experimentation | None = None,
    page: str | None = None,
    per_page: int = PER_PAGE,
) -> Found:
    """What `user` may read that has these traits: the most like `near` first if told (only those
    that have something in common with it), else the latest first. Six queries at most, two without
    `near`."""
    rows = _with(across_groups(user), traits)
    if traits.lever is not None:
        rows = bearing(rows, user, [traits.lever])
    levers: dict[int, str] = {}
    if near is None:
        pools = [rows]
    else:
        levers = levers_of(user, [near.pk])[near.pk]
        pools = _pools(rows.exclude(pk=near.pk), user, near, list(levers))
    found, is_cut = _latest(pools)
    shared = levers_of(user, list(found), among=list(levers)) if levers else {}
    common = {pk: _common(row, near, shared.get(pk, {})) for pk, row in found.items()}
    ordered = list(found)
    if near is not None:
        rank = {pk: sum(points for points, _words in each) for pk, each in common.items()}
        ordered = sorted((pk for pk in found if rank[pk]), key=lambda pk: -rank[pk])
    pages = Paginator(ordered, per_page).get_page(page)
    shown = _as_shown(list(pages))
    return Found(
        pages,
        [Alike(shown[pk], [words for _points, words in common[pk]]) for pk in pages if pk in shown],
        is_cut,
    )


def _latest(pools: list[QuerySet]) -> tuple[dict[int, _Row], bool]:
    """The latest of each pool, by id, and whether one of them has more. One query each."""
    found: dict[int, _Row] = {}
    is_cut = False
    for pool in pools:
        columns = pool.values_list("pk", "activity", "owner__level", "owner__population")
        read = [_Row(*each) for each in columns.order_by("-updated_at", "-pk")[: POOL + 1]]
        is_cut |= len(read) > POOL
        found |= {row.pk: row for row in read[:POOL]}
    return found, is_cut


def _pools(rows: QuerySet, user, near: Experimentation, levers: list[int]) -> list[QuerySet]:
    """What has something in common with `near`, a queryset for each kind of likeness."""
    pools = [_of_like_territories(rows, near)]
    if near.activity:
        pools.insert(0, rows.filter(activity=near.activity))
    if levers:
        pools.append(bearing(rows, user, levers))
    return pools


def _with(rows: QuerySet, traits: Traits) -> QuerySet:
    if traits.activity:
        rows = rows.filter(activity=traits.activity)
    if traits.stage:
        rows = rows.filter(stage=traits.stage)
    if traits.level:
        rows = rows.filter(owner__level=traits.level)
    if traits.size:
        least, beyond = Size(traits.size).bounds
        rows = rows.filter(owner__population__gte=least, owner__population__lt=beyond)
    return rows


def _of_like_territories(rows: QuerySet, near: Experimentation) -> QuerySet:
    """Of the same kind and, where both sizes are known, not far in size."""
    owner = near.owner
    rows = rows.filter(owner__level=owner.level)
    if not owner.population:
        return rows
    near_in_size = Q(
        owner__population__gte=int(owner.population / NOT_FAR),
        owner__population__lte=int(owner.population * NOT_FAR),
    )
    return rows.filter(near_in_size | Q(owner__population=None))


def _common(
    row: _Row, near: Experimentation | None, levers: dict[int, str]
) -> list[tuple[int, str]]:
    """What a row has in common with `near`, their `levers` included, with how much it weighs, the
    weightiest first."""
    if near is None:
        return []
    found = []
    if row.activity and row.activity == near.activity:
        found.append((4, _("même activité")))
    if levers:
        words = ", ".join(sorted(levers.values())[:2])
        found.append(
            (1 + min(len(levers), 2), _("levier commun\u00a0: %(words)s") % {"words": words})
        )
    if row.population and near.owner.population:
        sizes = sorted((row.population, near.owner.population))
        if sizes[1] <= NEAR * sizes[0]:
            found.append((2, _("taille très proche")))
        elif sizes[1] <= NOT_FAR * sizes[0]:
            found.append((1, _("taille proche")))
    if row.level and row.level == near.owner.level:
        found.append((1, _("même type de territoire")))
    return found


def _as_shown(pks: list[int]) -> dict[int, Experimentation]:
    """Those of a page, already known to be visible, with what a card shows. One query."""
    if not pks:
        return {}
    rows = Experimentation.objects.filter(pk__in=pks).select_related("owner", "space__group")
    return {row.pk: row for row in rows.defer("objective", "hypothesis", "modalities")}
