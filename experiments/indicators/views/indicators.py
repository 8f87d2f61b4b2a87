"""The tab of indicators, the page of one, and choosing what is counted."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from common.text import whole_number
from experiments.indicators import services
from experiments.indicators.forms import IndicatorForm, MeasurementForm
from experiments.indicators.models import Indicator, Measurement
from experiments.indicators.moderation import INDICATOR, MEASUREMENT
from experiments.indicators.permissions import can_measure
from experiments.indicators.selectors import (
    card_of,
    cards_of,
    get_own_indicator,
    measurements_page,
    named_in,
)
from experiments.indicators.views.shared import measured, measured_indicator
from experiments.selectors import get_experimentation
from experiments.views.shared import page
from groups.moderation.selectors import standing_of

both = require_http_methods(["GET", "POST"])
NAME_TAKEN = gettext_lazy("Un autre indicateur a pris ce nom.")


@require_safe
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """Each indicator with its latest values; a value is noted in place."""
    experimentation, access = get_experimentation(request.user, pk)
    found = cards_of(experimentation, access)
    writes = can_measure(access)
    if writes:
        for card in found["cards"]:
            card.form = short_form(card.indicator.pk)
    context = page(
        request,
        experimentation,
        access,
        "indicators",
        can_measure=writes,
        has_measurements=any(card.latest for cards in found.values() for card in cards),
        **found,
    )
    return render(request, "indicators/list.html", context)


def short_form(indicator_pk: int) -> MeasurementForm:
    """The form inside a page that shows several: no two of their fields have the same id."""
    return MeasurementForm(auto_id=f"id_{indicator_pk}_%s")


@require_safe
def indicator(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """All that was measured, and what each measurement said before it was corrected."""
    experimentation, access = get_experimentation(request.user, pk)
    found = get_own_indicator(request.user, experimentation, access, indicator_pk)
    writes = can_measure(access) and not found.withheld
    measurements = _measurements(request, experimentation, access, found)
    card = card_of(found, measurements)
    if writes:
        card.form = short_form(found.pk)
    context = page(
        request,
        experimentation,
        access,
        "indicators",
        card=card,
        indicator=found,
        measurements=measurements,
        moderation=standing_of(
            request.user,
            access,
            found,
            kind=INDICATOR,
            group=experimentation.space.group,
            # The other pages ask for its chart.
            told=measurements.number == 1,
        ),
        can_measure=writes,
        removed=_removed(request, found) if writes else None,
    )
    return render(request, "indicators/detail.html", context)


def _measurements(request: HttpRequest, experimentation, access, found: Indicator) -> Page:
    """A page of them, each with what may be done about it."""
    asked = request.GET.get("page")
    rows = measurements_page(request.user, experimentation, access, found, asked)
    group = experimentation.space.group
    for each in rows:
        each.moderation = standing_of(
            request.user, access, each, kind=MEASUREMENT, group=group, told=False
        )
    return rows


def _removed(request: HttpRequest, found) -> Measurement | None:
    """The measurement just removed, so that the page can offer to bring it back."""
    asked = whole_number(request.GET.get("supprimee", ""))
    rows = Measurement.with_removed.filter(indicator=found).exclude(removed_at=None)
    return None if asked is None else rows.filter(pk=asked).first()


@login_required
@both
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose what to count. Sent twice, it is stored once."""
    experimentation, _access = measured(request, pk)
    form = IndicatorForm(data_of(request), others=named_in(experimentation))
    if form.is_valid():
        try:
            services.add_indicator(
                experimentation=experimentation, author=request.user, **form.cleaned_data
            )
        except services.NameTakenError:
            form.add_error("name", NAME_TAKEN)
        else:
            messages.success(request, _("L’indicateur est créé. Notez sa première mesure."))
            return redirect("experimentation_indicators", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Choisir un indicateur"),
        button=_("Créer l’indicateur"),
    )


@login_required
@both
def edit(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """Say it better, or change who may see it."""
    experimentation, _access, found = measured_indicator(request, pk, indicator_pk)
    form = IndicatorForm(
        data_of(request),
        initial={name: getattr(found, name) for name in services.DESCRIPTION},
        others=named_in(experimentation).exclude(pk=found.pk),
    )
    del form.fields["client_id"]
    if form.is_valid():
        try:
            services.edit_indicator(indicator=found, editor=request.user, **form.cleaned_data)
        except services.NameTakenError:
            form.add_error("name", NAME_TAKEN)
        else:
            messages.success(request, _("L’indicateur est à jour."))
            return redirect("indicator", experimentation.pk, found.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Modifier l’indicateur"),
        button=_("Enregistrer l’indicateur"),
    )


def _form(request: HttpRequest, experimentation, form, **context) -> HttpResponse:
    context |= {
        "experimentation": experimentation,
        "form": form,
        "back": "experimentation_indicators",
    }
    return render(request, "experiments/form.html", context)


@login_required
@require_POST
def move(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """Up the list or, with `sens=bas`, down."""
    experimentation, _access, found = measured_indicator(request, pk, indicator_pk)
    services.move_indicator(indicator=found, up=request.POST.get("sens") != "bas")
    return redirect("experimentation_indicators", experimentation.pk)


@login_required
@both
def remove(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """Delete it or, once something was measured, put it aside."""
    experimentation, _access, found = measured_indicator(request, pk, indicator_pk)
    if request.method == "POST":
        if services.remove_indicator(indicator=found, by=request.user):
            messages.success(request, _("L’indicateur est supprimé."))
        else:
            messages.success(
                request, _("L’indicateur est archivé\u00a0: ses mesures restent, en bas de page.")
            )
        return redirect("experimentation_indicators", experimentation.pk)
    has_measurements = Measurement.with_removed.filter(indicator=found).exists()
    context = {
        "experimentation": experimentation,
        "heading": _("Retirer l’indicateur «\u00a0%(name)s\u00a0»\u00a0?") % {"name": found.name},
        "text": _("Il a des mesures\u00a0: il sera archivé, et vous pourrez le reprendre.")
        if has_measurements
        else _("Rien n’a encore été mesuré\u00a0: il sera supprimé pour de bon."),
        "button": _("Archiver l’indicateur") if has_measurements else _("Supprimer l’indicateur"),
        "back": "experimentation_indicators",
    }
    return render(request, "experiments/confirm.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """Bring back an indicator that was put aside."""
    experimentation, _access, found = measured_indicator(request, pk, indicator_pk)
    services.restore_indicator(indicator=found, by=request.user)
    messages.success(request, _("L’indicateur est de retour dans la liste."))
    return redirect("experimentation_indicators", experimentation.pk)
