"""What of the library one asks to read: its address, and the rows it keeps."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qsl, urlencode

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from common.text import clean_line, fold, whole_number
from groups.library.enums import Kind, Origin, State

SORTS = {
    "recentes": (_("Les plus récentes"), ["-sort_day", "-pk"]),
    "anciennes": (_("Les plus anciennes"), [F("dated").asc(nulls_last=True), "pk"]),
    "titre": (_("Par titre"), ["title", "pk"]),
    "ajout": (_("Les dernières ajoutées"), ["-accepted_at", "-pk"]),
}
# Name of the filter → its name in the address.
NAMES = {
    "text": "q",
    "kind": "nature",
    "origin": "type",
    "year": "annee",
    "keyword": "mot",
    "private": "acces",
    "check": "averifier",
    "sort": "tri",
}
MOST_WORDS = 8
KEYWORDS_SHOWN = 15


@dataclass(frozen=True, slots=True)
class LibraryFilter:
    """What is asked for; nothing asked is all of it."""

    text: str = ""
    kind: str = ""
    origin: str = ""
    year: int | None = None
    keyword: int | None = None
    # "oui": what is private; "non": what is public.
    private: str = ""
    check: bool = False
    sort: str = "recentes"

    @classmethod
    def read(cls, asked) -> "LibraryFilter":
        """Of the query of an address; what means nothing is not asked."""
        got = {name: asked.get(key, "") for name, key in NAMES.items()}
        year = whole_number(got["year"])
        return cls(
            text=clean_line(got["text"])[:200],
            kind=got["kind"] if got["kind"] in Kind.values else "",
            origin=got["origin"] if got["origin"] in Origin.values else "",
            year=year if year and 1900 <= year <= 9999 else None,
            keyword=whole_number(got["keyword"]),
            private=got["private"] if got["private"] in {"oui", "non"} else "",
            check=got["check"] == "oui",
            sort=got["sort"] if got["sort"] in SORTS else "recentes",
        )

    @property
    def is_narrow(self) -> bool:
        return replace(self, sort="recentes") != LibraryFilter()

    def without(self, name: str) -> "LibraryFilter":
        """The same, this filter not asked."""
        return replace(self, **{name: _DEFAULTS[name]})

    def query(self, **changed) -> str:
        """Its address, « ?… », with these filters otherwise."""
        asked = replace(self, **changed)
        pairs = {
            key: "oui" if value is True else value
            for name, key in NAMES.items()
            if (value := getattr(asked, name)) != _DEFAULTS[name]
        }
        return f"?{urlencode(pairs)}" if pairs else ""

    def kept(self) -> list[tuple[str, str]]:
        """What the form of the search keeps asking: all but its own fields."""
        return parse_qsl(self.query(text="", sort="recentes")[1:])

    def searched(self, rows: QuerySet) -> QuerySet:
        """Of these resources, those with every word of the search: in title, summary, keywords."""
        if self.check:
            rows = rows.filter(to_check=True)
        for word in fold(self.text).split()[:MOST_WORDS]:
            rows = rows.filter(words__contains=f" {word}")
        return rows

    def apply(self, rows: QuerySet) -> QuerySet:
        """Of these resources, those that are asked for, in order."""
        rows = self.searched(rows)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.origin:
            rows = rows.filter(origin=self.origin)
        if self.year is not None:
            rows = rows.filter(dated__year=self.year)
        if self.keyword is not None:
            rows = rows.filter(keywords=self.keyword)
        if self.private:
            rows = rows.filter(is_private=self.private == "oui")
        return rows.order_by(*SORTS[self.sort][1])

    def tally(self, counted: Iterable[tuple]) -> dict[str, list]:
        """Of rows (kind, origin, year, is_private, number), how many each value of each filter
        would leave beside the other filters."""
        names = ("kind", "origin", "year", "private")
        asked = {name: getattr(self, name) for name in names}
        sums = {name: Counter() for name in names}
        for kind, origin, year, is_private, number in counted:
            has = {
                "kind": kind,
                "origin": origin,
                "year": year,
                "private": "oui" if is_private else "non",
            }
            apart = [name for name in names if asked[name] and asked[name] != has[name]]
            for name in names:
                if number and apart in ([], [name]):
                    sums[name][has[name]] += number
        del sums["year"][None]
        kinds, origins = dict(Kind.choices), dict(Origin.choices)
        order = {"kind": Kind.values, "origin": Origin.values, "private": ["non", "oui"]}
        order["year"] = sorted(sums["year"], reverse=True)
        said = {"kind": kinds, "origin": origins, "private": PRIVACY}
        return {
            name: [
                (value, said.get(name, {}).get(value, value), sums[name][value])
                for value in order[name]
                if sums[name][value] or asked[name] == value
            ]
            for name in names
        }


PRIVACY = {"non": _("Pour tout le monde"), "oui": _("Réservées au réseau")}
_DEFAULTS = {each.name: each.default for each in fields(LibraryFilter)}
# Which resources a list holds: those of the library, or those that wait.
STATES = {"": State.ACCEPTED, "proposees": State.SUGGESTED, "non-retenues": State.DECLINED}
