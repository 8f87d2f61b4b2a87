"""What a page that shows a journal needs: its notes, and what to choose them by."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.urls import reverse

from experiments.beside import Link, shaped, sources
from experiments.enums import EntryKind
from experiments.filtering import read_filter
from experiments.models import Experimentation, JournalEntry
from experiments.selectors import PER_PAGE, journal_page
from experiments.tagging import borne_by
from experiments.vocabularies.models import Term
from groups.documents.models import Document
from groups.permissions import Access
from organisations.models import Organisation

# What the parts of the one query are; registered sources follow.
_NOTE, _ITS_OWN, _NOTES, _WRITER, _DOCUMENT = range(5)
_REGISTERED = 10


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the notes of a journal: the terms of the experimentation (its own and those
    of its notes), those of its notes, and for whom its notes were written."""

    terms: list[Term]
    on_notes: list[Term]
    writers: list[Organisation]


def dress(
    experimentation: Experimentation,
    access: Access,
    entries: Iterable[JournalEntry],
    *,
    whole: bool = False,
) -> Around:
    """Say of each of these `entries`, read with `access`, the terms `borne` and the `links` to what
    it rests on, of what one may see; and, of the `whole` journal, what surrounds it. One query for
    all of it: these pages ask many already."""
    entries = list(entries)
    parts = _beside([entry.pk for entry in entries], access)
    if whole:
        parts += _around(experimentation, access)
    borne, links, found = defaultdict(list), defaultdict(list), defaultdict(dict)
    for what, note, pk, detail, label in parts[0].union(*parts[1:]):
        if what == _NOTE:
            borne[note].append(Term.named(pk, detail, label))
        elif what == _DOCUMENT:
            url = reverse("document", args=[pk])
            links[note].append(Link(label, url, "paper-clip"))
        elif what >= _REGISTERED:
            source = sources[what - _REGISTERED]
            links[note].append(source.link(experimentation, pk, label, detail))
        elif what == _WRITER:
            found[what][pk] = Organisation(pk=pk, name=label)
        else:
            found[what][pk] = Term.named(pk, detail, label)
    for entry in entries:
        entry.borne = _in_order(borne[entry.pk])
        entry.links = sorted(links[entry.pk], key=lambda link: (link.icon, link.label, link.url))
    everything = found[_ITS_OWN] | found[_NOTES]
    return Around(
        _in_order(everything.values()),
        _in_order(found[_NOTES].values()),
        sorted(found[_WRITER].values(), key=lambda each: each.name.casefold()),
    )


def _beside(entries: list[int], access: Access) -> list[QuerySet]:
    terms = JournalEntry.terms.through.objects.filter(journalentry__in=entries)
    documents = JournalEntry.documents.through.objects.filter(
        journalentry__in=entries,
        document__in=Document.objects.filter(space=access.space_id).seen_with(access),
    )
    return [
        shaped(
            terms,
            _NOTE,
            note="journalentry_id",
            pk="term_id",
            label=F("term__label"),
            detail=F("term__kind"),
        ),
        shaped(
            documents,
            _DOCUMENT,
            note="journalentry_id",
            pk="document_id",
            label=F("document__title"),
        ),
        *(
            shaped(
                source.rows(entries, access),
                _REGISTERED + place,
                note=source.note,
                pk=source.pk,
                label=source.label,
                detail=source.detail,
            )
            for place, source in enumerate(sources)
        ),
    ]


def _around(experimentation: Experimentation, access: Access) -> list[QuerySet]:
    seen = JournalEntry.objects.filter(experimentation=experimentation).seen_with(access)
    seen = seen.order_by()
    its_own = Term.objects.filter(experimentations=experimentation)
    on_notes = Term.objects.filter(pk__in=borne_by(seen).values("term"))
    writers = Organisation.objects.filter(pk__in=seen.values("organisation"))
    return [
        shaped(its_own, _ITS_OWN, pk="pk", label=F("label"), detail=F("kind")),
        shaped(on_notes, _NOTES, pk="pk", label=F("label"), detail=F("kind")),
        shaped(writers, _WRITER, pk="pk", label=F("name")),
    ]


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
    around = dress(experimentation, access, journal.entries, whole=True)
    return {
        "journal": journal,
        "asked": asked,
        "said": asked.said(around.on_notes, around.writers),
        "kinds": [
            {"label": kind.label, "query": asked.asked(nature=kind), "chosen": asked.kind == kind}
            for kind in EntryKind
        ],
        "any_kind": asked.asked(nature=""),
        "before": before,
        "terms": around.terms,
        "on_notes": around.on_notes,
        "writers": around.writers,
    }
