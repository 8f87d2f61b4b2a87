"""Finding an organisation from what a person types: the reads behind the field and the directory.

Three index-only reads of the table of words, then one of the organisations: see
docs/adr/0006-reference-data.md for the design and its measures.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.text import fold
from organisations.enums import Kind, Level
from organisations.keywords import LONGEST, core, name_key, name_terms, significant, weight, words
from organisations.models import LEVEL_ORDER, Organisation, SearchTerm
from organisations.reference import departments

LONGEST_QUERY = 120
MOST_WORDS = 8
# Rows of words looked at before ranking: several may belong to one organisation.
CANDIDATES = 80
# Added to a weight (a thousand per factor ten of population).
EXACT, BEGINS, WHOLE_WORDS = 10_000, 1_500, 300
# A word that is not of the name itself (« conseil », « région ») was a hint, not the point.
OUTSIDE = -2_000
# « Ville de Grigny »: people say the town for its council.
TOWN_WORDS = frozenset({"ville", "mairie", "commune", "municipalite"})


def search(
    text: str, *, kinds: Iterable[str] = (), limit: int = 10, **place: object
) -> list[Organisation]:
    """The `limit` organisations that `text` most likely means, best first.

    Accents, hyphens, ligatures, articles and « st » do not matter; the beginning of each word is
    enough; an INSEE code, SIREN or postal code will do; « grigny 69 » and « grigny rhône » tell
    homonyms apart. Exact names go first, then names that begin so, then the most populated.
    `place` narrows by fields of the organisation (`level="epci"`). At most 8 queries, usually 4,
    whatever the size of the table.
    """
    kinds = tuple(kinds)
    folded = fold(text[:LONGEST_QUERY])
    if not folded:
        return []
    found = _ranked(folded, kinds, limit, **place)
    if not found or (folded.split()[0] in TOWN_WORDS and len(found) < limit):
        found += [each for each in _looser(folded, kinds, limit, place) if each not in found]
    return found[:limit]


def _tokens(folded: str) -> list[str]:
    """The words to look for; single letters inside (« Boulogne s/ mer ») are left out."""
    kept = significant(folded.split()[:MOST_WORDS])
    if len(kept) > 2:
        kept = [kept[0], *[t for t in kept[1:-1] if len(t) > 1 or t.isdigit()], kept[-1]]
    return list(dict.fromkeys(token[:LONGEST] for token in kept))


def _begins(token: str, *, kinds: Sequence[str] = (), of=None) -> QuerySet:
    rows = SearchTerm.objects.filter(term__begins=token)
    if of is not None:
        rows = rows.filter(organisation=of)
    return rows.filter(kind__in=kinds) if kinds else rows


def _codes(folded: str) -> Q:
    """INSEE code or SIREN, with or without spaces; of a SIRET, its SIREN."""
    code = folded.replace(" ", "").upper()
    if not any(char.isdigit() for char in code):
        return Q(pk__in=())
    if code.isdigit() and len(code) == 14:
        code = code[:9]
    if len(code) > 12:
        return Q(pk__in=())
    # Nobody types the code of a région; « 93 » is a département.
    return Q(Q(code=code) & ~Q(level=Level.REGION)) | Q(siren=code)


def _ranked(folded: str, kinds: Sequence[str], limit: int, **place: object) -> list[Organisation]:
    """What the words of `folded` find; `place` narrows by fields of the organisation."""
    scope = Organisation.objects.current().of_kinds(kinds).filter(**place)
    exact = scope.filter(Q(key=name_key(folded)) | _codes(folded)).order_by("-population")
    found = {row.pk: row for row in exact[: 2 * limit]}
    certain = frozenset(found)
    found.update(scope.in_bulk(_candidates(folded, kinds, place) - certain))
    score = _Score(folded, certain)
    return sorted(found.values(), key=score)[:limit]


def _candidates(folded: str, kinds: Sequence[str], place: dict[str, object]) -> set[int]:
    """Ids of the heaviest organisations that have all the words, or begin with them glued."""
    # The longest word is usually the rarest: it leads, the others are checked for each of its rows.
    leader, *others = sorted(_tokens(folded), key=len, reverse=True)
    glued = "".join(words(folded))[:LONGEST]
    all_words = _begins(leader, kinds=kinds)
    for token in others:
        all_words = all_words.filter(Exists(_begins(token, of=OuterRef("organisation"))))
    narrowing = {f"organisation__{field}": value for field, value in place.items()}
    found: set[int] = set()
    for rows in [all_words] if glued == leader else [all_words, _begins(glued, kinds=kinds)]:
        heaviest = rows.filter(**narrowing).order_by("-weight")
        heaviest = heaviest.values_list("organisation", flat=True)
        found.update(heaviest[:CANDIDATES])
    return found


class _Score:
    """Sort key of what was found: the likeliest first."""

    def __init__(self, folded: str, certain: frozenset[int]):
        self.certain = certain
        self.glued = "".join(words(folded))
        self.tokens = set(_tokens(folded))
        self.telling = [token for token in self.tokens if not token.isdigit()]

    def __call__(self, row: Organisation) -> tuple:
        own = words(row.name)
        named = name_terms(row.name)
        value = weight(row.population)
        if row.pk in self.certain:
            value += EXACT
        if any("".join(each).startswith(self.glued) for each in (own, significant(own), core(own))):
            value += BEGINS
        if self.tokens <= named.keys():
            value += WHOLE_WORDS
        elif not all(any(term.startswith(token) for term in named) for token in self.telling):
            value += OUTSIDE
        order = LEVEL_ORDER.index(row.level) if row.level else len(LEVEL_ORDER)
        return (-value, order, row.key, row.pk)


def _looser(
    folded: str, kinds: Sequence[str], limit: int, place: dict[str, object]
) -> list[Organisation]:
    """When the words alone do not find it: « plaine commune 93 », « ville de grigny »."""
    if kinds and Kind.COLLECTIVITY not in kinds:
        return []
    every = folded.split()[:MOST_WORDS]
    if len(every) > 1 and every[0] in TOWN_WORDS:
        rest = " ".join(significant(every[1:]))
        return _ranked(rest, kinds, limit, **{"level": Level.COMMUNE, **place})
    for cut in range(1, len(every)):
        department = _department(" ".join(every[cut:]))
        if department:
            narrower = {"department_code": department, **place}
            return _ranked(" ".join(every[:cut]), kinds, limit, **narrower)
    return []


def _department(folded: str) -> str:
    """The code of the département written so, by code or by name; "" for none."""
    code = folded.upper()
    if code in departments():
        return code
    key = name_key(folded)
    return next((code for code, name in departments().items() if name_key(name) == key), "")
