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


def by_pk(kwargs: dict) -> str:
    """The `target` of an address that holds one identifier, `pk`."""
    return str(kwargs["pk"])


# Name of an address → what the journal of guests says of it.
openings: dict[str, Opening] = {}
group_tabs: list[Tab] = []
# On a group's overview: `main` column and `aside`.
group_panels: list[Panel] = []
group_asides: list[Panel] = []
# On an organisation's page.
organisation_panels: list[Panel] = []
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


def register_space_home(kind: str, resolver: Callable) -> None:
    """Say where spaces of `kind` are at home: `resolver(space) -> (label, url)`."""
    _space_homes[kind] = resolver


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
