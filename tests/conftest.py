"""Fixtures shared by every test."""

import threading

import pytest
from django.core.cache import cache
from django.db import connection, connections

from groups.moderation.append_only import unguard


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Between tests SQLite is emptied by DELETE, which the journal of moderation refuses (and
    PostgreSQL by TRUNCATE, which it does not hear): there, the test of that puts its guard back."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            unguard(connection, "moderation_act")


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
