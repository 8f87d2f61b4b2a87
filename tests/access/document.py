"""The last part of docs/permissions.md, written from the tables of addresses and of e-mails.

`python -m tests.access.document` writes it anew; tests/access/test_document.py compares.
"""

import os
from pathlib import Path

TITLE = "## Address by address"
PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
INTRODUCTION = """\
{title}

Written from the table that the tests ask (`python -m tests.access.document`). *Inside* are the
people of the group of every role, administrators included; *carrying*, members for a collectivité
that carries the experimentation; *another's*, members for another collectivité of the group;
*withdrawn*, those whose collectivité has withdrawn; *guests*, those of the experimentation;
*outside*, accounts without a part in it, those of other groups too. Unless said in brackets, it is
the first experimentation of the tests' world, or its group.

| Address | Who opens it |
|---|---|
"""
EMAILS = """
## E-mails

Written from the table that the tests send (tests/access/emails.py and account_emails.py): each act
sends these and no other, one to each person. *Says* is what an e-mail holds of the experimentation
and of people that not everybody may read; besides it there is what who acted typed for its reader,
and a link that opens for her. The *stranger* is an account without a part in the group, *invited*
an address that no account has.

| Act | E-mail | Who gets it | Says |
|---|---|---|---|
"""
LAST = """
These answer by a secret, by the address of the person, or the same to everyone, and have tests of
their own: {}.
"""


def _names() -> dict[str, frozenset[str]]:
    """What each set of people is called, the largest first."""
    from tests.access import rows as table

    sets = {
        "everyone": table.EVERYONE,
        "every account": table.SIGNED_IN,
        "inside": table.INSIDE,
        "outside": table.OUTSIDE,
        "guests": table.GUESTS,
        "facilitators and administrators": table.FACILITATE,
        "carrying": {"member", "co_carrier"},
        "guest commenters and contributors": {"guest_commenter", "guest_contributor"},
        "guests of the group's space": {"group_guest"},
        "another's": {"neighbour"},
        "withdrawn": {"withdrawn"},
    }
    return {name: frozenset(people) for name, people in sets.items()}


def _who(allowed: frozenset[str]) -> str:
    """`allowed` in words: whole sets, else one set but for a few, else each kind of person."""
    names = _names()
    for name, people in names.items():
        if people == allowed:
            return name
    for name, people in names.items():
        missing = people - allowed
        if allowed <= people and len(missing) <= 2 < len(people):
            return name + (f", but {_each(missing)}" if missing else "")
    said, left = [], set(allowed)
    for name, people in names.items():
        if people <= left:
            said.append(name)
            left -= people
    if left:
        said.append(_each(left))
    return ", ".join(said) or "nobody"


def _each(people) -> str:
    return ", ".join(sorted(person.replace("_", " ") for person in people))


def emails() -> str:
    """The section on e-mails, title included."""
    from tests.access.account_emails import ACCOUNT_CAUSES
    from tests.access.emails import CAUSES

    lines = [
        f"| {cause.what} | `{mail.template}` | {_each(mail.to)} | {_each(mail.words) or '–'} |"
        for cause in (*CAUSES, *ACCOUNT_CAUSES)
        for mail in cause.sends
    ]
    return EMAILS + "\n".join(lines) + "\n"


def section() -> str:
    """The whole section, title included."""
    from tests.access.addresses import ELSEWHERE, TABLE, named_routes

    routes = named_routes()
    lines = sorted(
        f"| `/{routes[row.name]}`{f' ({row.of})' if row.of else ''} | {_who(row.allowed)} |"
        for row in TABLE
    )
    others = ", ".join(f"`/{routes[name]}`" for name in sorted(ELSEWHERE))
    return (
        INTRODUCTION.format(title=TITLE) + "\n".join(lines) + "\n" + LAST.format(others) + emails()
    )


def documented(text: str) -> str:
    """The page `text` with its last part written anew."""
    return text.split(TITLE, maxsplit=1)[0].rstrip() + "\n\n" + section()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    import django

    django.setup()
    PAGE.write_text(documented(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
