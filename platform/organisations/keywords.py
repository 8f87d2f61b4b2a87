"""What an organisation is found by: its name cut into words without accents, hyphens or articles.

Pure functions; `selectors.search` asks, `Organisation.save` and `load_territories` write. Why
there is a table of words rather than a full-text index: docs/adr/0006-reference-data.md.
"""

import itertools
import math

from common.text import fold
from organisations.enums import Level

# Whether they are typed does not matter.
ARTICLES = frozenset(
    {"l", "le", "la", "les", "d", "de", "du", "des", "et", "en", "sur", "sous", "aux", "au", "a"}
)
ABBREVIATIONS = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
SHORT = {full: short for short, full in ABBREVIATIONS.items()}
# What the names of intercommunalities start with: the point comes after.
GENERIC = frozenset(
    {"communaute", "communes", "agglomeration", "urbaine", "metropole", "cc", "ca", "cu"}
)
# What people put before the name of one level of authority.
LEVEL_WORDS = {
    Level.DEPARTMENT: ("departement", "conseil", "departemental"),
    Level.REGION: ("region", "conseil", "regional"),
    Level.EPT: ("ept", "territoire"),
    Level.OVERSEAS: ("collectivite",),
}
# A name that starts with what is typed counts as ten times its population.
FIRST = 1000
# An organisation without population ranks like a town of ten thousand.
UNKNOWN_WEIGHT = 4000
LONGEST = 48


def words(text: str) -> list[str]:
    """Every word of `text`, folded, « st » spelt out."""
    return [ABBREVIATIONS.get(word, word) for word in fold(text).split()]


def significant(folded: list[str]) -> list[str]:
    """`folded` without articles, unless there is nothing else."""
    return [word for word in folded if word not in ARTICLES] or folded


def core(folded: list[str]) -> list[str]:
    """`folded` from its first telling word on: « communaute de communes du pays de bitche » gives
    « pays de bitche »."""
    for rank, word in enumerate(folded):
        if word not in GENERIC and word not in ARTICLES:
            return folded[rank:]
    return folded


def name_key(text: str) -> str:
    """What two writings of the same name share: « L’Haÿ-les-Roses » and « hay les roses »."""
    return " ".join(significant(words(text)))[:200]


def weight(population: int | None) -> int:
    """A thousand times the decimal logarithm of the population: how big goes before small."""
    return UNKNOWN_WEIGHT if population is None else round(1000 * math.log10(population + 1))


def name_terms(name: str) -> dict[str, int]:
    """What finds a name, each with what it adds to the weight: its words, « st » for « saint »,
    an elided article glued on (« lhay »), and the whole without spaces (« aixenprovence »)."""
    folded = words(name)
    telling = core(folded)
    first = significant(telling)[:1]
    found = {word[:LONGEST]: FIRST if [word] == first else 0 for word in significant(folded)}
    found |= {SHORT[word]: found[word] for word in SHORT if word in found}
    for letter, word in itertools.pairwise(folded):
        if letter in {"l", "d"}:
            found.setdefault((letter + word)[:LONGEST], 0)
    for whole in (folded, telling):
        if len(whole) > 1:
            found["".join(whole)[:LONGEST]] = FIRST
    return found


def initials(name: str) -> set[str]:
    """What its first letters make: « Groupe de recherche et développement rural » may be typed
    « GRDR »."""
    every = words(name)
    made = ("".join(word[0] for word in each) for each in (every, significant(every)))
    return {acronym for acronym in made if len(acronym) > 2}


def terms(
    *, name: str, alias: str = "", level: str = "", postcodes: str = "", population: int | None
) -> dict[str, int]:
    """What an organisation is found by, each with its weight; all are ASCII letters and digits.

    `level` is empty for what is not a local authority: only those are known by their initials.
    """
    found = dict.fromkeys((*postcodes.split(), *LEVEL_WORDS.get(level, ())), 0)
    if not level:
        found |= dict.fromkeys((acronym[:LONGEST] for acronym in initials(name)), 0)
    found |= name_terms(alias) | name_terms(name)
    base = weight(population)
    return {term: base + bonus for term, bonus in found.items()}
