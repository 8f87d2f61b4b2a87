"""Reads of drafts; each fetches and authorises."""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from experiments.drafts.models import Draft
from experiments.drafts.permissions import drafts_open_to
from experiments.permissions import owners_allowed
from groups.models import WorkingGroup
from groups.selectors import get_page

# On « mon travail », and above the list of a group.
SHOWN = 10


def get_place(user, slug: str) -> tuple[WorkingGroup, QuerySet]:
    """The group, and the collectivités for which `user` may prepare something in it; 404 for
    whoever may for none."""
    group, _access = get_page(user, slug)
    owners = owners_allowed(user, group)
    if not owners.exists():
        raise Http404
    return group, owners


def my_drafts(user, group: WorkingGroup | None = None) -> QuerySet:
    """What she may take up again, the latest first; of one group if told. One query."""
    rows = drafts_open_to(user).select_related("group", "owner", "edited_by")
    if group is not None:
        rows = rows.filter(group=group)
    return rows.order_by("-updated_at", "-pk")[:SHOWN]


def get_draft(user, group: WorkingGroup, pk: int) -> Draft:
    """A draft of this group that she may write, or 404. One query."""
    rows = drafts_open_to(user).select_related("group", "owner", "edited_by")
    return get_object_or_404(rows, group=group, pk=pk)


def opened_from(user, group: WorkingGroup, pk: int) -> int | None:
    """The id of the experimentation that a draft of this group became, if she wrote it. One
    query."""
    rows = Draft.objects.filter(group=group, pk=pk, edited_by=user)
    return rows.values_list("opened_as", flat=True).first()
