"""Rows of the table: what spreads (see `addresses`, which has them in its table)."""

from collections.abc import Callable


def rows(row: Callable, *, space: set, manage: set, signed_in: set, everyone: set) -> list:
    """Built with the `row` and the sets of people of the table."""
    # Members of an engaged collectivité, who may describe an experimentation of hers.
    start = {"member", "co_carrier", "neighbour"}
    abroad = start | {"foreign_member"}

    def mine(world):
        return {"pk": world.mine.experimentation.pk}

    def public(world):
        return {"pk": world.neighbour.experimentation.pk}

    def link(world):
        return mine(world) | {"link_pk": world.inspiration.pk}

    def draft(world):
        return {"pk": world.sheet.pk}

    def sheet(world):
        return {"pk": world.public_sheet.pk}

    return [
        # Across every group: each finds what she may read, and no other.
        row("already_tried", everyone),
        row("already_tried", everyone, query="?activite=food", of="by activity"),
        row("experimentations_compare", everyone),
        # What inspired an experimentation, and what came of it: read as itself. Said by its
        # carriers and the facilitators; by whoever reads it, of an experimentation of her own.
        row("experimentation_spread", space, mine),
        row("inspiration_add", manage, mine),
        row("inspiration_add", manage, mine, query="?q=titre", of="search"),
        row("inspiration_remove", manage, link),
        row("experimentation_inspire", space, mine),
        row("experimentation_start_from", start, mine),
        row("experimentation_spread", everyone, public, of="public"),
        row("experimentation_inspire", signed_in, public, of="public"),
        row("experimentation_start_from", abroad, public, of="public"),
        row("sheet_spread", set(), draft),
        row("sheet_inspire", set(), draft),
        row("sheet_start_from", set(), draft),
        row("sheet_spread", everyone, sheet, of="public"),
        row("sheet_inspire", signed_in, sheet, of="public"),
        row("sheet_start_from", abroad, sheet, of="public"),
    ]
