"""Rows of the table: the guided path, silences and sites. (name, who, what it takes, query, of)"""

MANAGE = {"facilitator", "administrator", "member", "co_carrier"}
SHARE = MANAGE | {"neighbour"}


def _draft(**parts):
    return lambda world: {"slug": world.group.slug, "pk": world.path.draft.pk, **parts}


def _site(world):
    return {"pk": world.mine.experimentation.pk, "site_pk": world.path.site.pk}


# None: everybody.
ROWS = [
    *(
        ("experimentations", None, lambda world: {}, query, query)
        for query in ("", "?vue=carte", "?vue=tableau")
    ),
    ("experimentation_create", SHARE, lambda world: {"slug": world.group.slug}),
    # Hers and her colleagues': facilitators and administrators do not know of it.
    ("draft", {"member"}, _draft()),
    *(
        ("draft_screen", {"member"}, _draft(step=step), "", step)
        for step in ("depart", "pourquoi", "avec-qui", "essai", "reperes")
    ),
    ("draft_screen", set(), _draft(step="ailleurs"), "", "unknown"),
    ("draft_delete", {"member"}, _draft()),
    ("site_add", MANAGE, lambda world: {"pk": world.mine.experimentation.pk}),
    ("site_edit", MANAGE, _site),
    ("site_remove", MANAGE, _site),
    ("standing", MANAGE, lambda world: {"pk": world.mine.experimentation.pk}),
]
