"""Rows of the table: what spreads (see `addresses`, which has them in its table)."""

from tests.access.rows import EVERYONE, MANAGE, SIGNED_IN, SPACE, make_row

# Members of an engaged collectivité, who may describe an experimentation of hers.
START = {"member", "co_carrier", "neighbour"}
ABROAD = START | {"foreign_member"}


def _mine(world):
    return {"pk": world.mine.experimentation.pk}


def _public(world):
    return {"pk": world.neighbour.experimentation.pk}


def _link(world):
    return _mine(world) | {"link_pk": world.inspiration.pk}


def _draft(world):
    return {"pk": world.sheet.pk}


def _sheet(world):
    return {"pk": world.public_sheet.pk}


SPREAD = [
    # Across every group: each finds what she may read, and no other.
    make_row("already_tried", EVERYONE),
    make_row("already_tried", EVERYONE, query="?activite=food", of="by activity"),
    make_row("experimentations_compare", EVERYONE),
    # What inspired an experimentation, and what came of it: read as itself. Said by its
    # carriers and the facilitators; by whoever reads it, of an experimentation of her own.
    make_row("experimentation_spread", SPACE, _mine),
    make_row("inspiration_add", MANAGE, _mine),
    make_row("inspiration_add", MANAGE, _mine, query="?q=titre", of="search"),
    make_row("inspiration_remove", MANAGE, _link),
    make_row("experimentation_inspire", SPACE, _mine),
    make_row("experimentation_start_from", START, _mine),
    make_row("experimentation_spread", EVERYONE, _public, of="public"),
    make_row("experimentation_inspire", SIGNED_IN, _public, of="public"),
    make_row("experimentation_start_from", ABROAD, _public, of="public"),
    make_row("sheet_spread", set(), _draft),
    make_row("sheet_inspire", set(), _draft),
    make_row("sheet_start_from", set(), _draft),
    make_row("sheet_spread", EVERYONE, _sheet, of="public"),
    make_row("sheet_inspire", SIGNED_IN, _sheet, of="public"),
    make_row("sheet_start_from", ABROAD, _sheet, of="public"),
]
