import pytest

from tests.spread.world import Scene, client_of, make_scene


@pytest.fixture
def scene(db) -> Scene:
    return make_scene()


@pytest.fixture
def sign_in(scene):
    """`sign_in("owner")`: a test client as that person."""
    return lambda role: client_of(scene, role)
