"""Where people work: each says it herself, colleagues and the network confirm it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.onward import onward
from common.rules import RuleError
from organisations import permissions, selectors, services
from organisations.forms import AffiliationForm
from organisations.models import Affiliation, Organisation


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My places, and a form to say another."""
    initial = {"organisation": request.GET.get("organisation", "")}
    form = AffiliationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        if not permissions.can_declare_affiliation(request.user, organisation):
            raise Http404
        place = services.declare_affiliation(
            user=request.user,
            organisation=organisation,
            function=form.cleaned_data["function"],
            since=form.cleaned_data["since"],
        )
        said = _(
            "«\u00a0%(name)s\u00a0» est notée. "
            "Une personne de l’animation ou votre référent·e confirmera."
        )
        if place.is_verified:
            said = _("«\u00a0%(name)s\u00a0» est notée, et votre rattachement est confirmé.")
        messages.success(request, said % {"name": organisation.name})
        return redirect("organisations:affiliations")
    context = {
        "form": form,
        "places": selectors.affiliations_of(request.user),
        "refusals": selectors.refusals_of(request.user),
    }
    return render(request, "organisations/affiliations.html", context)


@require_POST
@login_required
def end_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """I no longer work there."""
    place = get_object_or_404(selectors.affiliations_of(request.user), pk=pk)
    services.end_affiliation(affiliation=place, by=request.user)
    messages.success(
        request,
        _("Vous ne faites plus partie de «\u00a0%(name)s\u00a0». Ce que vous y avez écrit reste.")
        % {"name": place.organisation.name},
    )
    return redirect("organisations:affiliations")


def _place(request: HttpRequest, organisation_pk: int, pk: int) -> Affiliation:
    """A person's place in an organisation whose people one may see; 404 otherwise."""
    organisation = get_object_or_404(
        Organisation.objects.visible_to(request.user), pk=organisation_pk
    )
    if not permissions.can_see_people(request.user, organisation):
        raise Http404
    return get_object_or_404(selectors.people_of(organisation), pk=pk)


def _back(request: HttpRequest, organisation_pk: int) -> HttpResponse:
    card = reverse("organisations:detail", args=[organisation_pk])
    return redirect(onward(request, request.POST.get("next"), card))


@require_POST
@login_required
def verify(request: HttpRequest, organisation_pk: int, pk: int) -> HttpResponse:
    """Vouch for a colleague."""
    place = _place(request, organisation_pk, pk)
    if not permissions.can_verify_affiliation(request.user, place):
        raise Http404
    try:
        services.confirm_claim(affiliation=place, by=request.user)
    except RuleError as error:
        messages.warning(request, str(error))
    else:
        messages.success(
            request, _("Le rattachement de %(name)s est confirmé.") % {"name": place.user}
        )
    return _back(request, organisation_pk)


@require_POST
@login_required
def end(request: HttpRequest, organisation_pk: int, pk: int) -> HttpResponse:
    """Say that a colleague has left."""
    place = _place(request, organisation_pk, pk)
    if not permissions.can_end_affiliation(request.user, place):
        raise Http404
    services.end_affiliation(affiliation=place, by=request.user)
    messages.success(
        request, _("%(name)s ne fait plus partie de cette organisation.") % {"name": place.user}
    )
    return _back(request, organisation_pk)


@require_POST
@login_required
def referent(request: HttpRequest, organisation_pk: int, pk: int) -> HttpResponse:
    """Name a referent, or end it."""
    place = _place(request, organisation_pk, pk)
    if not permissions.can_name_referent(request.user, place):
        raise Http404
    services.name_referent(
        affiliation=place, by=request.user, is_referent=request.POST.get("referent") == "oui"
    )
    return _back(request, organisation_pk)
