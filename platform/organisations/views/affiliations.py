"""Where people work: each says it herself, colleagues and the network confirm it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.forms import data_of
from common.onward import onward
from common.rules import RuleError
from organisations import handover, permissions, selectors, services
from organisations.forms import AffiliationForm, LeaveForm
from organisations.models import Affiliation


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


def _leave(
    request: HttpRequest, place: Affiliation, back: str, *, knows_people: bool
) -> HttpResponse:
    """What passes and to whom, shown before a person's place ends; then it ends."""
    # To name a colleague one must know them.
    colleagues = list(selectors.colleagues_of(place)) if knows_people else []
    passing = handover.preview(place, request.user)
    form = LeaveForm(
        data_of(request),
        colleagues=colleagues,
        must_choose=bool(passing and colleagues),
        is_referent=place.is_referent and place.is_verified,
    )
    mine = place.user_id == request.user.pk
    if form.is_valid():
        to = form.cleaned_data.get("to")
        try:
            services.end_affiliation(
                affiliation=place,
                by=request.user,
                to=to,
                as_referent=form.cleaned_data.get("as_referent", False),
            )
        except RuleError as error:
            form.add_error("to", str(error))
        else:
            said = (
                _(
                    "Vous ne faites plus partie de «\u00a0%(organisation)s\u00a0». "
                    "Ce que vous y avez écrit reste."
                )
                if mine
                else _("%(name)s ne fait plus partie de cette organisation.")
            )
            if to:
                said += " " + _("%(to)s prend le relais.")
            names = {"organisation": place.organisation.name, "name": place.user, "to": to}
            messages.success(request, said % names)
            return redirect(back)
    context = {"place": place, "mine": mine, "passing": passing, "form": form, "back": back}
    return render(request, "organisations/leave.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """I no longer work there."""
    place = get_object_or_404(
        selectors.affiliations_of(request.user).select_related("user", "organisation"), pk=pk
    )
    return _leave(
        request,
        place,
        reverse("organisations:affiliations"),
        knows_people=permissions.can_see_people(request.user, place.organisation),
    )


def _place(request: HttpRequest, organisation_pk: int, pk: int) -> Affiliation:
    """A person's place in an organisation whose people one may see; 404 otherwise."""
    place = get_object_or_404(selectors.people_of(organisation_pk), pk=pk)
    if not permissions.can_see_people(request.user, place.organisation):
        raise Http404
    return place


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


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, organisation_pk: int, pk: int) -> HttpResponse:
    """Say that a colleague has left."""
    place = _place(request, organisation_pk, pk)
    if not permissions.can_end_affiliation(request.user, place):
        raise Http404
    return _leave(
        request,
        place,
        reverse("organisations:detail", args=[organisation_pk]),
        knows_people=True,
    )


@require_POST
@login_required
def referent(request: HttpRequest, organisation_pk: int, pk: int) -> HttpResponse:
    """Name a referent, or end it."""
    place = _place(request, organisation_pk, pk)
    named = request.POST.get("referent") == "oui"
    may = permissions.can_name_referent if named else permissions.can_end_referent
    if not may(request.user, place):
        raise Http404
    try:
        services.name_referent(
            affiliation=place,
            by=request.user,
            is_referent=named,
            keep_one=not permissions.can_leave_without_referent(request.user),
        )
    except RuleError as error:
        messages.warning(request, str(error))
    else:
        said = _("%(name)s est référent·e.") if named else _("%(name)s n’est plus référent·e.")
        messages.success(request, said % {"name": place.user})
    return _back(request, organisation_pk)
