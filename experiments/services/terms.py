"""The levers and obstacles of an experimentation itself."""

from collections.abc import Iterable

from django.db import transaction

from experiments.models import Experimentation
from experiments.vocabularies.models import Term
from experiments.vocabularies.services import put_terms


@transaction.atomic
def choose_terms(*, experimentation: Experimentation, terms: Iterable[Term]) -> None:
    """Make these its own, beside those of its notes."""
    put_terms(experimentation, terms)
    experimentation.save(update_fields=["updated_at"])
