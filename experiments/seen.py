"""An experimentation as one of its guests sees it, for those who manage it (`groups.seen`).

The same selectors and templates as its own pages, with the guest's access and nobody to ask about.
"""

from django.utils.translation import gettext_lazy as _

from common import registry
from experiments.models import Experimentation, JournalEntry, Partnership, PlannedAction
from experiments.permissions import can_see_contacts
from experiments.selectors import (
    actions_of,
    actions_shown,
    carriers_of,
    fundings_of,
    history_of,
    partnerships_of,
)
from experiments.tagging import terms_of
from experiments.timeline import journal_shown
from groups.enums import SpaceKind
from groups.models import Space
from groups.permissions import Access


def _of(space: Space, **more) -> dict:
    experimentation = space.experimentation
    experimentation.space = space
    return {"experimentation": experimentation, "summary": experimentation.summary, **more}


def journal(space: Space, access: Access, asked: dict) -> dict:
    """The journal, filtered and turned as on its own page."""
    return _of(space, **journal_shown(space.experimentation, access, asked))


def presentation(space: Space, access: Access, asked: dict) -> dict:
    """What is tried, and the stages."""
    found = _of(space)
    trial: Experimentation = found["experimentation"]
    return found | {
        "history": history_of(trial),
        "carriers": carriers_of(trial),
        "fundings": fundings_of(trial, access),
    }


def actions(space: Space, access: Access, asked: dict) -> dict:
    """What remains to be done, then what was, as on its own page."""
    return _of(space, **actions_shown(list(actions_of(space.experimentation, access)), asked))


def partners(space: Space, access: Access, asked: dict) -> dict:
    """The carriers, the partners and the fundings."""
    found = _of(space)
    trial: Experimentation = found["experimentation"]
    return found | {
        "carriers": carriers_of(trial),
        "partnerships": partnerships_of(trial),
        "fundings": fundings_of(trial, access),
        "shows_contacts": can_see_contacts(access),
    }


def levers(space: Space, access: Access, asked: dict) -> dict:
    """The levers and obstacles that she finds on the presentation, its own and those of the notes
    that she reads."""
    return _of(space, terms=terms_of(space.experimentation, access))


PARTS = [
    ("journal", _("Journal"), lambda space: JournalEntry.objects.filter(space=space), journal),
    ("presentation", _("Présentation"), None, presentation),
    (
        "actions",
        _("Actions"),
        lambda space: PlannedAction.objects.filter(experimentation__space=space),
        actions,
    ),
    (
        "partners",
        _("Partenaires"),
        lambda space: Partnership.objects.filter(experimentation__space=space),
        partners,
    ),
    ("levers", _("Leviers et freins"), None, levers),
]


def register() -> None:
    """Add the parts of an experimentation to the view of a guest."""
    for order, (key, label, rows, context) in enumerate(PARTS):
        registry.add(
            registry.seen_parts,
            registry.SeenPart(
                key=key,
                label=label,
                order=order,
                rows=rows,
                template=f"experiments/{key}.html",
                context=context,
                kind=SpaceKind.EXPERIMENTATION,
            ),
        )
