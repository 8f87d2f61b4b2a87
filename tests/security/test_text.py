"""Promise I6 and I7: what people type is cleaned, and no length or pile of marks costs much."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common.markdown import render
from common.text import clean_line, clean_text

BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


@pytest.mark.parametrize(
    "name", ["\u3164", "\u00ad\u200b", "\U000e0041", "\u200d \u2800", "\u115f"]
)
def test_a_name_that_shows_nothing_is_empty(name):
    assert clean_line(name) == ""


def test_what_is_taken_out_does_not_part_a_letter_from_its_accent():
    assert clean_line("e\u200b\u0301te\u202e\u0301") == "été"


def test_joiners_stay_inside_words():
    assert clean_line("👩‍🌾 م‌خ") == "👩‍🌾 م‌خ"


def test_a_pile_of_marks_is_cut():
    assert len(clean_line("a" + "\u0489\u0316" * 50)) < 10
    assert clean_line("Nguyễn Thị שָׁלוֹם") == unicodedata.normalize("NFC", "Nguyễn Thị שָׁלוֹם")


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
@settings(deadline=None, max_examples=200)
def test_whatever_is_typed_is_clean_for_good(text):
    for clean in (clean_line, clean_text):
        once = clean(text)
        assert unicodedata.is_normalized("NFC", once)
        assert clean(once) == once
        assert not BIDI & {ord(char) for char in once}
        assert "\0" not in once
        once.encode()


HEAVY = [
    "a" + "\u0300\u0327" * 250_000,
    "\u0344\u0300" * 200_000,
    " \u00a0" * 250_000,
    "\r\n" * 250_000,
    "e\u0301" * 250_000,
]


@pytest.mark.parametrize("number", range(len(HEAVY)))
def test_cleaning_takes_as_long_as_the_text_is(number):
    """Putting half a million marks in order took minutes of processor for one request."""
    begun = time.process_time()
    clean_text(HEAVY[number])
    clean_line(HEAVY[number])
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "text", ["[" * 20_000, "*a_" * 6000, ">" * 20_000, "**" * 9000, "*_`[<&" * 3300, "~~a" * 6000]
)
def test_no_markdown_takes_long(text):
    begun = time.process_time()
    render(text)
    assert time.process_time() - begun < 2
