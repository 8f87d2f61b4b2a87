"""Every page asks the same number of queries whatever there is to show, and never many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access.addresses import TABLE
from tests.access.growth import grow
from tests.access.rows import Row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_answers")]

MOST = 12
# A file that holds everything of one experimentation, which nobody waits for on a page.
MOST_OF_FILES = {"experimentation_json": 20}
N = 3
# Enough to meet every part of a page: what only its manager sees, and what a guest or visitor does.
EYES = ["facilitator", "member", "guest_contributor", "visitor"]


def _eyes(row: Row) -> list[str]:
    if row.name == "home":
        return sorted(row.allowed)
    return [person for person in EYES if person in row.allowed] or sorted(row.allowed)[:1]


def _asked(client, url: str) -> tuple[int, list[str]]:
    # The connection keeps the last thousands, and complains once there were more.
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
        if response.streaming:
            b"".join(response)
    return response.status_code, [each["sql"] for each in queries]


@pytest.fixture(scope="module")
def measured(world, clients, django_db_blocker):
    """`{(address, person): [queries at N, queries at 2N]}` of all that opens by GET."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    with django_db_blocker.unblock():
        # Before the world grows: some addresses are of the only object of their kind.
        urls = {row.name: row.url(world) for row in TABLE}
        for row in TABLE:
            for person in _eyes(row):
                # Whatever is only asked the first time: a visit noted, a content type found.
                status, _queries = _asked(clients[person], urls[row.name])
                if status == 200:
                    found[row.name, person] = []
        for _size in (N, 2 * N):
            grow(world, N)
            for (name, person), sizes in found.items():
                status, queries = _asked(clients[person], urls[name])
                assert status == 200, (name, person)
                sizes.append(queries)
    return found


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.name)
def test_a_page_asks_few_queries_and_no_more_when_there_is_more(measured, row):
    wrong = {}
    for (name, person), (once, twice) in measured.items():
        most = MOST_OF_FILES.get(name, MOST)
        if name == row.name and (len(once) != len(twice) or len(twice) > most):
            wrong[person] = f"{len(once)} then {len(twice)}: " + "\n".join(twice)
    assert wrong == {}


def test_most_pages_are_measured(measured):
    """The test above would prove nothing if no page opened."""
    assert len({name for name, _person in measured}) > 45
