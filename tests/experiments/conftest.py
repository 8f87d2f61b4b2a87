import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.experiments.world import World, make_world


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def sign_in(client, world):
    """`sign_in("owner")`: the test client as that person of the world."""

    def as_role(role: str):
        client.logout()
        if role in world.people:
            client.force_login(world.people[role])
        return client

    return as_role


@pytest.fixture
def queries(db):
    """`queries(call)`: the SQL that `call` asked."""

    def of(call) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            call()
        return [query["sql"] for query in asked.captured_queries]

    return of
