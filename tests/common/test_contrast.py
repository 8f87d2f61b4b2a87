"""Colours of the tokens, in both themes: 4.5:1 for text, 3:1 for the edge of controls."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.ROOT, "static", "css", "tokens.css").read_text()
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(
        r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", TOKENS
    )
}
GROUNDS = ["paper", "surface", "sunken"]
TEXT = [
    *((ink, ground) for ink in ["ink", "ink-soft", "accent", "danger"] for ground in GROUNDS),
    *((hue, f"{hue}-soft") for hue in ["accent", "ochre", "danger", "blue", "plum"]),
    *(("ink", f"{hue}-soft") for hue in ["accent", "ochre", "danger", "blue", "plum"]),
    *(("ink-soft", f"{hue}-soft") for hue in ["accent", "ochre", "blue"]),
    ("ochre", "paper"),
    ("ochre", "surface"),
    ("accent-ink", "accent"),
    ("accent-ink", "accent-strong"),
    ("danger-ink", "danger"),
]
CONTROLS = [
    *((edge, ground) for edge in ["control", "accent", "danger"] for ground in GROUNDS),
    ("accent", "line"),
    ("ochre", "line"),
]


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG 2.2 defines it."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_knows_black_and_white():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_legible(ink, ground, theme):
    assert contrast(PAIRS[ink][theme], PAIRS[ground][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_controls_are_seen(edge, ground, theme):
    assert contrast(PAIRS[edge][theme], PAIRS[ground][theme]) >= 3
