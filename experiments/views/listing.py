"""Experimentations of a group, or of every group: a list, a map, a table, by the same filters."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common import registry
from experiments.forms import ExperimentationFilters
from experiments.listing import by_department, everywhere, narrowed
from experiments.permissions import owners_allowed
from experiments.rooms import foot_panels, list_panels, list_tools
from experiments.selectors import experimentations_of
from groups.selectors import get_page, room_context

PER_PAGE = 24
VIEWS = ("liste", "carte", "tableau")


def _listed(request: HttpRequest, rows: QuerySet) -> dict:
    """What the templates show of `rows`, as the address asks. Two queries; for a map, one."""
    form = ExperimentationFilters(request.GET, user=request.user)
    rows = narrowed(rows, request.user, form.asked)
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
        points = by_department(rows, link)
        found = sum(point.value for point in points)
        return context | {"points": points, "found": found, "of_department": link}
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return context | {"experimentations": page, "found": page.paginator.count}


@require_safe
def group_experimentations(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of the group that one may see."""
    group, access = get_page(request.user, slug)
    context = room_context(request.user, group, access, "experimentations")
    context |= _listed(request, experimentations_of(request.user, group, access))
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
