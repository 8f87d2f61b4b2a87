"""Fixtures shared by every test."""

import gc
import threading

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase

from groups.moderation.append_only import unguard
from tests.databases import migrated_once
from tests.emptying import empty_database

# Looked for after each 700 new objects, cycles take a quarter of the time of a run: a test process
# holds far more than a server, all of which is looked through.
gc.set_threshold(50_000, 20, 100)

# The longest modules, each on one process: they begin first, so that none is alone at the end.
LONG = (
    "tests/browser/test_axe_pages.py",
    "tests/access/test_table.py",
    "tests/discussions/test_browser.py",
    "tests/security/test_inputs.py",
    "tests/security/test_other_group.py",
    "tests/access/test_queries.py",
    "tests/browser/test_kit.py",
    "tests/browser/test_budget.py",
    "tests/discussions/test_browser_shown.py",
    "tests/browser/test_experiments.py",
    "tests/config/test_scripts.py",
    "tests/security/test_xss.py",
    "tests/home/test_demo_bench.py",
    "tests/browser/test_plain_ways.py",
    "tests/experiments/test_pages.py",
)


def pytest_collection_modifyitems(items):
    order = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: order.get(item.nodeid.split("::")[0], len(LONG)))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings, django_db_blocker, worker_id, testrun_uid
):
    """Before the database is made: beside other processes, migrations are run once for all."""
    if worker_id == "master":
        yield
    else:
        with migrated_once(testrun_uid, worker_id, django_db_blocker):
            yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """After a test that commits, its rows are deleted, which the journal of moderation refuses: the
    test of that puts its guard back."""
    with django_db_blocker.unblock():
        unguard(connection, "moderation_act")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_database())
        yield


@pytest.fixture(scope="session", autouse=True)
def _without_static_files():
    """Django's client asks for no style; ServeStatic would list them all for each client, and have
    each request wait for an event loop, since it only speaks async. The servers that tests start
    have it; `live_server` serves these files its own way."""
    with pytest.MonkeyPatch.context() as patch:
        kept = [name for name in settings.MIDDLEWARE if not name.startswith("common.static.")]
        patch.setattr(settings, "MIDDLEWARE", kept)
        yield


@pytest.fixture(autouse=True)
def _no_counters():
    """What one test counted (attempts to sign in, say) does not reach the next."""
    yield
    cache.clear()


@pytest.fixture
def together():
    """Run functions at the same moment in threads of their own; gives what each returned, or the
    exception it raised."""

    def run(*functions):
        start = threading.Barrier(len(functions))
        outcomes = [None] * len(functions)

        def one(index, function):
            try:
                start.wait(timeout=10)
                outcomes[index] = function()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                outcomes[index] = error
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=one, args=pair, daemon=True) for pair in enumerate(functions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        return outcomes

    return run
