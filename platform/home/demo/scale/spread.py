"""What inspired what: most experimentations have a source, some several followers."""

from experiments.spread.models import Inspiration
from home.demo.scale import words as w
from home.demo.scale.world import World

# How far back a source is looked for: trees stay of one size, however large the world.
REACH = 40


def add_inspirations(world: World) -> None:
    """Each comes from one or two of those made shortly before, in any group: never in a circle."""
    rng = world.rng
    links = [
        Inspiration(
            inspired=trial,
            source=source,
            note=rng.choice(w.ACTIONS),
            author=trial.created_by,
            created_at=world.now,
        )
        for index, trial in enumerate(world.trials)
        if index % 3
        for source in rng.sample(
            world.trials[max(index - REACH, 0) : index], min(index, 1 + index % 2)
        )
    ]
    world.insert(Inspiration, links, len(links))
