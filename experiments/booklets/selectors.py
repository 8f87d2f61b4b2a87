"""Reads of booklets: each page with a fixed number of queries."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.shortcuts import get_object_or_404

from experiments.booklets.enums import BookletState
from experiments.booklets.models import Booklet, BookletSheet
from experiments.booklets.permissions import can_make_booklet
from experiments.booklets.standing import gone_from
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.selectors import published_sheets
from groups.models import WorkingGroup
from groups.permissions import Access
from groups.selectors import get_room

# Of one booklet, and what the page offers to choose from.
MOST_SHEETS = 200
MOST_OFFERED = 400


def get_booklet(user, slug: str, pk: int) -> tuple[WorkingGroup, Access, Booklet]:
    """A booklet of the group for who enters the group's own space, or 404. Two queries."""
    group, access = get_room(user, slug)
    booklet = get_object_or_404(Booklet.objects.select_related("created_by"), group=group, pk=pk)
    booklet.group = group
    return group, access, booklet


def get_workshop(user, slug: str) -> tuple[WorkingGroup, Access]:
    """The group for who makes its booklets, or 404. One query."""
    group, access = get_room(user, slug)
    if not can_make_booklet(access):
        raise Http404
    return group, access


def booklets_of(group: WorkingGroup) -> QuerySet:
    """The group's booklets, the newest first, each with how many `sheets` it has, and how many of
    them are `public` today."""
    public = Q(chosen__sheet__in=ExperienceSheet.objects.published())
    return (
        Booklet.objects.filter(group=group)
        .annotate(sheets=Count("chosen"), public=Count("chosen", filter=public))
        .order_by("-created_at", "-pk")
    )


def ordered_sheets(booklet: Booklet) -> list[ExperienceSheet]:
    """The sheets of a booklet that anybody may read today, in the order that was chosen. One
    query."""
    place = BookletSheet.objects.filter(booklet=booklet, sheet=OuterRef("pk")).values("position")
    rows = published_sheets().annotate(rank=Subquery(place[:1])).exclude(rank=None)
    return list(rows.order_by("rank"))


def offered_sheets() -> QuerySet:
    """The published sheets to choose from, with the group of each. One query."""
    return published_sheets().select_related("experimentation__space__group")[:MOST_OFFERED]


def gone_of(booklet: Booklet) -> list[str]:
    """Why a booklet that is ready is handed out to nobody; [] if it is. Six queries at most."""
    return gone_from(booklet) if booklet.state == BookletState.READY else []
