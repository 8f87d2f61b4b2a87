"""Noting, correcting and removing values."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.forms import data_of
from experiments.indicators import services
from experiments.indicators.forms import CorrectionForm, MeasurementForm
from experiments.indicators.selectors import get_measurement, get_removed_measurement, notes_of
from experiments.indicators.views.shared import measured_indicator

both = require_http_methods(["GET", "POST"])


def _form(request: HttpRequest, experimentation, indicator, form, **context) -> HttpResponse:
    context |= {"experimentation": experimentation, "indicator": indicator, "form": form}
    return render(request, "indicators/measurement_form.html", context)


@login_required
@both
def add(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """Note a value. Sent twice, it is stored once."""
    experimentation, access, indicator = measured_indicator(request, pk, indicator_pk)
    form = MeasurementForm(data_of(request), notes=notes_of(experimentation, access))
    if form.is_valid():
        _measurement, new = services.add_measurement(
            indicator=indicator, author=request.user, **form.cleaned_data
        )
        if new:
            messages.success(
                request, _("La mesure de «\u00a0%(name)s\u00a0» est notée.") % {"name": indicator}
            )
        else:
            messages.info(
                request, _("Cette mesure était déjà enregistrée\u00a0: elle n’y est qu’une fois.")
            )
        url = reverse("experimentation_indicators", args=[experimentation.pk])
        return redirect(f"{url}#indicateur-{indicator.pk}")
    return _form(
        request,
        experimentation,
        indicator,
        form,
        heading=_("Noter une mesure"),
        button=_("Noter la mesure"),
    )


@login_required
@both
def correct(request: HttpRequest, pk: int, indicator_pk: int, measurement_pk: int) -> HttpResponse:
    """Say something else, and why; what it said stays in its history."""
    experimentation, access, indicator = measured_indicator(request, pk, indicator_pk)
    measurement = get_measurement(indicator, measurement_pk)
    form = CorrectionForm(
        data_of(request),
        initial={
            name: getattr(measurement, name)
            for name in ("value", "measured_on", "precision", "source", "entry")
        },
        notes=notes_of(experimentation, access),
    )
    if form.is_valid():
        changed = services.correct_measurement(
            measurement=measurement, by=request.user, **form.cleaned_data
        )
        if changed:
            messages.success(request, _("La mesure est corrigée\u00a0; l’historique le dit."))
        else:
            messages.info(request, _("Rien n’a changé."))
        return redirect("indicator", experimentation.pk, indicator.pk)
    return _form(
        request,
        experimentation,
        indicator,
        form,
        heading=_("Corriger une mesure"),
        button=_("Corriger la mesure"),
    )


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, indicator_pk: int, measurement_pk: int) -> HttpResponse:
    """Take a measurement out; the page then offers to bring it back."""
    experimentation, _access, indicator = measured_indicator(request, pk, indicator_pk)
    measurement = get_measurement(indicator, measurement_pk)
    services.remove_measurement(measurement=measurement, by=request.user)
    url = reverse("indicator", args=[experimentation.pk, indicator.pk])
    return redirect(f"{url}?supprimee={measurement.pk}")


@login_required
@require_POST
def restore(request: HttpRequest, pk: int, indicator_pk: int, measurement_pk: int) -> HttpResponse:
    """Bring a removed measurement back."""
    experimentation, _access, indicator = measured_indicator(request, pk, indicator_pk)
    measurement = get_removed_measurement(indicator, measurement_pk)
    services.restore_measurement(measurement=measurement, by=request.user)
    messages.success(request, _("La mesure est de retour."))
    return redirect("indicator", experimentation.pk, indicator.pk)
