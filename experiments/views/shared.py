"""What every page of an experimentation shows, and how its views reach it."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from experiments.models import Experimentation
from experiments.permissions import (
    can_add_entry,
    can_edit_experimentation,
    can_invite_guests,
)
from experiments.rooms import notices, rooms
from experiments.selectors import counts_of, get_experimentation, path_of
from groups.permissions import Access, can_open_group

TABS = [
    ("journal", "experimentation", _("Journal"), "entries"),
    ("presentation", "experimentation_presentation", _("Présentation"), ""),
    ("actions", "experimentation_actions", _("Actions"), "actions"),
    ("partners", "experimentation_partners", _("Partenaires"), "partners"),
    ("documents", "experimentation_documents", _("Documents"), "documents"),
    ("discussion", "experimentation_discussion", _("Discussion"), "threads"),
]


@dataclass(frozen=True, slots=True)
class Tab:
    key: str
    label: str
    url: str
    count: int | None


def _tabs() -> list[tuple]:
    """Ours, and after each the rooms that apps above registered there."""
    tabs = []
    for tab in TABS:
        tabs.append(tab)
        tabs += [
            (room.key, room.address, room.label, room.key) for room in rooms if room.after == tab[0]
        ]
    return tabs


def managed(request: HttpRequest, pk: int) -> tuple[Experimentation, Access]:
    """The experimentation for someone who may change it; 404 for all others."""
    experimentation, access = get_experimentation(request.user, pk)
    if not can_edit_experimentation(access):
        raise Http404
    return experimentation, access


def page(request: HttpRequest, experimentation, access: Access, tab: str, **more) -> dict:
    """The context of a tab: header, path, tabs and what the person may do. Two queries."""
    counts = counts_of(experimentation, access)
    steps = path_of(experimentation)
    dated = [step.change for step in steps if step.change]
    return {
        "experimentation": experimentation,
        "group": experimentation.space.group,
        "shows_group": can_open_group(access, experimentation.space.group),
        "access": access,
        "steps": steps,
        "began": min(dated, key=lambda change: change.on, default=None),
        "counts": counts,
        "tab": tab,
        "tabs": [
            Tab(key, label, reverse(name, args=[experimentation.pk]), counts.get(count))
            for key, name, label, count in _tabs()
            if key != "discussion" or access.can_read
        ]
        + [
            Tab(each.key, each.label, each.url(experimentation), None)
            for each in registry.experimentation_tabs
            if each.shown(access)
        ],
        "notices": [notice.template for notice in notices if counts.get(notice.key)],
        "can_edit": can_edit_experimentation(access),
        "can_write": can_add_entry(access),
        "can_invite": can_invite_guests(access, experimentation),
        **more,
    }
