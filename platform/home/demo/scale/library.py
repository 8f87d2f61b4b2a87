"""The library of the large world."""

from datetime import timedelta

from groups.library.enums import Kind, Origin, State
from groups.library.models import Resource
from groups.library.services import keywords_named
from home.demo.scale import words as w
from home.demo.scale.world import World

KEYWORDS = 40
BY_HAND = [kind for kind in Kind if kind != Kind.SHEET]


def add_library(world: World) -> None:
    """As many resources as experimentations, a fifth of them private, each with two keywords."""
    rng = world.rng
    labels = [f"{rng.choice(w.THEMES)} {number}" for number in range(KEYWORDS)]
    keywords = keywords_named(labels)
    resources = []
    for number in range(world.size.trials):
        said = [rng.choice(keywords), rng.choice(keywords)]
        resource = Resource(
            title=f"{rng.choice(w.ATTEMPTS)} {number}",
            summary=rng.choice(w.ACTIONS),
            kind=rng.choice(BY_HAND),
            origin=rng.choice(Origin.values),
            is_private=number % 5 == 0,
            dated=(world.now - timedelta(days=number * 3)).date(),
            state=State.ACCEPTED,
            accepted_at=world.now - timedelta(minutes=number),
        )
        resource.find_by([each.label for each in said])
        resources.append((resource, said))
    world.insert(Resource, [resource for resource, _said in resources], len(resources))
    through = Resource.keywords.through
    ties = {(resource.pk, word.pk): None for resource, said in resources for word in said}
    rows = [through(resource_id=one, keyword_id=other) for one, other in ties]
    world.insert(through, rows, len(rows))
