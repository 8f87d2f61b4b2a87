"""Partners, planned actions and fundings: add, change, remove."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.forms import data_of
from common.onward import onward
from experiments import services
from experiments.enums import ActionState
from experiments.forms import ActionForm, FundingForm, PartnerForm
from experiments.models import Funding, Partnership, PlannedAction
from experiments.permissions import can_complete_action
from experiments.selectors import get_experimentation, get_part, people_of
from experiments.views.shared import managed

both = require_http_methods(["GET", "POST"])


def _form(request, experimentation, form, *, heading, button, back, **more) -> HttpResponse:
    context = {
        "experimentation": experimentation,
        "form": form,
        "heading": heading,
        "button": button,
        "back": back,
        **more,
    }
    return render(request, "experiments/form.html", context)


def _confirm(request, experimentation, *, heading, button, back, text="") -> HttpResponse:
    context = {
        "experimentation": experimentation,
        "heading": heading,
        "text": text,
        "button": button,
        "back": back,
    }
    return render(request, "experiments/confirm.html", context)


@login_required
@both
def add_partner(request: HttpRequest, pk: int) -> HttpResponse:
    experimentation, _access = managed(request, pk)
    # After a new structure was described, its page sends back here with its id.
    initial = {"organisation": request.GET.get("organisation", "")}
    form = PartnerForm(data_of(request), initial=initial)
    if form.is_valid():
        try:
            services.add_partner(
                experimentation=experimentation, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            name = form.cleaned_data["organisation"].name
            messages.success(request, _("%(name)s est parmi les partenaires.") % {"name": name})
            return redirect("experimentation_partners", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Ajouter un partenaire"),
        button=_("Ajouter le partenaire"),
        back="experimentation_partners",
        offers_new_structure=True,
        keeps_draft=True,
    )


@login_required
@both
def edit_partner(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    partnership = get_part(experimentation, access, Partnership, part_pk)
    fields = ["role", "contribution", "contact"]
    form = PartnerForm(
        data_of(request), initial={name: getattr(partnership, name) for name in fields}
    )
    del form.fields["organisation"]
    if form.is_valid():
        services.edit_partner(partnership=partnership, **form.cleaned_data)
        messages.success(request, _("Le partenaire est à jour."))
        return redirect("experimentation_partners", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=partnership.organisation.name,
        button=_("Enregistrer le partenaire"),
        back="experimentation_partners",
    )


@login_required
@both
def remove_partner(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    partnership = get_part(experimentation, access, Partnership, part_pk)
    name = {"name": partnership.organisation.name}
    if request.method == "POST":
        services.remove_partner(partnership=partnership, by=request.user)
        messages.success(request, _("%(name)s n’est plus parmi les partenaires.") % name)
        return redirect("experimentation_partners", experimentation.pk)
    return _confirm(
        request,
        experimentation,
        heading=_("Retirer %(name)s des partenaires\u00a0?") % name,
        text=_("Son rôle et son apport seront effacés. Un accès invité, lui, reste ouvert."),
        button=_("Retirer le partenaire"),
        back="experimentation_partners",
    )


@login_required
@both
def add_action(request: HttpRequest, pk: int) -> HttpResponse:
    experimentation, _access = managed(request, pk)
    form = ActionForm(data_of(request), people=people_of(experimentation))
    if form.is_valid():
        services.add_action(
            experimentation=experimentation, author=request.user, **form.cleaned_data
        )
        messages.success(request, _("L’action est prévue."))
        return redirect("experimentation_actions", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Prévoir une action"),
        button=_("Prévoir l’action"),
        back="experimentation_actions",
        keeps_draft=True,
    )


@login_required
@both
def edit_action(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    action = get_part(experimentation, access, PlannedAction, part_pk)
    initial = {name: getattr(action, name) for name in ActionForm.base_fields}
    form = ActionForm(data_of(request), initial=initial, people=people_of(experimentation))
    if form.is_valid():
        services.edit_action(action=action, **form.cleaned_data)
        messages.success(request, _("L’action est à jour."))
        return redirect("experimentation_actions", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Modifier l’action"),
        button=_("Enregistrer l’action"),
        back="experimentation_actions",
    )


@login_required
@require_POST
def complete_action(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    """Mark it done or, with `fait=non`, to be done again. `suite` says where to go back to."""
    experimentation, access = get_experimentation(request.user, pk)
    action = get_part(experimentation, access, PlannedAction, part_pk)
    if not can_complete_action(request.user, access, action):
        raise Http404
    done = request.POST.get("fait") != "non"
    services.set_action_done(action=action, done=done, by=request.user)
    actions = reverse("experimentation_actions", args=[experimentation.pk])
    return redirect(onward(request, request.POST.get("suite"), actions))


@login_required
@require_POST
def move_action(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    """Put it in the column `etat` of the board, and show it there."""
    experimentation, access = get_experimentation(request.user, pk)
    action = get_part(experimentation, access, PlannedAction, part_pk)
    if not can_complete_action(request.user, access, action):
        raise Http404
    asked = request.POST.get("etat")
    if asked in ActionState.values:
        state = ActionState(asked)
        services.move_action(action=action, state=state, by=request.user)
        said = {"title": action.title, "state": state.label}
        messages.success(
            request,
            _("L’action «\u00a0%(title)s\u00a0» est dans «\u00a0%(state)s\u00a0».") % said,
        )
    else:
        messages.error(request, _("Dites où va l’action\u00a0: à faire, en cours ou fait."))
    board = reverse("experimentation_actions", args=[experimentation.pk])
    return redirect(f"{board}?vue=tableau#action-{action.pk}")


@login_required
@both
def remove_action(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    action = get_part(experimentation, access, PlannedAction, part_pk)
    if request.method == "POST":
        services.remove_action(action=action, by=request.user)
        messages.success(request, _("L’action est retirée de la liste."))
        return redirect("experimentation_actions", experimentation.pk)
    return _confirm(
        request,
        experimentation,
        heading=_("Retirer l’action «\u00a0%(title)s\u00a0»\u00a0?") % {"title": action.title},
        text=_(
            "Si elle est faite, marquez-la plutôt comme faite\u00a0: elle restera dans la liste."
        ),
        button=_("Retirer l’action"),
        back="experimentation_actions",
    )


@login_required
@both
def add_funding(request: HttpRequest, pk: int) -> HttpResponse:
    experimentation, _access = managed(request, pk)
    initial = {"funder": request.GET.get("organisation", "")}
    form = FundingForm(data_of(request), initial=initial)
    if form.is_valid():
        services.add_funding(experimentation=experimentation, by=request.user, **form.cleaned_data)
        messages.success(request, _("Le financement est noté."))
        return redirect("experimentation_partners", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Noter un financement"),
        button=_("Noter le financement"),
        back="experimentation_partners",
        offers_new_structure=True,
        keeps_draft=True,
    )


@login_required
@both
def edit_funding(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    funding = get_part(experimentation, access, Funding, part_pk)
    initial = {name: getattr(funding, name) for name in FundingForm.base_fields}
    form = FundingForm(data_of(request), initial=initial)
    if form.is_valid():
        services.edit_funding(funding=funding, **form.cleaned_data)
        messages.success(request, _("Le financement est à jour."))
        return redirect("experimentation_partners", experimentation.pk)
    return _form(
        request,
        experimentation,
        form,
        heading=_("Modifier le financement"),
        button=_("Enregistrer le financement"),
        back="experimentation_partners",
    )


@login_required
@both
def remove_funding(request: HttpRequest, pk: int, part_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    funding = get_part(experimentation, access, Funding, part_pk)
    if request.method == "POST":
        services.remove_funding(funding=funding, by=request.user)
        messages.success(request, _("Le financement est retiré de la liste."))
        return redirect("experimentation_partners", experimentation.pk)
    return _confirm(
        request,
        experimentation,
        heading=_("Retirer le financement de %(name)s\u00a0?") % {"name": funding.funder.name},
        button=_("Retirer le financement"),
        back="experimentation_partners",
    )
