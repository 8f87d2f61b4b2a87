import pytest

from tests.experiments.conftest import queries, sign_in
from tests.experiments.world import World, make_world
from tests.factories import join, make_user

__all__ = ["queries", "sign_in"]


@pytest.fixture
def world(db) -> World:
    world = make_world()
    world.people["colleague"] = join(
        world.group, organisation=world.owner, user=make_user("Collègue porteur")
    )
    return world
