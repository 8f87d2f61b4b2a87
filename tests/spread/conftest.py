from copy import deepcopy

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.spread.world import Scene, client_of, make_scene


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Scene:
    """The scene, once for a whole module; each test puts back what it changes of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_scene()
        transaction.set_rollback(True)


@pytest.fixture
def scene(built, db) -> Scene:
    """The scene, as if nobody had used it."""
    return deepcopy(built)


@pytest.fixture
def sign_in(scene):
    """`sign_in("owner")`: a test client as that person."""
    return lambda role: client_of(scene, role)


@pytest.fixture
def queries(db):
    """`queries(call)`: the SQL that `call` asked."""

    def of(call) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            call()
        return [query["sql"] for query in asked.captured_queries]

    return of
