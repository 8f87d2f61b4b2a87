"""What stands beside a note: where apps above say what of theirs a note rests on.

The page of a journal asks many queries already: all that surrounds its notes comes with one, whose
parts have the shape that `shaped` gives them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BigIntegerField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from experiments.models import Experimentation


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that a note rests on, as its reader sees it."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Source:
    """Things that notes rest on. `rows(entries, access) -> QuerySet`: those of notes (a list of
    ids) of one space that one reads with `access`; `note`, `pk`, `label` and `detail` name their
    columns or expressions; `link(experimentation, pk, label, detail) -> Link`."""

    key: str
    rows: Callable
    link: Callable[[Experimentation, int, str, str], Link]
    note: str
    pk: str
    label: object
    detail: object = None


sources: list[Source] = []


def add_source(source: Source) -> None:
    """Called once, when the app is ready; the same key twice is an error of ours."""
    if any(existing.key == source.key for existing in sources):
        raise ValueError(f"{source.key!r} is already registered")
    sources.append(source)


def shaped(rows: QuerySet, what: int, *, pk, label, detail=None, note=None) -> QuerySet:
    """Rows of one shape, whatever they come from: (what, note or 0, pk, detail or "", label)."""
    return rows.order_by().values_list(
        Value(what, IntegerField()),
        Cast(F(note) if note else Value(0), BigIntegerField()),
        Cast(F(pk), BigIntegerField()),
        Cast(detail if detail is not None else Value(""), TextField()),
        Cast(label, TextField()),
    )
