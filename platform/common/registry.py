"""Where higher apps add to the pages of lower ones, from their `apps.py: ready()`.

Lower apps never name higher ones: a group's page shows the tabs and panels found here.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """A room of a group. `url(group) -> str`; `rows(user, group, access) -> QuerySet` is what its
    number counts (the numbers of all tabs come from one query); `shown(access) -> bool` decides by
    the person's Access to the group's own space (None for one who only reads the presentation)."""

    key: str
    label: str
    order: int
    url: Callable
    shown: Callable
    rows: Callable | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page: `context(user, obj, access) -> dict | None` (None: not shown), drawn with
    `template`, which gets that dict."""

    key: str
    order: int
    template: str
    context: Callable


@dataclass(frozen=True, slots=True)
class Opening:
    """A page that a guest's journal names when she opens it: `label` says what it is, `target(url
    kwargs) -> str` which one ("" where the space has one only), `titles(user, targets) -> {target:
    title}` their titles, of those that `user` may read (one query)."""

    label: str
    target: Callable = lambda kwargs: ""
    titles: Callable = lambda user, targets: {}


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A part of a space, in the view of what one of its guests sees there.

    `rows(space) -> QuerySet` are all its rows (they answer `seen_with`), of which the view counts
    those that the guest reads and those that she does not; None: nothing to count.
    `context(space, access, asked) -> dict` is what `template` needs, `access` being all that is
    known of who reads: there is no user to ask about, and with it nothing can be written. `asked`
    is the query of the address. The template extends `frame` and fills its block `tab`. `kind`: of
    spaces of one kind only."""

    key: str
    label: str
    order: int
    template: str
    context: Callable
    rows: Callable | None = None
    kind: str = ""


def by_pk(kwargs: dict) -> str:
    """The `target` of an address that holds one identifier, `pk`."""
    return str(kwargs["pk"])


# Name of an address → what the journal of guests says of it.
openings: dict[str, Opening] = {}
# What a guest sees of a space, for those who manage it.
seen_parts: list[SeenPart] = []
group_tabs: list[Tab] = []
# After those of an experimentation itself; `url` takes it, `shown` the Access to its space.
experimentation_tabs: list[Tab] = []
# On a group's overview: `main` column and `aside`.
group_panels: list[Panel] = []
group_asides: list[Panel] = []
# On an organisation's page.
organisation_panels: list[Panel] = []
# On the page of a published sheet, for whoever reads it; `access` is None.
sheet_panels: list[Panel] = []
# On the page of a message, for whoever reads it.
message_panels: list[Panel] = []
# On a person's own profile: her affiliations, for one. `obj` is the person, `access` is None.
profile_panels: list[Panel] = []
# Space kind → function(space) -> (label, url): where a space is at home.
_space_homes: dict[str, Callable] = {}


def add(registry: list, item) -> None:
    """Put `item` in `registry` at its place; the same key twice is an error of ours."""
    if any(existing.key == item.key for existing in registry):
        raise ValueError(f"{item.key!r} is already registered")
    registry.append(item)
    registry.sort(key=lambda each: each.order)


# What a space is read with, so that `space_home` asks nothing more.
space_relations: list[str] = ["group"]


def register_space_home(kind: str, resolver: Callable, relation: str = "") -> None:
    """Say where spaces of `kind` are at home: `resolver(space) -> (label, url)`, which reads the
    `relation` of the space to one row, if told."""
    _space_homes[kind] = resolver
    if relation:
        space_relations.append(relation)


def space_home(space) -> tuple[str, str]:
    """The label and address of the page that a space belongs to."""
    return _space_homes[space.kind](space)


def drawn(registry: list[Panel], user, obj, access) -> list[dict]:
    """The panels of `registry` that have something to say: `[{"template": …, "context": …}]`."""
    shown = []
    for panel in registry:
        context = panel.context(user, obj, access)
        if context is not None:
            shown.append({"key": panel.key, "template": panel.template, "context": context})
    return shown
