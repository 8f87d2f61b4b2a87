"""The library and its resources, for whoever may read them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common.text import whole_number
from groups.library.citing import citation, linked_data, page_of, permalink
from groups.library.enums import State
from groups.library.filtering import SORTS, STATES, LibraryFilter
from groups.library.models import Resource
from groups.library.permissions import (
    Standing,
    can_edit_resource,
    can_keep_library,
    can_suggest_resource,
    standing_of,
)
from groups.library.selectors import PER_PAGE, facets_of, get_resource, listed, visible_to
from organisations.selectors import visible_kinds

FACETS = {
    "kind": _("Nature"),
    "keyword": _("Mots-clés"),
    "year": _("Année"),
    "origin": _("Type de ressource"),
    "private": _("Accès"),
}


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Search, filters with their numbers, cards. Ten queries at most."""
    standing = standing_of(request.user)
    asked = LibraryFilter.read(request.GET)
    waiting = request.GET.get("etat", "") if standing.belongs else ""
    state = STATES.get(waiting, State.ACCEPTED)
    rows = visible_to(standing).filter(state=state)
    facets = facets_of(rows, asked)
    page = Paginator(listed(asked.apply(rows)), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "asked": asked,
        "page": page,
        "found": page.paginator.count,
        "query": f"{asked.query()[1:]}&".lstrip("&"),
        "state": waiting if state != State.ACCEPTED else "",
        "facets": _facets(standing, asked, facets),
        "kept": asked.kept(),
        "removed": _removed(request, standing),
        "sorts": [(key, label) for key, (label, _order) in SORTS.items()],
        "can_suggest": can_suggest_resource(standing),
        "keeps": can_keep_library(standing),
    }
    return render(request, "library/list.html", context)


def _facets(standing: Standing, asked: LibraryFilter, counts: dict) -> list[dict]:
    """What the page draws of each filter: its values, the address that each leads to."""
    shown = []
    for name, label in FACETS.items():
        if name == "private" and not standing.belongs:
            continue
        values = [
            {
                "label": said,
                "number": number,
                "url": asked.query(**{name: None if chosen else value}) or "?",
                "chosen": chosen,
            }
            for value, said, number in _values(name, counts[name])
            for chosen in [getattr(asked, name) == value]
        ]
        for each in values:
            if each["chosen"]:
                each["url"] = asked.without(name).query() or "?"
        if values:
            is_open = name == "kind" or getattr(asked, name) not in ("", None)
            shown.append({"label": label, "values": values, "open": is_open})
    return shown


def _values(name: str, counted: list) -> list[tuple]:
    if name == "keyword":
        return [(word.pk, word.label, number) for word, number in counted]
    return counted


def _organisations(request: HttpRequest, found: Resource) -> list:
    """Those that this reader may find in the directory."""
    kinds = visible_kinds(request.user)
    return [each for each in found.organisations.all() if each.kind in kinds]


def _removed(request: HttpRequest, standing: Standing) -> Resource | None:
    """The resource just taken out, so that the page can offer to put it back."""
    asked = whole_number(request.GET.get("retiree", ""))
    if asked is None or not can_keep_library(standing):
        return None
    return Resource.objects.filter(pk=asked, state=State.REMOVED, shelf="").first()


@require_safe
def resource(request: HttpRequest, pk: int) -> HttpResponse:
    """One resource, whole, with how to cite it."""
    found, standing = get_resource(request.user, pk)
    keeps = can_keep_library(standing) and not found.shelf
    is_public = found.state == State.ACCEPTED and not found.is_private
    context = {
        "resource": found,
        "files": found.files.all(),
        "organisations": _organisations(request, found),
        "citation": citation(found),
        "permalink": permalink(found),
        "page": page_of(found),
        "belongs": standing.belongs,
        "keeps": keeps,
        "is_mine": found.suggested_by_id is not None and found.suggested_by_id == standing.pk,
        "can_edit": can_edit_resource(standing, found),
        "linked_data": linked_data(found) if is_public else None,
    }
    return render(request, "library/detail.html", context)
