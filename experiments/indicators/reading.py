"""Numbers and dates as people write them, and back."""

import re
from datetime import date, datetime
from decimal import Decimal

from common.models import Precision
from common.text import fold

MOST = Decimal(10) ** 10
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
# « 1.234,5 » and « 1,234.5 »: marks of thousands before the decimal one.
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*([.,])\d+")
_PLAIN = re.compile(r"[+-]?\d{1,13}(?:[.,]\d+)?", re.ASCII)
_MONTHS = [
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
]
_DAYS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]


def read_number(text: str) -> Decimal | None:
    """« 1 234,5 », « 1234.5 », « −3 », « 45 % » as a Decimal of four decimals at most; None for
    anything else."""
    text = _SPACES.sub("", text).replace("\u2212", "-").rstrip("%€")
    grouped = _GROUPED.fullmatch(text)
    if grouped and grouped[1] != grouped[2]:
        text = text.replace(grouped[1], "")
    if not _PLAIN.fullmatch(text):
        return None
    number = Decimal(text.replace(",", "."))
    exact = round(number, 4)
    return exact if exact == number and abs(number) < MOST else None


def trimmed(number: Decimal) -> Decimal:
    """The same number without zeros at the end: what a file shows."""
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def read_date(text: str) -> tuple[date, str] | None:
    """A day, a month (« 03/2026 », « 2026-03 », « mars 2026 ») or a year, with its precision."""
    text = text.strip()
    for pattern in _DAYS:
        try:
            return datetime.strptime(text, pattern).date(), Precision.DAY  # noqa: DTZ007 - a day
        except ValueError:
            continue
    if re.fullmatch(r"\d{4}", text, re.ASCII):
        return _first_of(int(text), 1, Precision.YEAR)
    figures = re.fullmatch(r"(\d{1,2})[/.-](\d{4})|(\d{4})[/-](\d{1,2})", text, re.ASCII)
    if figures:
        month, year = figures[1] or figures[4], figures[2] or figures[3]
        return _first_of(int(year), int(month), Precision.MONTH)
    words = re.fullmatch(r"([a-z]+) (\d{2}|\d{4})", fold(text))
    if words and len(words[1]) >= 3:
        found = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(words[1])]
        if len(found) == 1:
            year = int(words[2])
            return _first_of(year if year > 99 else 2000 + year, found[0], Precision.MONTH)
    return None


def _first_of(year: int, month: int, precision: str) -> tuple[date, str] | None:
    try:
        return date(year, month, 1), precision
    except ValueError:
        return None


def written_date(day: date, precision: str) -> str:
    """« 12/03/2026 », « 03/2026 », « 2026 »: what `read_date` reads again."""
    pattern = {Precision.YEAR: "%Y", Precision.MONTH: "%m/%Y"}.get(precision, "%d/%m/%Y")
    return day.strftime(pattern)
