import pytest

from tests.experiments.conftest import queries, sign_in, world  # noqa: F401


@pytest.fixture
def term(db):
    """`term("lever", "Financer")`: a word of the network."""
    from experiments.vocabularies.services import add_term

    return lambda kind, label, **more: add_term(kind=kind, label=label, **more)
