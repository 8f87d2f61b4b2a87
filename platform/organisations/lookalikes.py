"""Recognising that a structure about to be described is already known."""

from difflib import SequenceMatcher

from django.db.models import Q

from organisations.enums import Kind
from organisations.keywords import initials, name_key
from organisations.models import Organisation, SearchTerm
from organisations.search import search

# What many names share tells nothing: « Association Les Mamas » is « Les Mamas ».
COMMON = frozenset(
    """association asso collectif comite centre social maison quartier quartiers regie regies
    structure cooperative scic scop cae cress conseil citoyen citoyens habitants fondation groupe
    ville mairie commune""".split()  # noqa: SIM905
)
ALIKE = 0.84
COMPARED = 300
SHOWN = 5


def lookalikes(name: str, *, siren: str = "", excluding: int | None = None) -> list[Organisation]:
    """The organisations that `name` may already be, the likeliest first, at most five.

    Same SIREN, nearly the same letters, the same telling words, one an acronym of the other, or a
    collectivité of that very name. At most 12 queries, whatever the number of organisations.
    """
    scores: dict[int, float] = {}
    found: dict[int, Organisation] = {}
    telling = _telling(name)

    starts = Q()
    for word in {*telling, *initials(name)}:
        starts |= Q(term__begins=word[:3])
    if starts:
        ids = SearchTerm.objects.filter(starts, kind__in=[Kind.PARTNER, Kind.NETWORK])
        near = Organisation.objects.filter(
            pk__in=ids.order_by("-weight").values_list("organisation", flat=True)[:COMPARED]
        )
        for row in near:
            scores[row.pk], found[row.pk] = likeness(name, row.name), row
    if siren:
        for row in Organisation.objects.filter(siren=siren, merged_into=None):
            scores[row.pk], found[row.pk] = 2.0, row
    for row in search(name, kinds=[Kind.COLLECTIVITY], limit=1):
        if row.key.split() == telling:
            scores[row.pk], found[row.pk] = 1.0, row
    alike = [pk for pk, score in scores.items() if score >= ALIKE and pk != excluding]
    alike.sort(key=lambda pk: (-scores[pk], found[pk].key, pk))
    return [found[pk] for pk in alike[:SHOWN]]


def likeness(one: str, other: str) -> float:
    """From 0 to 1, how likely two names name the same structure."""
    first, second = _telling(one), _telling(other)
    if not first or not second:
        return 0.0
    if set(first) == set(second):
        return 1.0
    short, long = sorted((set(first), set(second)), key=len)
    if short < long and (len(short) > 1 or len(max(short, key=len)) > 5):
        return 0.9
    acronyms = (initials(one) & set(second)) | (initials(other) & set(first))
    if acronyms:
        return 0.9
    return SequenceMatcher(None, " ".join(first), " ".join(second), autojunk=False).ratio()


def _telling(name: str) -> list[str]:
    """The words of `name` that tell it from others, in order."""
    key = name_key(name).split()
    return [word for word in key if word not in COMMON] or key
