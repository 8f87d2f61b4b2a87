"""Characters that the embedded fonts cannot print: an emoji, another script.

A PDF that is archivable refuses them; the sheet must print all the same.
"""

import re
from functools import lru_cache

import typst

# Both hold at once for PDF 1.7; what cannot keep them is not printed.
STANDARDS = ["ua-1", "a-2a"]
# What stands for a character that is not printed; the fonts have it.
INSTEAD = "□"
_PROBE = b"""#set document(title: "-")
#set text(font: "Libertinus Serif")
#sys.inputs.character"""
# All but what French is written with, which is known to be printed.
_UNUSUAL = re.compile(r"[^\n\x20-\x7e\xa0-\u017f\u2010-\u2027\u202f-\u203a\u20ac]")
# They choose between two drawings of the character before them, and joined to it change its font.
_SELECTORS = re.compile(r"[\ufe0e\ufe0f]")


def legible(text: str) -> str:
    """The text with INSTEAD for each character that cannot be printed."""
    return _UNUSUAL.sub(_printed, _SELECTORS.sub("", text))


def _printed(found: re.Match) -> str:
    return found[0] if _is_printed(found[0]) else INSTEAD


@lru_cache(4_096)
def _is_printed(character: str) -> bool:
    """Asked of typst itself, three milliseconds once."""
    try:
        typst.compile(
            _PROBE,
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards=STANDARDS,
            # After another: a mark is drawn with what it marks.
            sys_inputs={"character": f"1{character}"},
        )
    except typst.TypstError:
        return False
    return True
