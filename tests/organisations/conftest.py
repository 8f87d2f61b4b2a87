"""The whole reference data, loaded once for the tests that measure at its size."""

import pytest
from django.db import connection, transaction

from organisations.services import load_territories


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """Every local authority, for a whole module; taken back afterwards. Gives what was done."""
    with django_db_blocker.unblock(), transaction.atomic():
        done = load_territories()
        # Else PostgreSQL would look at all these rows again at the end of each test.
        connection.check_constraints()
        yield done
        transaction.set_rollback(True)
