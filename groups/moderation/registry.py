"""What can be reported and moderated: higher apps add their kinds in `apps.py: ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404

from groups.models import Space


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing as it is now: a message, a note, a document, a person, a thread.

    `person` wrote it (or is it); `space` comes with its group; `verbs` is what may be done to it in
    its present state; `edit_url` is where its author may change it.
    """

    kind: str
    pk: int
    space: Space
    label: str
    person: object | None = None
    words: str = ""
    url: str = ""
    edit_url: str = ""
    verbs: tuple[str, ...] = ()
    # Its author took it away: its words are hers alone again.
    gone: bool = False
    facts: tuple[str, ...] = ()
    # Acts that need a page of their own, a preview for one: (verb, address).
    pages: tuple[tuple[str, str], ...] = ()
    # A facilitator may act on her own: the threads that she opened, for one.
    own_too: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """`find(pk)` gives the thing whatever its state, `seen(user, pk)` only while that person may
    read its words; both None where there is none. `act(pk, verb, by, reason, data)` does what was
    decided, in the transaction of the caller, and raises what groups.services.errors or the app
    itself refuses. `name` follows « Signaler ». `detail(act, user)` is what an act's data adds to
    what `user` is told of it, in one sentence or ""."""

    key: str
    name: str
    find: Callable
    act: Callable
    seen: Callable | None = None
    detail: Callable = lambda act, user: ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; the same key twice is an error of ours."""
    if kind.key in _kinds:
        raise ValueError(f"{kind.key!r} is already registered")
    _kinds[kind.key] = kind


def get_kind(key: str) -> Kind:
    """The kind of that key, or 404."""
    if key not in _kinds:
        raise Http404
    return _kinds[key]
