"""Rows of the table (addresses.py) about the words of the network and the sources of notes."""


def _term(world) -> dict:
    return {"pk": world.mine.entry.terms.first().pk}


def journal_rows(row, *, space: set[str], facilitate: set[str], manage: set[str], trial) -> list:
    """`row` makes one; the sets are the table's own; `trial` gives the experimentation."""
    # The words belong to the network: whoever facilitates a group, whichever it is.
    keepers = facilitate | {"foreign_facilitator"}
    return [
        row("experimentation_print", space, trial),
        row("experimentation_terms", manage, trial),
        row("vocabulary", keepers),
        row("vocabulary_start", keepers),
        row("term_add", keepers),
        row("term_edit", keepers, _term),
        row("term_retire", keepers, _term),
        row("term_restore", keepers, _term),
        row("term_merge", keepers, _term),
    ]
