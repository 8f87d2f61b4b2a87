"""What the words of a resource say: dates, keywords, addresses, numbers, attendance."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "janvier",
            "février fevrier",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août aout",
            "septembre",
            "octobre",
            "novembre",
            "décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(MONTHS)
_MONTH_YEAR = re.compile(
    rf"(?<!\w)(?:(\d{{1,2}})(?:er)?\s+)?({_MONTH})\s+((?:19|20)\d\d)", re.IGNORECASE
)
_ENDS_WITH_MONTH = re.compile(rf"(?<!\w)({_MONTH})\s+((?:19|20)\d\d)\s*\.?\s*$", re.IGNORECASE)
_PAGES = re.compile(r"\d+\s+pages")
_IN_BRACKETS = re.compile(rf"\(\s*(?:{_MONTH})\s+\d{{4}}\s*\)", re.IGNORECASE)
_KEYWORDS = re.compile(r"^\s*mots[\s-]+cl[ée]s?\s*:\s*(.*)$", re.IGNORECASE)
_WEBSITE = re.compile(r"^\s*site\s+(?:internet|web)\s*:\s*(\S*)", re.IGNORECASE)
_ZONE = re.compile(r"^\s*zone\s+d[’']action\s*:\s*(.*)$", re.IGNORECASE)
_TOWN = re.compile(r"^(?:(.{3,100}?),?\s+)?(\d{5})\s+([A-ZÀ-Ý][\w’' -]{1,60})$")
_STREET = re.compile(
    r"^(?:\d{1,4}\s?(?:bis|ter)?,?\s+\w|.*\b(?:rue|avenue|place|boulevard|chemin|impasse|quai|route|allée)\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"n\s*[°ºo]\s*(\d{1,4})\b", re.IGNORECASE)
_COUNT = r"(?P<about>(?:plus de|près de|environ|une)\s+)?(?P<n>\d[\d\u202f\u00a0 ]{0,8}\d|\d)\s+"
_PEOPLE = r"(?:personnes|participants?|participant[·.]e[·.]?s|auditeurs?)"
_ATTENDANCE = (
    re.compile(
        rf"\b(?:a|ont|avait)\s+(?:rassemblé|réuni|accueilli)\s+{_COUNT}{_PEOPLE}", re.IGNORECASE
    ),
    re.compile(rf"\b{_COUNT}{_PEOPLE}\s+(?:y\s+)?(?:ont|étaient|avaient)\s+\w+", re.IGNORECASE),
)
_URL = re.compile(r"https?://\S+")
_REPLAY = re.compile(r"\(?\bre\)?-?\s?voir\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, of which only the month is known unless `exact`."""

    day: date
    exact: bool = False


def _dated(match: re.Match) -> Dated | None:
    day, month, year = match.group(1), match.group(2), match.group(3)
    try:
        return Dated(date(int(year), MONTHS[month.lower()], int(day or 1)), exact=bool(day))
    except ValueError:
        return None


def date_in(text: str) -> Dated | None:
    """The first month and year that `text` names, with the day if it says it."""
    found = _MONTH_YEAR.search(text)
    return _dated(found) if found else None


def find_date(title: str, lines: list[str], keyword_line: str, *, event: bool) -> Dated | None:
    """When it was published, or held. Only where the text says so of the resource itself: beside
    its keywords, in its title, in its first heading, beside its number of pages; a date met in the
    course of the text is of something else. `event`: the first lines say when."""
    first = lines[0] if lines else ""
    found = date_in(keyword_line) or date_in(title)
    if not found and len(first) < 120 and _ENDS_WITH_MONTH.search(first):
        found = date_in(first)
    for line in lines:
        if found:
            break
        if _IN_BRACKETS.search(line):
            found = date_in(_IN_BRACKETS.search(line).group())
        elif pages := _PAGES.search(line):
            near = line[max(0, pages.start() - 40) : pages.end() + 40]
            found = date_in(near)
    if event and (found is None or not found.exact):
        for match in _MONTH_YEAR.finditer(" ".join(lines[:2])):
            held = _dated(match)
            if held and held.exact and (not found or _same_month(held, found)):
                return held
    return found


def _same_month(one: Dated, other: Dated) -> bool:
    return (one.day.year, one.day.month) == (other.day.year, other.day.month)


def keyword_line_of(lines: list[str]) -> str | None:
    """The words after « Mots-clés : »."""
    return next((m.group(1) for line in lines if (m := _KEYWORDS.match(line))), None)


def keywords_of(line: str) -> list[str]:
    """The keywords of such a line, without the month that may end it."""
    words = _ENDS_WITH_MONTH.sub("", line).rstrip(" -–—.,;")
    found = [word.strip(" .") for word in re.split(r"[,;]", words)]
    return list(dict.fromkeys(word for word in found if word))


def website_of(lines: list[str]) -> str:
    for line in lines:
        found = _WEBSITE.match(line)
        if found and "." in found.group(1):
            url = found.group(1).rstrip(".,;)")
            return url if "://" in url else f"https://{url}"
    return ""


def zone_of(lines: list[str]) -> str:
    return next((m.group(1).strip(" .") for line in lines if (m := _ZONE.match(line))), "")


def place_of(lines: list[str]) -> tuple[str, set[str]]:
    """A postal address written on lines of its own, and these lines."""
    for index, line in enumerate(lines):
        found = _TOWN.match(line)
        if not found:
            continue
        used = {line}
        parts = [found.group(1) or "", f"{found.group(2)} {found.group(3).strip()}"]
        above = lines[index - 1] if index else ""
        if not parts[0] and len(above) < 100 and _STREET.match(above) and above[-1:] not in ".:!?":
            parts[0] = above.rstrip(",")
            used.add(above)
        return ", ".join(part for part in parts if part), used
    return "", set()


def number_of(title: str) -> int | None:
    found = _NUMBER.search(title)
    return int(found.group(1)) if found else None


def attendance_of(text: str) -> tuple[int | None, bool]:
    """How many came, and whether the text only says about how many."""
    for pattern in _ATTENDANCE:
        found = pattern.search(text)
        if found:
            return int(re.sub(r"\D", "", found.group("n"))), bool(found.group("about"))
    return None, False


def replay_of(lines: list[str]) -> tuple[str, bool]:
    """Where to see it again, and whether the text says that one can."""
    said = [line for line in lines if len(line) < 200 and _REPLAY.search(line)]
    address = next((m.group() for line in said if (m := _URL.search(line))), "")
    return address, bool(said)


def is_fact(line: str) -> bool:
    """Whether the line only gives a field."""
    return any(pattern.match(line) for pattern in (_KEYWORDS, _WEBSITE, _ZONE))
