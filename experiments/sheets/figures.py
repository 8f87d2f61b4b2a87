"""The figures that a sheet may say: what the indicators of its experimentation show."""

from django.db.models import OuterRef, Q, Subquery

from common.models import Audience
from common.text import french_number
from experiments.indicators.models import Indicator, Measurement
from experiments.indicators.reading import trimmed
from experiments.models import Experimentation
from experiments.sheets.content import in_words
from groups.permissions import Access

MOST_OFFERED = 40
_COLUMNS = ("value", "measured_on", "precision")


def offered_figures(
    experimentation: Experimentation, access: Access, chosen: set[int]
) -> dict[Indicator, str]:
    """The indicators to choose from, with the words proposed for each: never one kept between the
    carriers, nor one without a value, but those that were chosen before. One query."""
    measured = Measurement.objects.filter(indicator=OuterRef("pk"))
    ends = {
        "last": measured.order_by("-measured_on", "-pk"),
        "first": measured.order_by("measured_on", "pk"),
    }
    rows = Indicator.objects.filter(experimentation=experimentation).seen_with(access)
    rows = rows.annotate(
        **{
            f"{name}_{column}": Subquery(found.values(column)[:1])
            for name, found in ends.items()
            for column in _COLUMNS
        }
    )
    worth = Q(archived_at=None, last_value__isnull=False) & ~Q(audience=Audience.OWNER)
    rows = rows.filter(worth | Q(pk__in=chosen)).order_by("position", "pk")
    return {each: _proposed(each) for each in rows[:MOST_OFFERED]}


def _proposed(indicator: Indicator) -> str:
    """« Familles accueillies : 57 familles (mars 2026), 12 (mars 2025) »."""
    if indicator.last_value is None:
        return indicator.name
    said = _valued(indicator, "last", indicator.unit)
    if indicator.first_measured_on != indicator.last_measured_on:
        said += ", " + _valued(indicator, "first")
    return f"{indicator.name}\u00a0: {said}"[:300]


def _valued(indicator: Indicator, end: str, unit: str = "") -> str:
    value, day, precision = (getattr(indicator, f"{end}_{column}") for column in _COLUMNS)
    number = french_number(trimmed(value))
    return (
        f"{number}\u00a0{unit} ({in_words(day, precision)})"
        if unit
        else (f"{number} ({in_words(day, precision)})")
    )
