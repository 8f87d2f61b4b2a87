"""The table's rows of files that leave the site, and of booklets."""

from tests.access.rows import EVERYONE, FACILITATE, GROUP_SPACE, SPACE, make_row


def _table(extension: str):
    return lambda world: {"slug": world.group.slug, "extension": extension}


def _group(world):
    return {"slug": world.group.slug}


def _booklet(world):
    return {"slug": world.group.slug, "pk": world.booklet.pk}


EXPORTS = [
    make_row("experimentations_export", EVERYONE, _table("xlsx"), of="xlsx"),
    make_row("experimentations_export", EVERYONE, _table("ods"), of="ods"),
    *(
        make_row(
            "experimentations_export",
            EVERYONE,
            _table("csv"),
            query=f"?tableau={key}",
            of=f"csv {key}",
        )
        for key in ("experimentations", "etapes", "partenaires", "financements", "indicateurs")
    ),
    make_row(
        "experimentations_export", EVERYONE, _table("csv"), query="?tableau=journal", of="csv notes"
    ),
    make_row("experimentations_export", set(), _table("pdf"), of="pdf"),
    make_row("experimentation_json", SPACE, lambda world: {"pk": world.mine.experimentation.pk}),
    make_row(
        "experimentation_json",
        EVERYONE,
        lambda world: {"pk": world.neighbour.experimentation.pk},
        of="public",
    ),
    # Its booklets: for who enters the group's own space, made by who facilitates it.
    make_row("booklets", GROUP_SPACE, _group),
    make_row("booklet_new", FACILITATE, _group),
    make_row("booklet", GROUP_SPACE, _booklet),
    make_row("booklet_pdf", GROUP_SPACE, _booklet),
    make_row("booklet_again", FACILITATE, _booklet),
    make_row("booklet_drop", FACILITATE, _booklet),
    # From a public page of the network, where there is no sheet yet.
    make_row("sheet_adopt", set(), lambda world: {"pk": world.mine.experimentation.pk}),
    make_row(
        "sheet_adopt",
        {"foreign_facilitator", "administrator"},
        lambda world: {"pk": world.foreign.experimentation.pk},
        of="foreign",
    ),
]
