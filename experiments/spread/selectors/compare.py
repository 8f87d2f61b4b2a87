"""Up to four experimentations side by side, each field as its reader may see it."""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery, prefetch_related_objects
from django.utils.translation import gettext as _

from common.models import Audience
from common.templatetags.chantiers import precise
from common.text import french_number
from experiments.enums import EntryKind
from experiments.indicators.models import Indicator, Measurement
from experiments.models import Experimentation, Funding, JournalEntry, Partnership, StageChange
from experiments.spread.selectors.levers import levers_of
from experiments.templatetags.experiments import euros
from groups.models import Space
from groups.permissions import SpacesWithAccess

MOST_COMPARED = 4
RESULTS = 3
INDICATORS = 5

_spaces_of = SpacesWithAccess(
    lambda a, b, c, d: Space.objects.select_related("group", "experimentation__owner").filter(
        experimentation__pk__in=[a, b, c, d]
    )
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row: for each experimentation a text, or a list of them; `long` texts are prose."""

    label: str
    cells: list[tuple[Experimentation, str | list[str]]]
    long: bool = False

    @property
    def is_list(self) -> bool:
        return any(isinstance(said, list) for _trial, said in self.cells)


def compared(user, pks: list[int]) -> list[Experimentation]:
    """Those of `pks` that `user` may read, in that order, at most four, with all that is compared
    of them as far as she may read it. Seven queries."""
    values = Measurement.objects.filter(indicator=OuterRef("pk"))
    counted = (
        Indicator.objects.visible_to(user)
        .filter(archived_at=None)
        .annotate(
            first=Subquery(values.order_by("measured_on", "pk").values("value")[:1]),
            latest=Subquery(values.order_by("-measured_on", "-pk").values("value")[:1]),
        )
        .order_by("position", "pk")
    )
    results = JournalEntry.objects.visible_to(user).filter(kind=EntryKind.RESULT)
    fundings = Funding.objects.visible_to(user)
    found = _readable(user, pks[:MOST_COMPARED])
    prefetch_related_objects(
        found,
        Prefetch("stages", StageChange.objects.order_by("on", "pk")),
        Prefetch("partnerships", Partnership.objects.select_related("organisation").order_by("pk")),
        Prefetch("fundings", fundings.select_related("funder").order_by("year", "pk")),
        Prefetch("entries", results.order_by("-occurred_on", "-pk")[:RESULTS], "results"),
        Prefetch("indicators", counted[:INDICATORS], "counted"),
    )
    levers = levers_of(user, [trial.pk for trial in found])
    for trial in found:
        trial.levers = sorted(levers[trial.pk].values())
    return found


def _readable(user, pks: list[int]) -> list[Experimentation]:
    """By the access to each space, as on its own page: so that an administrator's look at it is
    journalled too. One query."""
    asked = dict.fromkeys("abcd", 0) | dict(zip("abcd", pks, strict=False))
    found = {}
    for space, access in _spaces_of(user, **asked):
        trial = space.experimentation
        trial.space = space
        public = trial.audience == Audience.PUBLIC and space.group.is_public
        if access.can_read or public:
            found[trial.pk] = trial
    return [found[pk] for pk in pks if pk in found]


def side_by_side(trials: list[Experimentation]) -> list[Line]:
    """The lines that say something of one of them at least. `trials` come from `compared`."""
    readers = [
        (_("Territoire"), lambda trial: trial.owner.label, False),
        (_("Type et population"), lambda trial: trial.owner.detail, False),
        (_("Groupe"), lambda trial: trial.space.group.name, False),
        (_("Activité de départ"), lambda trial: trial.get_activity_display(), False),
        (_("Étape"), lambda trial: trial.get_stage_display(), False),
        (_("Parcours"), _path, False),
        (_("Objectif"), lambda trial: trial.objective, True),
        (_("Hypothèse"), lambda trial: trial.hypothesis, True),
        (_("Modalités"), lambda trial: trial.modalities, True),
        (_("Leviers"), lambda trial: trial.levers, False),
        (_("Partenaires"), _partners, False),
        (_("Financements"), _fundings, False),
        (_("Derniers résultats"), _results, False),
        (_("Indicateurs"), _indicators, False),
    ]
    lines = [
        Line(label, [(trial, read(trial)) for trial in trials], long)
        for label, read, long in readers
    ]
    return [line for line in lines if any(value for _trial, value in line.cells)]


def _path(trial: Experimentation) -> list[str]:
    return [
        f"{change.get_stage_display()}\u00a0: {precise(change.on, change.precision)}"
        for change in trial.stages.all()
    ]


def _partners(trial: Experimentation) -> list[str]:
    return [
        f"{each.organisation.name} ({each.role})" if each.role else each.organisation.name
        for each in trial.partnerships.all()
    ]


def _fundings(trial: Experimentation) -> list[str]:
    found = []
    for each in trial.fundings.all():
        parts = [each.funder.name, str(each.year or "")]
        parts.append(euros(each.amount) if each.amount is not None else "")
        found.append(", ".join(filter(None, parts)))
    return found


def _results(trial: Experimentation) -> list[str]:
    return [
        f"{precise(each.occurred_on, each.precision)}\u00a0: {each.text}" for each in trial.results
    ]


def _indicators(trial: Experimentation) -> list[str]:
    return [each for each in map(_moved, trial.counted) if each]


def _moved(indicator: Indicator) -> str:
    """« Vendeuses : 4 → 12 personnes », "" where nothing was measured."""
    start = indicator.first if indicator.baseline_value is None else indicator.baseline_value
    if indicator.latest is None:
        return ""
    values = [french_number(value) for value in (start, indicator.latest)]
    unit = f"\u00a0{indicator.unit}" if indicator.unit else ""
    return f"{indicator.name}\u00a0: {values[0]} → {values[1]}{unit}"
