"""Drafts, places and questions of the measuring world."""

from experiments.drafts.models import Draft
from experiments.silence.enums import Standing
from experiments.silence.models import Question
from experiments.sites.models import Site
from home.demo.scale import words as w
from home.demo.scale.world import World


def add_path(world: World) -> None:
    """A place of each experimentation, a question answered for one in four, and a draft of its
    carrier."""
    some = world.trials[::4]
    world.insert(
        Site,
        (
            Site(experimentation=trial, name=world.rng.choice(w.QUARTERS), commune=trial.owner)
            for trial in world.trials
        ),
        len(world.trials),
    )
    world.insert(
        Question,
        (
            Question(
                experimentation=trial,
                asked_at=trial.created_at,
                answer=Standing.GOES_ON,
                answered_at=trial.created_at,
                answered_by=trial.created_by,
            )
            for trial in some
        ),
        len(some),
    )
    world.insert(
        Draft,
        (
            Draft(
                group_id=trial.space.group_id,
                owner=trial.owner,
                author=trial.created_by,
                client_id=world.uuid(),
                title=world.rng.choice(w.ATTEMPTS),
            )
            for trial in some
        ),
        len(some),
    )
