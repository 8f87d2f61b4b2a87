"""Experimentations of a group, or of every group: a list, a map, a table, by the same filters."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import registry
from experiments.forms import ExperimentationFilters
from experiments.listing import Listing, everywhere, of_group
from experiments.permissions import owners_allowed
from experiments.rooms import foot_panels, list_panels, list_tools
from groups.selectors import get_page, room_context

PER_PAGE = 24
VIEWS = ("liste", "carte", "tableau")


def _listed(request: HttpRequest, listing: Listing) -> dict:
    """What the templates show of it, as the address asks. Three queries at most; for a map, one."""
    form = ExperimentationFilters(request.GET, user=request.user)
    listing = listing.narrowed(request.user, form.asked)
    view = request.GET.get("vue", "")
    view = view if view in VIEWS else VIEWS[0]
    kept = "" if view == VIEWS[0] else view
    context = {
        "form": form,
        "view": view,
        "views": [(each, form.query(vue="" if each == VIEWS[0] else each)) for each in VIEWS],
        "query": form.query(vue=kept).removeprefix("?"),
        "narrowed": bool(form.asked),
    }
    if view == "carte":
        # A circle leads to the list of its département.
        link = form.query(departement="") + "departement="
        points = listing.by_department(link)
        found = sum(point.value for point in points)
        return context | {"points": points, "found": found, "of_department": link}
    if view == "tableau":
        listing = listing.as_lines()
    page = Paginator(listing, PER_PAGE).get_page(request.GET.get("page"))
    return context | {"experimentations": page, "found": page.paginator.count}


@require_safe
def group_experimentations(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of the group that one may see."""
    group, access = get_page(request.user, slug)
    context = room_context(request.user, group, access, "experimentations")
    context |= _listed(request, of_group(request.user, group, access))
    context["can_create"] = owners_allowed(request.user, group).exists()
    context["panels"] = registry.drawn(list_panels, request.user, group, access)
    context["foot_panels"] = registry.drawn(foot_panels, request.user, group, access)
    context["tools"] = list_tools
    context["keeps_words"] = access is not None and access.is_facilitator
    return render(request, "experiments/list.html", context)


@require_safe
def experimentations(request: HttpRequest) -> HttpResponse:
    """Those of every group: the public ones, and those of one's own places."""
    context = _listed(request, everywhere(request.user)) | {"shows_groups": True}
    context["foot_panels"] = registry.drawn(foot_panels, request.user, None, None)
    return render(request, "experiments/everywhere.html", context)
