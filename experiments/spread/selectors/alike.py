"""« Qui a déjà essayé ? »: experimentations like one, or with chosen traits, across every group.

Only what the person may read is looked at: what is hidden from her is neither found nor counted.
A fixed number of rows at most, the latest, are looked at, found by index among what
everybody reads and among her own places: a country of experimentations costs what a region does.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import astuple, dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from common.text import whole_number
from experiments.enums import Activity, Stage
from experiments.models import Experimentation
from experiments.permissions import parts_across_groups
from experiments.spread.enums import Size
from experiments.spread.selectors.levers import bearing, levers_of
from experiments.spread.selectors.pools import Row, latest, rows_of
from organisations.enums import Level

# What is looked at of each kind of likeness; and where only traits are asked.
POOL, LISTED = 60, 240
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

    @property
    def chosen(self) -> int:
        """How many are asked for."""
        return sum(value not in ("", None) for value in astuple(self))


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
    that have something in common with it), else the latest first. Four queries at most, two without
    `near`."""
    levers = levers_of(user, [near.pk])[near.pk] if near else {}
    found, is_cut = _found(user, traits, near, list(levers))
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


def _found(
    user, traits: Traits, near: Experimentation | None, levers: list[int]
) -> tuple[dict[int, Row], bool]:
    """By id, the latest first, those that are looked at, and whether there are more. One query."""
    asked = [_asked(rows, user, traits, near) for rows in parts_across_groups(user, apart=False)]
    pools = [pool for rows in asked for pool in _pools(rows, user, near, levers)]
    most = POOL if near else LISTED
    rows = rows_of([latest(pool, most + 1) for pool in pools])
    rows.sort(key=lambda row: (row.updated_at, row.pk), reverse=True)
    sizes: Counter[int] = Counter()
    found = {}
    for row in rows:
        sizes[row.pool] += 1
        if sizes[row.pool] <= most:
            found[row.pk] = row
    return found, any(size > most for size in sizes.values())


def _asked(rows: QuerySet, user, traits: Traits, near: Experimentation | None) -> QuerySet:
    rows = _with(rows, traits)
    if traits.lever is not None:
        rows = bearing(rows, user, [traits.lever])
    return rows.exclude(pk=near.pk) if near else rows


def _pools(rows: QuerySet, user, near: Experimentation | None, levers: list[int]) -> list[QuerySet]:
    """What has something in common with `near`, a queryset for each kind of likeness."""
    if near is None:
        return [rows]
    pools = [_of_like_territories(rows, near)]
    if near.activity:
        pools.append(rows.filter(activity=near.activity))
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
    row: Row, near: Experimentation | None, levers: dict[int, str]
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
