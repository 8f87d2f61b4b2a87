"""Indicators and measurements, as things that may be reported and taken out of sight."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.templatetags.chantiers import precise
from common.text import french_number
from experiments.indicators.models import Indicator, Measurement
from experiments.indicators.services import withhold_indicator, withhold_measurement
from groups.moderation.registry import Kind, Thing, register
from groups.moderation.withholding import offered, withheld_by

INDICATOR, MEASUREMENT = "indicateur", "mesure"


def _indicator(rows, pk: int) -> Thing | None:
    row = rows.select_related("experimentation__space__group", "author").filter(pk=pk).first()
    if row is None:
        return None
    address = [row.experimentation_id, row.pk]
    return Thing(
        kind=INDICATOR,
        pk=row.pk,
        space=row.experimentation.space,
        label=_("Indicateur «\u00a0%(name)s\u00a0»") % {"name": row.name},
        person=row.author,
        words=f"{row.name} ({row.unit})" if row.unit else row.name,
        url=reverse("indicator", args=address),
        edit_url=reverse("indicator_edit", args=address),
        verbs=offered(row.withheld),
    )


def _measurement(rows, pk: int) -> Thing | None:
    related = ("indicator__experimentation__space__group", "author")
    row = rows.select_related(*related).filter(pk=pk).first()
    if row is None:
        return None
    indicator, address = row.indicator, [row.indicator.experimentation_id, row.indicator_id]
    said = f"{french_number(row.value)} {indicator.unit}".strip()
    return Thing(
        kind=MEASUREMENT,
        pk=row.pk,
        space=indicator.experimentation.space,
        label=_("Mesure de «\u00a0%(name)s\u00a0», %(day)s")
        % {"name": indicator.name, "day": precise(row.measured_on, row.precision)},
        person=row.author,
        words="\n".join(filter(None, [said, row.source])),
        url=f"{reverse('indicator', args=address)}#mesure-{row.pk}",
        edit_url=reverse("measurement_correct", args=[*address, row.pk]),
        verbs=offered(row.withheld, gone=row.removed_at is not None),
        gone=row.removed_at is not None,
    )


def register_kinds() -> None:
    """Called once, when the app is ready."""
    register(
        Kind(
            key=INDICATOR,
            name=gettext_lazy("cet indicateur"),
            find=lambda pk: _indicator(Indicator.with_withheld, pk),
            seen=lambda user, pk: _indicator(Indicator.objects.visible_to(user), pk),
            act=lambda pk, verb, *, by, reason, data: withhold_indicator(
                pk=pk, withheld=withheld_by(verb), by=by
            ),
        )
    )
    register(
        Kind(
            key=MEASUREMENT,
            name=gettext_lazy("cette mesure"),
            find=lambda pk: _measurement(Measurement.with_removed, pk),
            seen=lambda user, pk: _measurement(Measurement.objects.visible_to(user), pk),
            act=lambda pk, verb, *, by, reason, data: withhold_measurement(
                pk=pk, withheld=withheld_by(verb), by=by
            ),
        )
    )
