"""Changing an experimentation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.forms import data_of
from experiments import services
from experiments.enums import STAGE_PATH, Stage
from experiments.forms import CarrierForm, DescriptionForm, StageForm
from experiments.selectors import possible_carriers
from experiments.views.shared import managed


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Describe it better, or change who may see it."""
    experimentation, _access = managed(request, pk)
    initial = {name: getattr(experimentation, name) for name in DescriptionForm.base_fields}
    form = DescriptionForm(data_of(request), initial=initial)
    if form.is_valid():
        services.edit_experimentation(
            experimentation=experimentation, editor=request.user, **form.description
        )
        messages.success(request, _("La présentation est à jour."))
        return redirect("experimentation_presentation", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Modifier la présentation"),
        button=_("Enregistrer la présentation"),
        back="experimentation_presentation",
    )


@login_required
@require_http_methods(["GET", "POST"])
def change_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a stage was reached, or that it stopped."""
    experimentation, _access = managed(request, pk)
    stage = Stage(experimentation.stage)
    following = STAGE_PATH[STAGE_PATH.index(stage) + 1 :] if stage in STAGE_PATH else []
    initial = {"stage": (following or [stage])[0], "on": timezone.localdate()}
    form = StageForm(data_of(request), initial=initial)
    if form.is_valid():
        change = services.change_stage(
            experimentation=experimentation, author=request.user, **form.cleaned_data
        )
        messages.success(
            request, _("Étape notée\u00a0: %(stage)s.") % {"stage": change.get_stage_display()}
        )
        return redirect("experimentation_presentation", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Changer d’étape"),
        button=_("Enregistrer l’étape"),
        back="experimentation_presentation",
    )


@login_required
@require_http_methods(["GET", "POST"])
def add_carrier(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a second collectivité that carries it."""
    experimentation, _access = managed(request, pk)
    form = CarrierForm(data_of(request), organisations=possible_carriers(experimentation))
    if form.is_valid():
        organisation = form.cleaned_data["organisation"]
        services.add_carrier(
            experimentation=experimentation, organisation=organisation, by=request.user
        )
        messages.success(
            request,
            _("%(name)s porte maintenant l’expérimentation avec vous.")
            % {"name": organisation.name},
        )
        return redirect("experimentation_partners", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Ajouter une collectivité porteuse"),
        button=_("Ajouter la collectivité"),
        back="experimentation_partners",
    )


@login_required
@require_http_methods(["GET", "POST"])
def remove_carrier(request: HttpRequest, pk: int, carrier_pk: int) -> HttpResponse:
    """End the part of a second collectivité, after a confirmation: its agents lose rights."""
    experimentation, _access = managed(request, pk)
    carriers = experimentation.space.carriers.select_related("organisation").filter(is_lead=False)
    carrier = get_object_or_404(carriers, pk=carrier_pk)
    if request.method == "POST":
        try:
            services.remove_carrier(
                experimentation=experimentation, carrier=carrier, by=request.user
            )
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(
                request,
                _("%(name)s ne porte plus l’expérimentation.")
                % {"name": carrier.organisation.name},
            )
        return redirect("experimentation_partners", experimentation.pk)
    context = {
        "experimentation": experimentation,
        "heading": _("Retirer %(name)s des collectivités porteuses\u00a0?")
        % {"name": carrier.organisation.name},
        "text": _(
            "Ses membres ne pourront plus modifier l’expérimentation. "
            "Ce qu’ils ont écrit reste, avec leur nom."
        ),
        "button": _("Retirer la collectivité"),
        "back": "experimentation_partners",
    }
    return render(request, "experiments/confirm.html", context)


def _form(request, experimentation, form, **context) -> HttpResponse:
    context |= {"experimentation": experimentation, "form": form}
    return render(request, "experiments/form.html", context)
