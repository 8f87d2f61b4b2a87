"""Every write of indicators and measurements; files are in `importing`."""

import uuid
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from audit.services import record
from common.live import announce_shown_changed
from common.models import Audience, Precision
from experiments.indicators.enums import Direction
from experiments.indicators.models import Correction, Indicator, Measurement
from experiments.models import Experimentation, JournalEntry
from experiments.services.experimentation import rounded
from groups.permissions import authorship

# What was removed can be brought back.
KEPT_FOR = timedelta(days=30)
DESCRIPTION = ["name", "unit", "direction", "baseline_value", "baseline_on", "target_value"]
DESCRIPTION += ["target_on", "audience"]


class NameTakenError(Exception):
    """Another indicator has this name: given meanwhile, or out of sight."""


def lock(experimentation: Experimentation) -> None:
    """Whoever changes its indicators or imports waits for the other: call it in a transaction."""
    Experimentation.objects.select_for_update().only("pk").get(pk=experimentation.pk)


@transaction.atomic
def add_indicator(
    *,
    experimentation: Experimentation,
    author,
    name: str,
    unit: str = "",
    direction: str = Direction.NEITHER,
    baseline_value: Decimal | None = None,
    baseline_on: date | None = None,
    target_value: Decimal | None = None,
    target_on: date | None = None,
    audience: str = Audience.SPACE,
    client_id: uuid.UUID | None = None,
) -> tuple[Indicator, bool]:
    """Choose what to count: (indicator, whether it is new). The same `client_id` from the same
    author, or a name that is there already, returns the indicator already there; NameTakenError for
    the name of one that the facilitators took out of sight."""
    lock(experimentation)
    mine = Indicator.with_withheld.filter(experimentation=experimentation)
    known = mine.filter(author=author, client_id=client_id).first() if client_id else None
    known = known or mine.filter(name__iexact=name).first()
    if known is not None and known.withheld:
        raise NameTakenError
    if known is not None:
        return known, False
    last = mine.aggregate(last=Max("position"))["last"] or 0
    indicator = Indicator.objects.create(
        experimentation=experimentation,
        name=name,
        unit=unit,
        direction=direction,
        baseline_value=baseline_value,
        baseline_on=baseline_on,
        target_value=target_value,
        target_on=target_on,
        audience=audience,
        position=last + 1,
        author=author,
        client_id=_free(client_id, author),
    )
    recorded("indicator.added", author, indicator, audience=audience)
    return indicator, True


def _free(client_id: uuid.UUID | None, author) -> uuid.UUID:
    """The form's own identifier, unless it was sent from another experimentation before."""
    taken = (
        client_id and Indicator.with_withheld.filter(author=author, client_id=client_id).exists()
    )
    return uuid.uuid4() if taken or not client_id else client_id


@transaction.atomic
def edit_indicator(*, indicator: Indicator, editor, **fields) -> Indicator:
    """Change its `name`, `unit`, `direction`, baseline, target or `audience`.

    Raises NameTakenError.
    """
    lock(indicator.experimentation)
    others = Indicator.with_withheld.filter(experimentation=indicator.experimentation)
    if others.exclude(pk=indicator.pk).filter(name__iexact=fields.get("name", "")).exists():
        raise NameTakenError
    before = indicator.audience
    for name in fields.keys() & set(DESCRIPTION):
        setattr(indicator, name, fields[name])
    indicator.save(update_fields=[*DESCRIPTION, "updated_at"])
    if indicator.audience != before:
        recorded("indicator.audience_changed", editor, indicator, audience=indicator.audience)
        _shown_changed(indicator)
    return indicator


@transaction.atomic
def remove_indicator(*, indicator: Indicator, by) -> bool:
    """Delete it or, once something was measured, put it aside; True if it is deleted."""
    lock(indicator.experimentation)
    if Measurement.with_removed.filter(indicator=indicator).exists():
        if indicator.archived_at is None:
            indicator.archived_at = timezone.now()
            indicator.save(update_fields=["archived_at", "updated_at"])
            recorded("indicator.archived", by, indicator)
        return False
    recorded("indicator.removed", by, indicator)
    indicator.delete()
    return True


@transaction.atomic
def restore_indicator(*, indicator: Indicator, by) -> None:
    """Bring back an indicator that was put aside."""
    if indicator.archived_at is not None:
        indicator.archived_at = None
        indicator.save(update_fields=["archived_at", "updated_at"])
        recorded("indicator.restored", by, indicator)


@transaction.atomic
def move_indicator(*, indicator: Indicator, up: bool) -> None:
    """Change places with the one before or after it; the first and last stay where they are."""
    lock(indicator.experimentation)
    rows = list(
        Indicator.objects.filter(
            experimentation=indicator.experimentation, archived_at=None
        ).order_by("position", "pk")
    )
    keys = [row.pk for row in rows]
    if indicator.pk not in keys:
        return
    here = keys.index(indicator.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, row in enumerate(rows, 1):
        row.position = position
    Indicator.objects.bulk_update(rows, ["position"])


@transaction.atomic
def add_measurement(
    *,
    indicator: Indicator,
    author,
    value: Decimal,
    measured_on: date,
    precision: str = Precision.DAY,
    source: str = "",
    entry: JournalEntry | None = None,
    client_id: uuid.UUID | None = None,
) -> tuple[Measurement, bool]:
    """Note a value: (measurement, whether it is new).

    The same `client_id` and content from the same author return the measurement already stored,
    removed since or not; with another content, it is another measurement.
    """
    lock(indicator.experimentation)
    day = rounded(measured_on, precision)
    key = client_id or uuid.uuid4()
    known = Measurement.with_removed.filter(author=author, client_id=key).first()
    if known is not None and not _same(known, indicator, value, day, precision):
        # A form that was sent, changed and sent again; each content once.
        key = uuid.uuid5(key, f"{indicator.pk} {value.normalize()} {day} {precision}")
        known = Measurement.with_removed.filter(author=author, client_id=key).first()
    if known is not None:
        return known, False
    signature = authorship(author, indicator.experimentation.space)
    measurement = Measurement.objects.create(
        indicator=indicator,
        value=value,
        measured_on=day,
        precision=precision,
        source=source,
        entry=entry,
        author=author,
        organisation_id=signature.organisation_id,
        author_role=signature.role,
        client_id=key,
    )
    return measurement, True


def _same(known: Measurement, indicator: Indicator, value, day: date, precision: str) -> bool:
    stored = (known.indicator_id, known.value, known.measured_on, known.precision)
    return stored == (indicator.pk, value, day, precision)


@transaction.atomic
def correct_measurement(
    *,
    measurement: Measurement,
    by,
    reason: str,
    value: Decimal,
    measured_on: date,
    precision: str,
    source: str = "",
    entry: JournalEntry | None = None,
) -> Correction | None:
    """Say something else; what it said stays in its history, with the reason. None, and nothing
    kept, where the new content is the present one."""
    rows = Measurement.with_removed.select_for_update(of=("self",))
    stored = rows.get(pk=measurement.pk)
    day = rounded(measured_on, precision)
    new = (value, day, precision, source, entry and entry.pk)
    if new == (
        stored.value,
        stored.measured_on,
        stored.precision,
        stored.source,
        stored.entry_id,
    ):
        return None
    correction = Correction.objects.create(
        measurement=stored,
        value=stored.value,
        measured_on=stored.measured_on,
        precision=stored.precision,
        source=stored.source,
        reason=reason,
        corrected_by=by,
    )
    changed = {"value": value, "measured_on": day, "precision": precision, "source": source}
    for name, content in changed.items():
        setattr(stored, name, content)
    stored.entry = entry
    stored.save(update_fields=[*changed, "entry", "updated_at"])
    recorded("measurement.corrected", by, measurement.indicator, measurement=stored.pk)
    return correction


@transaction.atomic
def remove_measurement(*, measurement: Measurement, by) -> None:
    """Take a measurement out of every list; it can be brought back."""
    measurement.removed_at = timezone.now()
    measurement.removed_by = by
    measurement.save(update_fields=["removed_at", "removed_by"])
    recorded("measurement.removed", by, measurement.indicator, measurement=measurement.pk)
    _shown_changed(measurement.indicator)


@transaction.atomic
def restore_measurement(*, measurement: Measurement, by) -> None:
    """Bring a removed measurement back."""
    measurement.removed_at = None
    measurement.removed_by = None
    measurement.save(update_fields=["removed_at", "removed_by"])
    recorded("measurement.restored", by, measurement.indicator, measurement=measurement.pk)
    _shown_changed(measurement.indicator)


@transaction.atomic
def withhold_indicator(*, pk: int, withheld: str, by) -> None:
    """Take an indicator out of sight with all its measurements, or show it again: called by
    groups.moderation, which knows why."""
    indicator = Indicator.with_withheld.select_related("experimentation__space").get(pk=pk)
    _withhold(indicator, withheld)
    recorded("indicator.withheld", by, indicator, withheld=withheld)
    _shown_changed(indicator)


@transaction.atomic
def withhold_measurement(*, pk: int, withheld: str, by) -> None:
    """The same for one measurement."""
    rows = Measurement.with_removed.select_related("indicator__experimentation__space")
    measurement = rows.get(pk=pk)
    _withhold(measurement, withheld)
    indicator = measurement.indicator
    recorded("measurement.withheld", by, indicator, measurement=pk, withheld=withheld)
    _shown_changed(indicator)


def _withhold(row: Indicator | Measurement, withheld: str) -> None:
    row.withheld = withheld
    row.save(update_fields=["withheld"])


def erase_removed() -> int:
    """Erase what was removed 30 days ago, with its history; how many measurements."""
    old = Measurement.with_removed.filter(removed_at__lte=timezone.now() - KEPT_FOR)
    return old.delete()[1].get(Measurement._meta.label, 0)


def note_export(*, experimentation: Experimentation, by, count: int) -> None:
    """Note that `count` measurements left the site in a file."""
    space = experimentation.space
    record(
        action="measurements.exported",
        actor=by,
        target=experimentation,
        group_id=space.group_id,
        space_id=space.pk,
        measurements=count,
    )


def _shown_changed(indicator: Indicator) -> None:
    announce_shown_changed([indicator.experimentation.space_id])


def recorded(action: str, by, indicator: Indicator, **data) -> None:
    """Append an act about an indicator to the journal."""
    space = indicator.experimentation.space
    record(
        action=action,
        actor=by,
        target=indicator,
        group_id=space.group_id,
        space_id=space.pk,
        **data,
    )
