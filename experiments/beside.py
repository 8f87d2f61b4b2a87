"""What stands beside a note: where apps above say what of theirs a note rests on.

The page of a journal asks many queries already: all that surrounds its notes comes with one, whose
parts have the shape that `shaped` gives them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import BigIntegerField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from experiments.models import Experimentation, JournalEntry
from groups.permissions import Access


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that a note rests on, as its reader sees it."""

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Things of one `legend` that the form of a note offers: (id, words), those `chosen` already
    among them."""

    legend: str
    choices: Sequence[tuple[int, str]]
    chosen: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """Things that notes rest on. `rows(entries, access) -> QuerySet`: those of notes (a list of
    ids) of one space that one reads with `access`; `note`, `pk`, `label` and `detail` name their
    columns or expressions; `link(experimentation, pk, label, detail) -> Link`.

    `offer(experimentation, access, entry or None) -> Offer or None`: what the form of that note, or
    of a new one, lets one choose, with one query; `put(entry, chosen, offered)` then ties to the
    note those chosen of the ids that were offered, and unties the others."""

    key: str
    rows: Callable
    link: Callable[[Experimentation, int, str, str], Link]
    note: str
    pk: str
    label: object
    detail: object = None
    offer: Callable[[Experimentation, Access, JournalEntry | None], Offer | None] | None = None
    put: Callable[[JournalEntry, set[int], set[int]], None] | None = None


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


def offers(
    experimentation: Experimentation, access: Access, entry: JournalEntry | None = None
) -> dict[str, Offer]:
    """What a note may be said to rest on, by source."""
    found = {
        source.key: source.offer(experimentation, access, entry)
        for source in sources
        if source.offer is not None
    }
    return {key: offer for key, offer in found.items() if offer is not None}


def put(entry: JournalEntry, chosen: Mapping[str, tuple[set[int], set[int]]]) -> None:
    """Tie to a note what was chosen of each source: (chosen, offered)."""
    for source in sources:
        if source.key in chosen:
            source.put(entry, *chosen[source.key])
