"""Numbers, dates, trends and curves."""

from datetime import date
from decimal import Decimal

import pytest

from experiments.indicators.charts import HEIGHT, WIDTH, chart_of
from experiments.indicators.models import Indicator, Measurement
from experiments.indicators.reading import read_date, read_number, written_date
from experiments.indicators.trends import trend_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567,8", "1234567.8"),
        ("-3", "-3"),
        ("\u22123,25", "-3.25"),
        ("+4", "4"),
        ("45 %", "45"),
        ("12,50 €", "12.5"),
        ("0,1234", "0.1234"),
        ("1,20000", "1.2"),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert read_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "douze",
        "1e5",
        "NaN",
        "Infinity",
        "1,2,3",
        "1.2.3",
        "12 / 3",
        "=1+1",
        "0,12345",
        "10000000000",
        "٣",
        "--3",
        "%",
        "1_000",
    ],
)
def test_anything_else_is_no_number(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2026-03-12", date(2026, 3, 12), "day"),
        ("12/03/2026", date(2026, 3, 12), "day"),
        ("12/03/26", date(2026, 3, 12), "day"),
        ("03/2026", date(2026, 3, 1), "month"),
        ("2026-03", date(2026, 3, 1), "month"),
        ("mars 2026", date(2026, 3, 1), "month"),
        ("Févr. 2026", date(2026, 2, 1), "month"),
        ("août-26", date(2026, 8, 1), "month"),
        ("2026", date(2026, 1, 1), "year"),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_known(text, day, precision):
    assert read_date(text) == (day, precision)


@pytest.mark.parametrize("text", ["", "31/02/2026", "13/2026", "0000", "hier", "ju 2026", "20266"])
def test_anything_else_is_no_date(text):
    assert read_date(text) is None


@pytest.mark.parametrize("precision", ["day", "month", "year"])
def test_an_exported_date_is_read_again(precision):
    day = date(2026, 1, 1)
    assert read_date(written_date(day, precision)) == (day, precision)


def _measured(*values: str) -> list[Measurement]:
    """The newest first, one a month."""
    return [
        Measurement(value=Decimal(value), measured_on=date(2026, len(values) - n, 1))
        for n, value in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("direction", "values", "words", "towards"),
    [
        ("higher", ["15", "12"], "En hausse de 3 depuis", "dans le sens voulu"),
        ("higher", ["12", "15"], "En baisse de 3 depuis", "à l’inverse du sens voulu"),
        ("lower", ["12", "15"], "En baisse de 3 depuis", "dans le sens voulu"),
        ("lower", ["15", "12"], "En hausse de 3 depuis", "à l’inverse du sens voulu"),
        ("neither", ["15", "12"], "En hausse de 3 depuis", ""),
        ("higher", ["12", "12"], "Stable depuis", ""),
        ("higher", ["12"], "Première mesure", ""),
    ],
)
def test_a_trend_says_which_way_and_whether_it_is_wanted(direction, values, words, towards):
    trend = trend_of(Indicator(direction=direction), _measured(*values))
    assert trend.words.startswith(words)
    assert trend.towards == towards


def test_the_first_measurement_is_compared_with_the_start():
    indicator = Indicator(direction="higher", baseline_value=Decimal(10))
    assert trend_of(indicator, _measured("12")).words == "En hausse de 2 depuis le départ"


@pytest.mark.parametrize(
    ("direction", "value", "said"),
    [
        ("higher", "40", "Objectif atteint"),
        ("higher", "39.5", "À 0,5 de l’objectif"),
        ("lower", "40", "Objectif atteint"),
        ("lower", "41", "À 1 de l’objectif"),
        ("neither", "41", "À 1 de l’objectif"),
    ],
)
def test_how_far_the_target_is(direction, value, said):
    indicator = Indicator(direction=direction, target_value=Decimal(40))
    assert trend_of(indicator, _measured(value)).target == said


def test_a_curve_needs_two_points_and_stays_in_its_frame():
    assert chart_of(_measured("12"), None) is None
    chart = chart_of(_measured("30", "20", "10"), Decimal(40))
    xs, ys = zip(*chart.dots, strict=True)
    assert list(xs) == sorted(xs)
    assert all(0 < x < WIDTH for x in xs)
    assert all(0 < y < HEIGHT for y in (*ys, chart.target))
    assert list(ys) == sorted(ys, reverse=True), "what rises goes up, so towards zero"


def test_a_curve_of_one_day_or_of_one_value_is_drawn_too():
    same_day = [Measurement(value=Decimal(n), measured_on=date(2026, 1, 1)) for n in (3, 2, 1)]
    assert len({x for x, _y in chart_of(same_day, None).dots}) == 3
    assert {y for _x, y in chart_of(_measured("5", "5"), None).dots} == {HEIGHT / 2}
