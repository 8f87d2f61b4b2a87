"""Rows of the table (addresses.py) about the words of the network and the sources of notes."""

from experiments.vocabularies.models import Suggestion
from tests.access.rows import FACILITATE, MANAGE, SPACE, make_row


def _term(world) -> dict:
    return {"pk": world.mine.entry.terms.first().pk}


def _suggestion(world) -> dict:
    return {"pk": Suggestion.objects.get_or_create(kind="lever", label="Zqsuggestion")[0].pk}


def _trial(world) -> dict:
    return {"pk": world.mine.experimentation.pk}


# The words belong to the network: whoever facilitates a group, whichever it is.
KEEPERS = FACILITATE | {"foreign_facilitator"}
# Members for a collectivité that is engaged in a group that is not archived.
WRITERS = {"member", "co_carrier", "neighbour", "foreign_member"}
JOURNAL = [
    make_row("experimentation_print", SPACE, _trial),
    make_row("experimentation_terms", MANAGE, _trial),
    make_row("vocabulary", KEEPERS),
    make_row("vocabulary_start", KEEPERS),
    make_row("term_add", KEEPERS),
    make_row("term_edit", KEEPERS, _term),
    make_row("term_retire", KEEPERS, _term),
    make_row("term_restore", KEEPERS, _term),
    make_row("term_merge", KEEPERS, _term),
    # Of hers alone, but for those who keep the words.
    make_row("term_suggest", KEEPERS | WRITERS),
    make_row("term_suggestion", KEEPERS, _suggestion),
]
