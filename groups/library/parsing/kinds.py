"""What kind of resource its words say that it is."""

import re

# The first that matches has it; in the title first, then in the first lines.
_IN_TITLE = (
    ("dpv", r"déniché\s+pour\s+vous"),
    ("newsletter", r"newsletter|infolettre|lettre d[’']information"),
    ("conference", r"conférence|webinaire|visioconférence"),
    ("reperess", r"repèress"),
    ("kit", r"\bkit\b|mode d[’']emploi|fiches?\s+techniques?|livret|guide|panorama"),
    ("study", r"\bétude\b|\brapport\b|état des lieux"),
)
_IN_WORDS = (
    ("newsletter", r"^newsletter\b|^infolettre\b"),
    ("conference", r"cette conférence|conférence en ligne|webinaire|visioconférence"),
    ("study", r"\bune étude\b|cette étude|\brapport\b"),
    ("kit", r"\bce (?:livret|guide|kit|panorama)\b"),
)


def kind_of(title: str, words: str) -> tuple[str, bool]:
    """The kind, and whether something says so; « article » is what is left."""
    for text, table in ((title, _IN_TITLE), (words, _IN_WORDS)):
        for kind, pattern in table:
            if re.search(pattern, text, re.IGNORECASE):
                return kind, True
    return "article", False
