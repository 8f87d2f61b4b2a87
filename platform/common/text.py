"""Cleaning what people type, folding it for search and comparison; numbers as text."""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

# Marks that change the direction of what follows, or that show nothing: a name made of them lies.
_DIRECTION = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_BLANK = [0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x3164, 0xFEFF, 0xFFA0]
_RANGES = [(0x2060, 0x2066), (0x206A, 0x2070), (0xFFF9, 0xFFFC), (0xE0000, 0xE0080)]
_INVISIBLE = dict.fromkeys([*_BLANK, *(code for each in _RANGES for code in range(*each))])
# Marks on one letter: Vietnamese takes two, vocalised Hebrew four.
MOST_MARKS = 6
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def _kept(text: str, keep: str) -> Iterator[str]:
    """The characters of `text` that people write, and no more than a few marks on one letter:
    taller piles hide the lines around them, and putting them in order takes minutes."""
    marks = 0
    for char in text:
        category = unicodedata.category(char)
        if category in {"Cc", "Cs", "Co"} and char not in keep:
            continue
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MOST_MARKS:
            yield char


def _clean(text: str, *, keep: str) -> str:
    text = "".join(_kept(text.translate(_DIRECTION).translate(_INVISIBLE), keep))
    # Joiners shape what stands around them; alone, they only pretend that something was written.
    if not text.strip(_JOINERS + " \n\t\u00a0\u2800"):
        return ""
    # Last: what was taken out may have parted a letter from its accent.
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """One line of text: NFC, no control or direction marks, runs of spaces made one, trimmed."""
    text = _clean(_BREAKS.sub(" ", text), keep="")
    return re.sub(r" {2,}", " ", text).strip()


def clean_text(text: str) -> str:
    """Several lines of text: NFC, `\\n` line ends, no control or direction marks, trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _clean(text, keep="\n\t").strip()


def fold(text: str) -> str:
    """`text` for search: lower case, no accents, ligatures spelt out, words parted by one space."""
    text = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return _NOT_WORD.sub(" ", text).strip()


def whole_number(text: str) -> int | None:
    """The number that an address or a form gives in plain digits, if a database can hold it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def thousands(number: float) -> str:
    """« 12 636 », with a thin space that does not break."""
    return f"{number:,.0f}".replace(",", "\u202f")


def french_number(number: Decimal) -> str:
    """« 1 250,5 »: thin spaces that do not break, a comma, no zeros at the end."""
    text = f"{number:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\u202f").replace(".", ",")
