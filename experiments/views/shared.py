"""What every page of an experimentation shows, and how its views reach it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from experiments.models import Experimentation
from experiments.permissions import (
    can_add_entry,
    can_edit_experimentation,
    can_invite_guests,
)
from experiments.selectors import counts_of, get_experimentation, path_of
from groups.permissions import Access
from groups.querysets import PUBLIC_STATES

TABS = [
    ("journal", "experimentation", _("Journal"), "entry_count"),
    ("presentation", "experimentation_presentation", _("Présentation"), ""),
    ("actions", "experimentation_actions", _("Actions"), "action_count"),
    ("partners", "experimentation_partners", _("Partenaires"), "partner_count"),
    ("documents", "experimentation_documents", _("Documents"), "document_count"),
    ("discussion", "experimentation_discussion", _("Discussion"), "thread_count"),
]


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    url: str
    count: int | None


def managed(request: HttpRequest, pk: int) -> tuple[Experimentation, Access]:
    """The experimentation for someone who may change it; 404 for all others."""
    experimentation, access = get_experimentation(request.user, pk)
    if not can_edit_experimentation(access):
        raise Http404
    return experimentation, access


def page(request: HttpRequest, experimentation, access: Access, tab: str, **more) -> dict:
    """The context of a tab: header, path, tabs and what the person may do. Two queries."""
    counts = counts_of(request.user, experimentation, access)
    steps = path_of(experimentation)
    dated = [step.change for step in steps if step.change]
    return {
        "experimentation": experimentation,
        "group": experimentation.space.group,
        "shows_group": bool(access.role or access.is_administrator)
        or experimentation.space.group.state in PUBLIC_STATES,
        "access": access,
        "steps": steps,
        "began": min(dated, key=lambda change: change.on, default=None),
        "counts": counts,
        "tab": tab,
        "tabs": [
            Tab(key, label, reverse(name, args=[experimentation.pk]), counts.get(count))
            for key, name, label, count in TABS
            if key != "discussion" or access.can_read
        ],
        "can_edit": can_edit_experimentation(access),
        "can_write": can_add_entry(access),
        "can_invite": can_invite_guests(access, experimentation),
        **more,
    }
