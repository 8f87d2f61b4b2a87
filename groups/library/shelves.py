"""Where higher apps say, from `apps.py: ready()`, what of theirs is in the library by itself."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q


@dataclass(frozen=True, slots=True)
class Shelf:
    """`rows() -> QuerySet` are the objects that anybody may read now; `url(pk) -> str` is the page
    of one. What `groups.library.services.put_on_shelf` keeps of the others is shown to nobody."""

    key: str
    rows: Callable
    url: Callable


shelves: dict[str, Shelf] = {}


def add_shelf(shelf: Shelf) -> None:
    """Called once, when the app is ready; the same key twice is an error of ours."""
    if shelf.key in shelves:
        raise ValueError(f"{shelf.key!r} is already registered")
    shelves[shelf.key] = shelf


def still_there() -> Q:
    """Resources that no higher app put here, and those whose object anybody may still read."""
    kept = Q(shelf="")
    for shelf in shelves.values():
        kept |= Q(Exists(shelf.rows().filter(pk=OuterRef("shelf_pk"))), shelf=shelf.key)
    return kept
