"""Rows of the table (addresses.py) about the network's library."""

from tests.access.rows import EVERYONE, FACILITATE, INSIDE, make_row

# Members of the network: a role in any group. Guests and candidates are not.
NETWORK = INSIDE | {"foreign_member", "foreign_facilitator"}
# The library is the network's: whoever facilitates a group, whichever it is.
KEEPERS = FACILITATE | {"foreign_facilitator"}
SUGGESTED = KEEPERS | {"member"}
SENDER = {"facilitator"}


def _public(world) -> dict:
    return {"pk": world.library.resource.pk}


def _private(world) -> dict:
    return {"pk": world.library.private.pk}


def _suggested(world) -> dict:
    return {"pk": world.library.suggestion.pk}


def _removed(world) -> dict:
    return {"pk": world.library.removed.pk}


def _file(world) -> dict:
    return {"pk": world.library.resource.pk, "file_pk": world.library.file.pk}


def _private_file(world) -> dict:
    return {"pk": world.library.private.pk, "file_pk": world.library.private_file.pk}


def _version(world) -> dict:
    return _public(world) | {"number": 1}


def _draft(world) -> dict:
    return {"pk": world.library.draft.pk}


def _line(world) -> dict:
    return _draft(world) | {"position": 0}


LIBRARY = [
    make_row("library", EVERYONE),
    make_row("library", EVERYONE, query="?q=etude&nature=study&acces=oui", of="search"),
    make_row("library", EVERYONE, query="?etat=proposees", of="suggestions"),
    make_row("library_feed", EVERYONE),
    make_row("sitemap", EVERYONE),
    make_row("resource_add", NETWORK),
    make_row("resource", EVERYONE, _public),
    make_row("resource", NETWORK, _private, of="private"),
    make_row("resource", SUGGESTED, _suggested, of="suggested by a member"),
    make_row("resource", set(), _removed, of="removed"),
    make_row("resource_file", EVERYONE, _file),
    make_row("resource_file", NETWORK, _private_file, of="private"),
    make_row("resource_edit", KEEPERS, _public),
    make_row("resource_edit", SUGGESTED, _suggested, of="suggested by a member"),
    make_row("resource_versions", KEEPERS, _public),
    make_row("resource_version_restore", KEEPERS, _version),
    make_row("resource_accept", KEEPERS, _suggested),
    make_row("resource_decline", KEEPERS, _suggested),
    make_row("resource_remove", KEEPERS, _public),
    make_row("resource_restore", KEEPERS, _removed),
    make_row("resource_file_add", KEEPERS, _public),
    make_row("resource_file_remove", KEEPERS, _file),
    make_row("resource_import", KEEPERS),
    # Hers who sent the dump.
    make_row("import_preview", SENDER, _draft),
    make_row("import_line", SENDER, _line),
    make_row("import_finish", SENDER, _draft),
    make_row("import_drop", SENDER, _draft),
]
