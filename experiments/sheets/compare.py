"""What changed between two versions of a sheet, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext_lazy as _

from experiments.sheets.content import written_date
from experiments.sheets.enums import Section

_WORDS = re.compile(r"\s+|[^\s]+")
NAMES = {"title": _("Titre"), "keywords": _("Mots-clés"), "place": _("Lieu")}


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: `kind` is same, added or removed."""

    kind: str
    text: str


def words_between(before: str, after: str) -> list[Piece]:
    """The words of both texts, in order, with what became of them."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces = []
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(old[i:j])))
            continue
        if i < j:
            pieces.append(Piece("removed", "".join(old[i:j])))
        if k < m:
            pieces.append(Piece("added", "".join(new[k:m])))
    return pieces


def differences(before: dict, after: dict) -> list[dict]:
    """What differs between two contents, part by part: `[{"label": …, "pieces": […]}]`."""
    pairs = [(label, before[name], after[name]) for name, label in NAMES.items()]
    pairs.append((_("Date"), written_date(before), written_date(after)))
    pairs.append(
        (_("Signataires"), ", ".join(before["signatories"]), ", ".join(after["signatories"]))
    )
    pairs += [
        (section.label, before["sections"][section], after["sections"][section])
        for section in Section
    ]
    alts = [" · ".join(each["alt"] for each in one["pictures"]) for one in (before, after)]
    pairs.append((_("Photos"), *alts))
    return [
        {"label": label, "pieces": words_between(old, new)}
        for label, old, new in pairs
        if old != new
    ]
