"""The whole reference data, loaded once for the tests that measure at its size."""

import pytest

from organisations.services import load_territories


@pytest.fixture(scope="module")
def france(django_db_setup, django_db_blocker):
    """Every local authority, for a whole module; removed afterwards."""
    from organisations.models import Organisation, SearchTerm

    with django_db_blocker.unblock():
        load_territories()
        yield
        SearchTerm.objects.all().delete()
        Organisation.objects.all().delete()
