"""Whether all that a stored booklet shows is still for everybody."""

from collections.abc import Iterable

from common.models import Audience
from common.tally import tally
from experiments.booklets.models import Booklet
from experiments.models import JournalEntry, JournalPicture
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.selectors import indicators_told, places_of
from experiments.sites.models import Site
from experiments.tagging import terms_by_experimentation
from experiments.vocabularies.models import Term
from groups.moderation.enums import Withheld

# What may be said of a booklet that is handed out to nobody, without naming what went away.
WITHDRAWN, PICTURES, NOTES, TERMS = "withdrawn", "pictures", "notes", "terms"
FIGURES, PLACES = "figures", "places"


def shown_by(sheets: list[ExperienceSheet]) -> dict[str, list]:
    """The identifiers of what a booklet of these published sheets shows to anybody: kept with it.
    `terms` are pairs of an experimentation and a word of its indexes. Five queries."""
    contents = [each.published.content for each in sheets]
    pictures = {each["picture"] for content in contents for each in content["pictures"]}
    notes = {pk for content in contents for pks in content["sources"].values() for pk in pks}
    figures = {each["indicator"] for content in contents for each in content.get("figures", [])}
    trials = [each.experimentation_id for each in sheets]
    return {
        "sheets": [each.pk for each in sheets],
        "pictures": sorted(_pictures(pictures).values_list("pk", flat=True)),
        "notes": sorted(_notes(notes).values_list("pk", flat=True)),
        "figures": sorted(indicators_told(figures).values_list("pk", flat=True)),
        "places": sorted(places_of(trials, None).values_list("pk", flat=True)),
        "terms": sorted(_terms(trials)),
    }


def gone_from(booklet: Booklet) -> list[str]:
    """What is not for everybody any more of what `shown_by` told of it. Two queries, three where a
    word is not borne any more."""
    # One that was made before sheets said figures and places, and indexes words, shows none.
    shows = {"figures": [], "places": [], "terms": []} | booklet.shows
    kinds = {WITHDRAWN: "sheets"} | {key: key for key in (PICTURES, NOTES, FIGURES, PLACES)}
    counts = tally(
        booklet,
        sheets=ExperienceSheet.objects.published().filter(pk__in=shows["sheets"]),
        pictures=_pictures(shows["pictures"]),
        notes=_notes(shows["notes"]),
        figures=indicators_told(shows["figures"]),
        places=Site.objects.filter(pk__in=shows["places"]).visible_to(None),
    )
    gone = [kind for kind, key in kinds.items() if counts[key] < len(shows[key])]
    return gone + ([TERMS] if shows["terms"] and _are_gone(shows["terms"]) else [])


def _are_gone(pairs: list[list[int]]) -> bool:
    """Whether an experimentation no longer bears a word in sight of everybody; a word that was
    merged stands for the one that took its place."""
    borne = _terms({trial for trial, _term in pairs})
    missing = [(trial, term) for trial, term in pairs if (trial, term) not in borne]
    if not missing:
        return False
    merged = Term.objects.filter(pk__in={term for _trial, term in missing})
    became = dict(merged.exclude(merged_into=None).values_list("pk", "merged_into"))
    return any((trial, became.get(term, term)) not in borne for trial, term in missing)


def _terms(trials: Iterable[int]) -> set[tuple[int, int]]:
    """The words that these experimentations and their public notes bear. One query."""
    borne = terms_by_experimentation(None, None, among=list(trials))
    return {(trial, term) for trial, terms in borne.items() for term in terms}


def _pictures(pks):
    return JournalPicture.objects.filter(
        pk__in=pks, entry__removed_at=None, entry__withheld=Withheld.NO
    ).exclude(entry__audience=Audience.OWNER)


def _notes(pks):
    return JournalEntry.objects.visible_to(None).filter(pk__in=pks)
