"""Dates in words, as French says them: the first of a month is « 1er », the others are numbers."""

import re
from datetime import date

from django.utils import formats
from django.utils.translation import get_language

# Of Django's patterns: the day of a month that is named beside it.
_DAY_OF_MONTH = re.compile(r"\bj(?= F)")
_FIRST = r"j\\e\\r"


def date_format(day: date, pattern: str) -> str:
    """`day` by one of Django's patterns: « 1er juin 2026 » for "j F Y". A moment is said in the
    time zone that it bears."""
    if day.day == 1 and (get_language() or "").startswith("fr"):
        pattern = _DAY_OF_MONTH.sub(_FIRST, pattern)
    return formats.date_format(day, pattern)
