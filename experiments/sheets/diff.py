"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from experiments.sheets.content import LINES
from experiments.sheets.enums import Section
from experiments.sheets.models import ExperienceSheet

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


class Part(NamedTuple):
    """Some words: `kind` is same, added or removed."""

    kind: str
    text: str


def words_changed(before: str, after: str) -> list[Part]:
    """`after`, with what was taken out of `before` at its place."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    parts = []
    for _tag, at, to, at_new, to_new in SequenceMatcher(None, old, new).get_opcodes():
        removed, added = "".join(old[at:to]), "".join(new[at_new:to_new])
        if removed == added:
            parts.append(Part("same", added))
            continue
        if removed:
            parts.append(Part("removed", removed))
        if added:
            parts.append(Part("added", added))
    return parts


def content_changed(before: dict, after: dict) -> list[dict]:
    """The lines and sections of two contents that say something else, with their words."""
    fields = [(str(ExperienceSheet._meta.get_field(n).verbose_name), n) for n in LINES]
    rows = [(label.capitalize(), before[name], after[name]) for label, name in fields]
    rows += [
        (section.label, before["sections"][section.value], after["sections"][section.value])
        for section in Section
    ]
    return [
        {"label": label, "parts": words_changed(old, new)} for label, old, new in rows if old != new
    ]
