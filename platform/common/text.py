"""Cleaning what people type, folding it for search and comparison; numbers as text."""

import re
import unicodedata

# Marks that change the direction of what follows, or that show nothing: a name made of them lies.
_DIRECTION = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])
_INVISIBLE = dict.fromkeys([0x200B, 0x2060, 0xFEFF, *range(0xFFF9, 0xFFFC)])
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_BREAKS = re.compile(r"[\t\r\n\v\f\x85\u2028\u2029]+")
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def _clean(text: str, *, keep: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_DIRECTION).translate(_INVISIBLE)
    return "".join(
        char
        for char in text
        if char in keep or unicodedata.category(char) not in {"Cc", "Cs", "Co"}
    )


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
