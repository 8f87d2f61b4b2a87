"""Guests of a space, and what one of them opened there."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from common.registry import openings
from groups.models import GuestAccess, Space

OPENINGS_SHOWN = 50


def guests_of(space_id: int) -> QuerySet:
    """Everyone who is or was a guest of the space, present ones first, with `is_current`. One
    query."""
    now = timezone.now()
    return (
        GuestAccess.objects.filter(space=space_id)
        .select_related("user", "organisation", "invited_by", "ended_by")
        .annotate(is_current=Q(ended_at=None, until__gt=now))
        .order_by("-is_current", "until", "pk")
    )


def get_guest(space: Space, pk: int) -> GuestAccess:
    """One access to this very space, or 404. One query."""
    access = GuestAccess.objects.filter(space=space, pk=pk).select_related("user", "space").first()
    if access is None:
        raise Http404
    return access


@dataclass(frozen=True, slots=True)
class Opened:
    """A line of a guest's journal: the day, what it is (`label`), its `title` where it has one that
    may be read."""

    day: date
    label: str
    title: str


def openings_of(user, access: GuestAccess, page: int) -> tuple[Page, list[Opened]]:
    """What the guest opened by `access`, newest first, for the eyes of `user`. A query or two, and
    one for each kind of thing that has titles."""
    rows = access.openings.order_by("-day", "page", "target")
    shown = Paginator(rows, OPENINGS_SHOWN).get_page(page)
    named = [row for row in shown if row.page in openings]
    # Pages of the same kind of thing (a document and its download) ask for their titles together.
    wanted: dict = {}
    for row in named:
        if row.target:
            wanted.setdefault(openings[row.page].titles, set()).add(row.target)
    titles = {ask: ask(user, sorted(targets)) for ask, targets in wanted.items()}
    return shown, [
        Opened(
            row.day,
            openings[row.page].label,
            titles.get(openings[row.page].titles, {}).get(row.target, ""),
        )
        for row in named
    ]
