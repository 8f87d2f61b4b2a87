"""A large, plausible, random world for measurements: the same seed gives the same world.

N=1 is 50 groups, 2,000 users, 1,000 experimentations, 100,000 messages and 20,000 journal entries,
with what goes with them. Territories are all named Exemple. Rows are inserted in bulk, in one
transaction: an interrupted loading leaves nothing.
"""

import gc
from contextlib import contextmanager

from django.db import transaction

from groups.models import WorkingGroup
from home.demo.scale.library import add_library
from home.demo.scale.path import add_path
from home.demo.scale.people import (
    add_groups,
    add_guests,
    add_invitations,
    add_organisations,
    add_users,
)
from home.demo.scale.sheets import add_sheets, add_terms
from home.demo.scale.spread import add_inspirations
from home.demo.scale.talks import add_threads
from home.demo.scale.trials import (
    add_documents,
    add_indicators,
    add_journal,
    add_parts,
    add_trials,
)
from home.demo.scale.world import SLUG, Progress, Size, World


class AlreadyLoadedError(Exception):
    """A measuring world is in this database already."""


def load_scale(scale: float, *, progress: Progress | None = None) -> dict[str, int]:
    """Make the world; returns how many rows of each model. Raises AlreadyLoadedError."""
    if WorkingGroup.objects.filter(slug__startswith=SLUG).exists():
        raise AlreadyLoadedError
    world = World(Size.of(scale), progress or (lambda *_: None))
    with transaction.atomic(), _without_cycles():
        for add in (
            add_organisations,
            add_users,
            add_groups,
            add_trials,
            add_parts,
            add_guests,
            add_invitations,
            add_journal,
            add_documents,
            add_threads,
            add_indicators,
            add_inspirations,
            add_path,
            add_terms,
            add_sheets,
            add_library,
        ):
            add(world)
    return world.made


@contextmanager
def _without_cycles():
    """Model instances hold no cycles: looking for them takes a fifth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
