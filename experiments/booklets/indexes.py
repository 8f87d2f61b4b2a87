"""The indexes at the end of a booklet. Apps above or beside add theirs from `apps.py: ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext_lazy as _

from common.text import fold
from experiments.sheets.content import keywords_of
from experiments.sheets.models import ExperienceSheet
from experiments.tagging import terms_by_experimentation
from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term


@dataclass(frozen=True, slots=True)
class Index:
    """`terms(sheets)` gives the words under which each published sheet is found, by its id, of
    what anybody may read; a fixed number of queries."""

    key: str
    label: str
    terms: Callable[[list[ExperienceSheet]], dict[int, Iterable[str]]]


def _territories(sheets: list[ExperienceSheet]) -> dict[int, list[str]]:
    return {each.pk: each.published.content["carriers"] for each in sheets}


def _activities(sheets: list[ExperienceSheet]) -> dict[int, list[str]]:
    found = {each.pk: each.experimentation.get_activity_display() for each in sheets}
    return {pk: [str(label)] for pk, label in found.items() if label}


def _keywords(sheets: list[ExperienceSheet]) -> dict[int, list[str]]:
    return {each.pk: keywords_of(each.published.content) for each in sheets}


def _terms(kind: TermKind, sheets: list[ExperienceSheet]) -> dict[int, list[str]]:
    """The levers, or the obstacles, of the experimentations and of their public notes."""
    trials = [each.experimentation_id for each in sheets]
    found = terms_by_experimentation(None, kind, among=trials)
    terms = Term.objects.in_bulk(set().union(*found.values()))
    return {
        each.pk: [terms[pk].label for pk in found.get(each.experimentation_id, ())]
        for each in sheets
    }


indexes: list[Index] = [
    Index("territories", _("Par territoire"), _territories),
    Index("activities", _("Par activité"), _activities),
    Index("levers", _("Par levier"), partial(_terms, TermKind.LEVER)),
    Index("obstacles", _("Par frein"), partial(_terms, TermKind.OBSTACLE)),
    Index("keywords", _("Par mot-clé"), _keywords),
]


def drawn_indexes(sheets: list[ExperienceSheet]) -> list[dict]:
    """Each index that has terms: `{label, terms: [{name, sheets: [places in the booklet]}]}`.
    Accents and capitals make no other term."""
    found = []
    for index in indexes:
        by_word: dict[str, dict] = {}
        terms = index.terms(sheets)
        for place, sheet in enumerate(sheets):
            for word in terms.get(sheet.pk, ()):
                term = by_word.setdefault(fold(word), {"name": word, "sheets": []})
                if place not in term["sheets"]:
                    term["sheets"].append(place)
        if by_word:
            ordered = [by_word[word] for word in sorted(by_word)]
            found.append({"label": str(index.label), "terms": ordered})
    return found
