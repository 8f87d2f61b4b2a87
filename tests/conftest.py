"""Fixtures shared by every test."""

import pytest
from django.core.cache import cache
from django.db import connection

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
