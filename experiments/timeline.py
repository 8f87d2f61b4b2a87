"""What a page that shows a journal needs: its notes, and what to choose them by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import BigIntegerField, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast

from experiments.enums import EntryKind
from experiments.filtering import read_filter
from experiments.models import Experimentation, JournalEntry
from experiments.selectors import PER_PAGE, journal_page
from experiments.tagging import borne_by
from experiments.vocabularies.models import Term
from groups.permissions import Access
from organisations.models import Organisation

_NOTE, _ITS_OWN, _NOTES, _WRITER = range(4)


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds some notes: the terms of each (by id), those of the experimentation (its own
    and those of its notes), those of its notes, and for whom its notes were written."""

    borne: dict[int, list[Term]]
    terms: list[Term]
    on_notes: list[Term]
    writers: list[Organisation]


def around(
    experimentation: Experimentation, access: Access, entries: Iterable[JournalEntry]
) -> Around:
    """What surrounds these `entries` of what one reads with `access`. One query for all of it: the
    page of a journal asks many already."""
    seen = JournalEntry.objects.filter(experimentation=experimentation).seen_with(access)
    seen = seen.order_by()
    shown = JournalEntry.terms.through.objects.filter(
        journalentry__in=[entry.pk for entry in entries]
    )
    its_own = Term.objects.filter(experimentations=experimentation)
    on_notes = Term.objects.filter(pk__in=borne_by(seen).values("term"))
    writers = Organisation.objects.filter(pk__in=seen.values("organisation"))
    rows = _rows(
        shown, _NOTE, "term_id", "term__label", kind="term__kind", note="journalentry_id"
    ).union(
        _rows(its_own, _ITS_OWN, "pk", "label", kind="kind"),
        _rows(on_notes, _NOTES, "pk", "label", kind="kind"),
        _rows(writers, _WRITER, "pk", "name"),
    )
    borne, found = defaultdict(list), defaultdict(dict)
    for what, note, pk, kind, label in rows:
        if what == _WRITER:
            found[_WRITER][pk] = Organisation(pk=pk, name=label)
        elif what == _NOTE:
            borne[note].append(Term.named(pk, kind, label))
        else:
            found[what][pk] = Term.named(pk, kind, label)
    everything = found[_ITS_OWN] | found[_NOTES]
    return Around(
        {note: _in_order(terms) for note, terms in borne.items()},
        _in_order(everything.values()),
        _in_order(found[_NOTES].values()),
        sorted(found[_WRITER].values(), key=lambda each: each.name.casefold()),
    )


def _rows(rows: QuerySet, what: int, pk: str, label: str, *, kind: str = "", note: str = ""):
    """Rows of one shape, whatever they come from, so that one query may bring them all."""
    return rows.order_by().values_list(
        Value(what, IntegerField()),
        Cast(F(note) if note else Value(0), BigIntegerField()),
        F(pk),
        Cast(F(kind) if kind else Value(""), TextField()),
        Cast(F(label), TextField()),
    )


def _in_order(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: (term.kind, term.key, term.pk))


def journal_shown(
    experimentation: Experimentation,
    access: Access,
    query: Mapping[str, str],
    *,
    most: int = PER_PAGE,
) -> dict:
    """The notes that the `query` of an address asks for, and all that one may choose them by, of
    what one reads. Three queries."""
    asked = read_filter(query)
    before = query.get("avant", "")
    journal = journal_page(experimentation, access, asked=asked, before=before, most=most)
    beside = around(experimentation, access, journal.entries)
    for entry in journal.entries:
        entry.borne = beside.borne.get(entry.pk, [])
    return {
        "journal": journal,
        "asked": asked,
        "said": asked.said(beside.on_notes, beside.writers),
        "kinds": [
            {"label": kind.label, "query": asked.asked(nature=kind), "chosen": asked.kind == kind}
            for kind in EntryKind
        ],
        "any_kind": asked.asked(nature=""),
        "before": before,
        "terms": beside.terms,
        "on_notes": beside.on_notes,
        "writers": beside.writers,
    }
