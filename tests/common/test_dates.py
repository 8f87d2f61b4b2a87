"""« 1er juin », wherever a date is said."""

from datetime import UTC, date, datetime

import pytest
from django.template import engines
from django.utils import translation

from common.dates import date_format
from common.templatetags.chantiers import deadline, precise, the_day, when

FIRST = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("day", "pattern", "words"),
    [
        (FIRST, "j F Y", "1er juin 2026"),
        (FIRST, "l j F Y", "lundi 1er juin 2026"),
        (FIRST, "j F", "1er juin"),
        (FIRST, "F Y", "juin 2026"),
        (FIRST, "j/m", "1/06"),
        (date(2026, 6, 11), "j F Y", "11 juin 2026"),
        (date(2026, 6, 21), "j F Y", "21 juin 2026"),
    ],
)
def test_the_first_of_a_month_is_said_as_in_french(day, pattern, words):
    assert date_format(day, pattern) == words


def test_other_languages_say_it_their_way():
    with translation.override("en"):
        assert date_format(FIRST, "j F Y") == "1 June 2026"


def test_templates_and_their_tags_say_it_too():
    # Still the last of May in London.
    moment = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    shown = engines["django"].from_string(
        '{{ d|date:"j F" }}|{{ m|date:"j F Y" }}|{{ n|date:"Y" }}'
    )
    assert shown.render({"d": FIRST, "m": moment, "n": None}) == "1er juin|1er juin 2026|"
    assert precise(FIRST) == "1er juin 2026"
    assert the_day(FIRST) == "le 1er juin 2026"
    assert the_day(FIRST, "month") == "juin 2026"
    assert the_day(None) == ""
    assert deadline(moment).startswith("1er juin 2026 à 0")
    assert "lundi 1er juin 2026" in when(FIRST)
