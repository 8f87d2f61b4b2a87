"""The tabs of an experimentation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from common import registry
from common.text import whole_number
from discussions.lists import threads_for
from experiments.keeping import mark_openable
from experiments.permissions import (
    can_complete_action,
    can_edit_entry,
    can_see_contacts,
)
from experiments.rooms import history_panels, presentation_panels, presentation_tools
from experiments.selectors import (
    actions_of,
    actions_shown,
    carriers_of,
    fundings_of,
    get_experimentation,
    get_own_entry,
    get_removed_entry,
    history_of,
    partnerships_of,
)
from experiments.tagging import terms_of
from experiments.timeline import dress, journal_shown
from experiments.views.shared import page
from groups.documents.permissions import can_add_document
from groups.documents.selectors import documents_of
from groups.moderation.selectors import standing_of

# Notes on paper: some fifty sheets.
PRINTED = 300


@require_safe
def experimentation(request: HttpRequest, pk: int) -> HttpResponse:
    """The journal, newest first, with partners and fundings beside it."""
    experimentation, access = get_experimentation(request.user, pk)
    shown = journal_shown(experimentation, access, request.GET)
    for entry in shown["journal"].entries:
        entry.can_edit = can_edit_entry(request.user, access, entry)
    mark_openable(request.user, access, shown["journal"].entries)
    context = page(
        request,
        experimentation,
        access,
        "journal",
        removed=_removed(request, experimentation, access),
        carriers=carriers_of(experimentation),
        partnerships=partnerships_of(experimentation),
        **shown,
    )
    return render(request, "experiments/journal.html", context)


@require_safe
def print_journal(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked for of the journal, whole and by itself, to be printed."""
    experimentation, access = get_experimentation(request.user, pk)
    shown = journal_shown(experimentation, access, request.GET, most=PRINTED)
    mark_openable(request.user, access, shown["journal"].entries)
    context = {
        "experimentation": experimentation,
        "access": access,
        "now": timezone.now(),
        "most": PRINTED,
        **shown,
    }
    return render(request, "experiments/journal_print.html", context)


def _removed(request: HttpRequest, experimentation, access):
    """The entry just removed, so that the page can offer to bring it back."""
    asked = whole_number(request.GET.get("supprimee", ""))
    if asked is None:
        return None
    try:
        entry = get_removed_entry(experimentation, access, asked)
    except Http404:
        return None
    return entry if can_edit_entry(request.user, access, entry) else None


@require_safe
def entry(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """One entry by itself: where its permalink leads."""
    experimentation, access = get_experimentation(request.user, pk)
    entry = get_own_entry(request.user, experimentation, access, entry_pk)
    entry.can_edit = not entry.withheld and can_edit_entry(request.user, access, entry)
    dress(experimentation, access, [entry])
    mark_openable(request.user, access, [entry])
    standing = standing_of(
        request.user,
        access,
        entry,
        kind="note",
        group=experimentation.space.group,
        since=entry.edited_at,
    )
    context = page(request, experimentation, access, "journal", entry=entry, moderation=standing)
    return render(request, "experiments/entry.html", context)


@require_safe
def presentation(request: HttpRequest, pk: int) -> HttpResponse:
    """What is tried, by whom, and the stages with their dates."""
    experimentation, access = get_experimentation(request.user, pk)
    context = page(
        request,
        experimentation,
        access,
        "presentation",
        history=history_of(experimentation),
        terms=terms_of(experimentation, access),
        panels=registry.drawn(presentation_panels, request.user, experimentation, access),
        history_panels=registry.drawn(history_panels, request.user, experimentation, access),
        carriers=carriers_of(experimentation),
        fundings=fundings_of(experimentation, access),
        tools=presentation_tools,
    )
    return render(request, "experiments/presentation.html", context)


@require_safe
def actions(request: HttpRequest, pk: int) -> HttpResponse:
    """What remains to be done, then what was: a list or, with `vue=tableau`, a board."""
    experimentation, access = get_experimentation(request.user, pk)
    rows = list(actions_of(experimentation, access))
    for row in rows:
        row.can_complete = can_complete_action(request.user, access, row)
    shown = actions_shown(rows, request.GET)
    context = page(request, experimentation, access, "actions", **shown)
    return render(request, "experiments/actions.html", context)


@require_safe
def partners(request: HttpRequest, pk: int) -> HttpResponse:
    """The carriers, the partners and what each brings, the fundings."""
    experimentation, access = get_experimentation(request.user, pk)
    context = page(
        request,
        experimentation,
        access,
        "partners",
        carriers=carriers_of(experimentation),
        partnerships=partnerships_of(experimentation),
        fundings=fundings_of(experimentation, access),
        shows_contacts=can_see_contacts(access),
    )
    return render(request, "experiments/partners.html", context)


@require_safe
def documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of its space."""
    experimentation, access = get_experimentation(request.user, pk)
    context = page(
        request,
        experimentation,
        access,
        "documents",
        space=experimentation.space,
        documents=documents_of(access),
        can_add_document=can_add_document(access),
    )
    return render(request, "experiments/documents.html", context)


@require_safe
def discussion(request: HttpRequest, pk: int) -> HttpResponse:
    """The threads of its space, never public."""
    experimentation, access = get_experimentation(request.user, pk)
    if not access.can_read:
        raise Http404
    context = page(
        request,
        experimentation,
        access,
        "discussion",
        space=experimentation.space,
        threads=threads_for(request.user, access),
        can_discuss=access.can_discuss,
    )
    return render(request, "experiments/discussion.html", context)
