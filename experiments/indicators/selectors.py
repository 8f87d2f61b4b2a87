"""Reads of indicators: lists with a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import (
    Case,
    Count,
    F,
    Prefetch,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Concat
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.templatetags.chantiers import precise
from common.text import french_number
from experiments.beside import Link, Offer, Source
from experiments.indicators.charts import Chart, chart_of
from experiments.indicators.forms import MeasurementForm
from experiments.indicators.models import Correction, Indicator, Measurement, MeasurementImport
from experiments.indicators.permissions import can_measure
from experiments.indicators.reading import trimmed, written_date
from experiments.indicators.trends import Trend, trend_of
from experiments.models import Experimentation, JournalEntry
from groups.moderation.enums import Withheld
from groups.permissions import Access

# On the card of an indicator; its own page has them all.
SHOWN = 36
# In the form of a note.
OFFERED = 30
PER_PAGE = 50


@dataclass(slots=True)
class Card:
    """An indicator as the tab shows it: its newest measurements first, their chart and trend. The
    view gives `form`, to note a value, to whoever may."""

    indicator: Indicator
    measurements: list[Measurement]
    chart: Chart | None
    trend: Trend | None
    form: MeasurementForm | None = None

    @property
    def latest(self) -> Measurement | None:
        return self.measurements[0] if self.measurements else None


def indicators_of(experimentation: Experimentation, access: Access) -> QuerySet:
    """Its indicators as one sees them with `access`, those put aside last."""
    rows = Indicator.objects.filter(experimentation=experimentation).seen_with(access)
    return rows.order_by("archived_at", "position", "pk")


def counted(experimentation: Experimentation) -> QuerySet:
    """What the tab counts, before it is told who looks."""
    return Indicator.objects.filter(experimentation=experimentation, archived_at=None)


def cards_of(experimentation: Experimentation, access: Access) -> dict[str, list[Card]]:
    """A card for each of its indicators: those followed as `cards`, those put aside as `archived`.
    Three queries."""
    recent = measurements_of(experimentation, access)[:SHOWN]
    rows = indicators_of(experimentation, access).prefetch_related(
        Prefetch("measurements", recent, to_attr="recent")
    )
    found: dict[str, list[Card]] = {"cards": [], "archived": []}
    for each in rows:
        found["archived" if each.archived_at else "cards"].append(_card(each, each.recent))
    return found


def _card(indicator: Indicator, measurements: list[Measurement]) -> Card:
    return Card(
        indicator,
        measurements,
        chart_of(measurements, indicator.target_value),
        trend_of(indicator, measurements),
    )


def card_of(indicator: Indicator, page: Page) -> Card:
    """The card of one indicator, whose measurements tell their value and date alone. One query,
    none beside the first `page` of its measurements, which has those of the card."""
    if page.number == 1:
        shown = [each for each in page if not each.withheld]
        if len(shown) == len(page) or not page.has_next():
            return _card(indicator, shown[:SHOWN])
    rows = Measurement.objects.filter(indicator=indicator)
    return _card(indicator, list(rows.only("value", "measured_on", "precision")[:SHOWN]))


def measurements_of(experimentation: Experimentation, access: Access) -> QuerySet:
    """Its measurements as one sees them with `access`, the newest first, with who noted them and
    the note that each names, if it may be read too."""
    rows = Measurement.objects.filter(indicator__experimentation=experimentation)
    return _told(rows, experimentation, access)


def _told(rows: QuerySet, experimentation: Experimentation, access: Access) -> QuerySet:
    notes = JournalEntry.objects.filter(experimentation=experimentation).seen_with(access)
    return (
        rows.seen_with(access)
        .select_related("author", "organisation")
        .prefetch_related(Prefetch("entry", notes))
    )


def measurements_page(
    user, experimentation: Experimentation, access: Access, indicator: Indicator, asked: str | None
) -> Page:
    """A page of the measurements of one indicator, with what each said before, and what the
    facilitators took out of sight for its author and for them. Three queries: the indicator, as
    `get_own_indicator` gives it, knows how many there are."""
    before = Correction.objects.select_related("corrected_by")
    mine = Measurement.with_removed.filter(_own(user, access), removed_at=None)
    rows = _told(mine, experimentation, access).filter(indicator=indicator)
    pages = Paginator(rows.prefetch_related(Prefetch("corrections", before)), PER_PAGE)
    pages.count = indicator.measured
    return pages.get_page(asked)


def get_indicator(experimentation: Experimentation, access: Access, pk: int) -> Indicator:
    """One indicator of this experimentation, or 404."""
    indicator = get_object_or_404(indicators_of(experimentation, access), pk=pk)
    indicator.experimentation = experimentation
    return indicator


def _own(user, access: Access, prefix: str = "") -> Q:
    """What the facilitators left in sight, and the rest for its author and for them."""
    if access.is_facilitator:
        return Q()
    author = user if user.is_authenticated else None
    mine = Q(**{f"{prefix}author": author, f"{prefix}author__isnull": False})
    return Q(**{f"{prefix}withheld": Withheld.NO}) | mine


def get_own_indicator(user, experimentation: Experimentation, access: Access, pk: int) -> Indicator:
    """`get_indicator`, with how many times it was `measured`, and what the facilitators took out of
    sight for its author and for them: to read it, not to change it."""
    shown = Q(measurements__removed_at=None) & _own(user, access, "measurements__")
    rows = Indicator.with_withheld.filter(_own(user, access), experimentation=experimentation)
    rows = rows.seen_with(access).annotate(measured=Count("measurements", filter=shown))
    indicator = get_object_or_404(rows, pk=pk)
    indicator.experimentation = experimentation
    return indicator


def named_in(experimentation: Experimentation) -> QuerySet:
    """All its indicators, out of sight or not, for those who count: no two have one name."""
    return Indicator.with_withheld.filter(experimentation=experimentation)


def get_measurement(indicator: Indicator, pk: int) -> Measurement:
    """One measurement of this indicator, or 404."""
    measurement = get_object_or_404(Measurement.objects.filter(indicator=indicator), pk=pk)
    measurement.indicator = indicator
    return measurement


def get_removed_measurement(indicator: Indicator, pk: int) -> Measurement:
    """A measurement that was removed from this indicator, or 404."""
    rows = Measurement.with_removed.filter(indicator=indicator, withheld=Withheld.NO)
    measurement = get_object_or_404(rows.exclude(removed_at=None), pk=pk)
    measurement.indicator = indicator
    return measurement


def notes_of(experimentation: Experimentation, access: Access) -> QuerySet:
    """The notes of its journal that a measurement may name."""
    rows = JournalEntry.objects.filter(experimentation=experimentation).seen_with(access)
    return rows.order_by("-occurred_on", "-pk")


def get_import(user, experimentation: Experimentation, pk: int) -> MeasurementImport:
    """The lines of a file that `user` herself sent, until they are erased, or 404."""
    rows = MeasurementImport.objects.filter(
        experimentation=experimentation, author=user, expires_at__gt=timezone.now()
    )
    return get_object_or_404(rows, pk=pk)


def already_there(indicators: Iterable[Indicator]) -> dict[tuple[int, date, str], set[Decimal]]:
    """The values of these indicators by indicator, date and precision. One query."""
    found: dict[tuple[int, date, str], set[Decimal]] = {}
    rows = Measurement.objects.filter(indicator__in=indicators).order_by()
    for pk, day, precision, value in rows.values_list(
        "indicator", "measured_on", "precision", "value"
    ):
        found.setdefault((pk, day, precision), set()).add(value)
    return found


EXPORTED = ["Date", "Indicateur", "Valeur", "Unité", "Source", "Notée par"]


def export_rows(experimentation: Experimentation, access: Access) -> list[list[object]]:
    """The measurements that may be seen with `access`, under their titles. Two queries."""
    rows = Measurement.objects.filter(indicator__experimentation=experimentation).seen_with(access)
    rows = rows.select_related("indicator", "organisation")
    rows = rows.order_by("indicator__position", "indicator", "measured_on", "pk")
    lines: list[list[object]] = [list(EXPORTED)]
    lines += (
        [
            written_date(each.measured_on, each.precision),
            each.indicator.name,
            trimmed(each.value),
            each.indicator.unit,
            each.source,
            each.signature,
        ]
        for each in rows
    )
    return lines


def titles_of(user, targets: list[str]) -> dict[str, str]:
    """The names of these indicators, of those that `user` may see. One query."""
    rows = Indicator.objects.visible_to(user).filter(pk__in=targets)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _beside(entries: list[int], access: Access) -> QuerySet:
    """The measurements that these notes tell of."""
    return Measurement.objects.filter(entry__in=entries).seen_with(access)


def _link(experimentation: Experimentation, pk: int, label: str, detail: str) -> Link:
    name, _line, unit = label.partition("\n")
    value = french_number(Decimal(detail))
    return Link(
        f"{name}\u00a0: {value} {unit}".strip(),
        reverse("indicator", args=[experimentation.pk, pk]),
        "chart-bar",
    )


def _offer(
    experimentation: Experimentation, access: Access, entry: JournalEntry | None
) -> Offer | None:
    """The latest measurements that no other note tells of, for whoever counts. One query."""
    if not can_measure(access):
        return None
    free = Q(entry=None) | Q(entry=entry) if entry else Q(entry=None)
    rows = Measurement.objects.filter(free, indicator__experimentation=experimentation)
    rows = rows.seen_with(access).select_related("indicator")
    # Its own first, however old: left out, they would look untied.
    mine = Case(When(entry=entry.pk, then=0), default=1) if entry else Value(1)
    rows = list(rows.order_by(mine, "-measured_on", "-pk")[:OFFERED])
    if not rows:
        return None
    return Offer(
        legend=_("Mesures"),
        choices=[(each.pk, _said(each)) for each in rows],
        chosen=frozenset(each.pk for each in rows if each.entry_id is not None),
    )


def _said(measurement: Measurement) -> str:
    indicator = measurement.indicator
    value = f"{french_number(measurement.value)} {indicator.unit}".strip()
    day = precise(measurement.measured_on, measurement.precision)
    return f"{indicator.name}\u00a0: {value} ({day})"


def _put(entry: JournalEntry, chosen: set[int], offered: set[int]) -> None:
    """Have these measurements name the note; one that another note tells of meanwhile stays."""
    rows = Measurement.objects.filter(indicator__experimentation=entry.experimentation_id)
    rows.filter(pk__in=offered - chosen, entry=entry).update(entry=None)
    rows.filter(pk__in=chosen & offered, entry=None).update(entry=entry)


# What a note says of them.
BESIDE = Source(
    key="measurement",
    rows=_beside,
    link=_link,
    note="entry_id",
    pk="indicator_id",
    label=Concat("indicator__name", Value("\n"), "indicator__unit", output_field=TextField()),
    detail=F("value"),
    offer=_offer,
    put=_put,
)
