"""From readable source strings to correct French text."""

import inspect
import re

NBSP = "\u00a0"

_BEFORE = re.compile(r" ([:;?!»%€])")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}\b)")
_NUMBER = re.compile(r"\bn° (?=\d)")


def fr(text: str) -> str:
    """`text` with its lines joined into paragraphs and French typography set.

    Blank lines separate paragraphs; a line that starts with « - » stays an item of a list.
    """
    blocks = []
    for block in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        joined = re.sub(r"\n(?!- )\s*", " ", block)
        blocks.append(joined)
    joined = "\n\n".join(blocks).replace("'", "’").replace("« ", f"«{NBSP}")
    joined = _BEFORE.sub(rf"{NBSP}\1", joined)
    joined = _THOUSANDS.sub(NBSP, joined)
    return _NUMBER.sub(f"n°{NBSP}", joined)
