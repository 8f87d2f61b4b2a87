"""The whole reference data, loaded once for the tests that measure at its size."""

import pytest
from django.db import transaction

from organisations.services import load_territories


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """Every local authority, for a whole module; taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_territories()
        yield
        transaction.set_rollback(True)
