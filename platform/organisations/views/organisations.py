"""The directory, public cards, partner structures, the search behind the field."""

from urllib.parse import urlencode, urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common import registry
from common.forms import data_of
from common.onward import onward
from organisations import permissions, selectors, services
from organisations.enums import Kind
from organisations.forms import (
    CollectivityFilters,
    NetworkMembershipForm,
    PartnerFilters,
    PartnerForm,
    PresentationForm,
)
from organisations.keywords import name_key
from organisations.models import Organisation
from organisations.search import search

PER_PAGE = 30


@require_safe
def search_results(request: HttpRequest) -> JsonResponse:
    """What the field shows while one types: at most ten organisations."""
    asked = request.GET.get("nature", "").split(",")
    visible = selectors.visible_kinds(request.user)
    kinds = [kind for kind in visible if kind in asked] or visible
    results = [
        {"id": row.pk, "name": row.name, "label": row.label, "detail": row.detail}
        for row in search(request.GET.get("q", ""), kinds=kinds)
    ]
    answer = JsonResponse({"results": results})
    answer["Cache-Control"] = "private, max-age=60"
    return answer


def _directory(request: HttpRequest, form, kind: str) -> dict:
    """The part of a directory that its filters ask for: found by words, or a page by name."""
    if form.text:
        found = selectors.directory_search(request.user, form.text, kind=kind, **form.narrowed)
        return {"form": form, "organisations": found, "page": None, "most": selectors.MOST_FOUND}
    rows = selectors.directory(request.user, kind=kind, **form.narrowed)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return {
        "form": form,
        "organisations": page.object_list,
        "page": page,
        "query": query.urlencode(),
    }


@require_safe
def collectivities(request: HttpRequest) -> HttpResponse:
    """The directory of local authorities, with the map of the network."""
    context = _directory(request, CollectivityFilters(request.GET), Kind.COLLECTIVITY)
    form = context["form"]
    # A circle leads to the list of its département, with the other filters.
    query = request.GET.copy()
    for name in ("page", "departement"):
        query.pop(name, None)
    link = f"?{query.urlencode()}&departement=".replace("?&", "?")
    found = [row.pk for row in context["organisations"]] if form.text else None
    points, by_place = selectors.network_points(
        request.user, link=link, found=found, **form.narrowed
    )
    context |= {"of_department": link, "points": points, "by_place": by_place}
    return render(request, "organisations/collectivities.html", context)


@require_safe
@login_required
def partners(request: HttpRequest) -> HttpResponse:
    """The directory of partner structures."""
    context = _directory(request, PartnerFilters(request.GET), Kind.PARTNER)
    return render(request, "organisations/partners.html", context)


def _organisation(request: HttpRequest, pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.visible_to(request.user), pk=pk)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The card of an organisation, with what other rooms of the house add to it."""
    organisation = _organisation(request, pk)
    if organisation.merged_into_id is not None:
        return redirect("organisations:detail", organisation.merged_into_id)
    mine = None
    if request.user.is_authenticated:
        mine = selectors.affiliations_of(request.user).filter(organisation=organisation).first()
    people, may_vouch = None, False
    if permissions.can_see_people(request.user, organisation):
        may_vouch = permissions.can_vouch_in(request.user, organisation)
        people = [
            {
                "place": place,
                "vouch": may_vouch and place.user_id != request.user.pk,
                "may_name": may_vouch and place.is_verified and not place.is_referent,
                "may_unname": place.is_referent
                and permissions.can_end_referent(request.user, place),
            }
            for place in selectors.people_of(organisation)
        ]
    context = {
        "organisation": organisation,
        "mine": mine,
        "people": people,
        "may_edit": permissions.can_edit_organisation(request.user, organisation),
        "may_vouch": may_vouch,
        "may_list": permissions.can_list_domains(request.user, organisation),
        "may_merge": permissions.can_merge(request.user),
        "may_mark": permissions.can_mark_network_member(request.user, organisation),
        "may_join": permissions.can_declare_affiliation(request.user, organisation),
        "panels": registry.drawn(registry.organisation_panels, request.user, organisation, None),
    }
    return render(request, "organisations/detail.html", context)


def _next(request: HttpRequest, chosen: Organisation) -> str:
    """Where to go once a structure is chosen: the form that sent the person here, with the
    structure in its address (`?organisation=<id>`), or the card."""
    target = onward(request, request.POST.get("next") or request.GET.get("next"), "")
    if not target:
        return reverse("organisations:detail", args=[chosen.pk])
    parts = urlsplit(target)
    query = QueryDict(parts.query, mutable=True)
    query["organisation"] = str(chosen.pk)
    return urlunsplit(("", "", parts.path, query.urlencode(), ""))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def partner_create(request: HttpRequest) -> HttpResponse:
    """Describe a partner structure; those it may already be are shown before it is created."""
    if not permissions.can_create_partner(request.user):
        raise Http404
    form = PartnerForm(request.POST or None, initial={"name": request.GET.get("nom", "")[:200]})
    candidates = []
    if request.method == "POST" and form.is_valid():
        # « Créer quand même » holds for the name it was said of.
        seen = request.POST.get("confirmed", "") == _fingerprint(form)
        try:
            partner = services.create_partner(
                created_by=request.user, confirmed=seen, **form.cleaned_data
            )
        except services.LooksAlikeError as error:
            candidates = [
                {"organisation": each, "url": _next(request, each)} for each in error.candidates
            ]
        else:
            messages.success(
                request, _("«\u00a0%(name)s\u00a0» est enregistrée.") % {"name": partner.name}
            )
            return redirect(_next(request, partner))
    context = {
        "form": form,
        "candidates": candidates,
        "fingerprint": _fingerprint(form) if candidates else "",
        "next": request.POST.get("next") or request.GET.get("next") or "",
    }
    return render(request, "organisations/partner_form.html", context)


def _fingerprint(form: PartnerForm) -> str:
    return urlencode({"n": name_key(form.cleaned_data["name"]), "s": form.cleaned_data["siren"]})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the public card of an organisation."""
    organisation = _organisation(request, pk)
    if not permissions.can_edit_organisation(request.user, organisation):
        raise Http404
    kind_of_form = PartnerForm if organisation.kind == Kind.PARTNER else PresentationForm
    form = kind_of_form(request.POST or None, initial=kind_of_form.initial_of(organisation))
    if request.method == "POST" and form.is_valid():
        services.update_organisation(organisation=organisation, **form.cleaned_data)
        messages.success(request, _("La présentation est à jour."))
        return redirect("organisations:detail", pk)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mark_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Say since when an organisation belongs to the network, or that it no longer does."""
    organisation = _organisation(request, pk)
    if not permissions.can_mark_network_member(request.user, organisation):
        raise Http404
    belongs = request.POST.get("membre") == "oui"
    form = NetworkMembershipForm(
        data_of(request) if belongs else None,
        initial={"since": organisation.member_since, "until": organisation.member_until},
    )
    if request.method == "POST" and (not belongs or form.is_valid()):
        services.mark_network_member(
            organisation=organisation,
            by=request.user,
            is_member=belongs,
            **(form.cleaned_data if belongs else {}),
        )
        messages.success(request, _("L’adhésion au réseau est à jour."))
        return redirect("organisations:detail", pk)
    context = {"form": form, "organisation": organisation}
    return render(request, "organisations/network_membership.html", context)
