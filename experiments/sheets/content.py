"""What a sheet says, as one value: what is signed, published, compared and printed.

JSON only: identifiers of notes and pictures, names of organisations as they are that day. Two
contents that say the same have the same digest.
"""

import hashlib
import json
from datetime import date

from common.dates import date_format
from common.models import Precision
from experiments.sheets.enums import Section
from experiments.sheets.models import ExperienceSheet

# What the editor changes directly.
LINES = ["title", "keywords", "place"]
TEXTS = [section.value for section in Section]
# As many as are printed: what was signed is what is read, on paper too.
MOST_PICTURES = 8


def content_of(sheet: ExperienceSheet) -> dict:
    """The content of the text being worked on. Five queries."""
    sources: dict[str, list[int]] = {}
    for source in sheet.sources.order_by("entry"):
        sources.setdefault(source.section, []).append(source.entry_id)
    signatories = sheet.cosignatories.select_related("organisation").order_by("organisation")
    carriers = sheet.experimentation.space.carriers.select_related("organisation")
    return {
        **{name: getattr(sheet, name) for name in LINES},
        "dated": sheet.dated.isoformat(),
        "precision": sheet.precision,
        "origin": sheet.origin,
        "source": sheet.source,
        "owner": sheet.experimentation.owner.name,
        "carriers": [each.organisation.name for each in carriers.order_by("-is_lead", "pk")],
        "signatories": [each.organisation.name for each in signatories],
        "sections": {name: getattr(sheet, name) for name in TEXTS},
        "sources": sources,
        "pictures": [
            {"picture": each.picture_id, "alt": each.alt}
            for each in sheet.pictures.order_by("picture")
        ],
    }


def digest_of(content: dict) -> str:
    """SHA-256 of the content, in hexadecimal."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def written_date(content: dict) -> str:
    """« mars 2026 », as exactly as it is known."""
    formats = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
    return date_format(date.fromisoformat(content["dated"]), formats[content["precision"]])


def sections_of(content: dict) -> list[dict]:
    """The sections that say something, in order."""
    return [
        {
            "key": section.value,
            "label": section.label,
            "text": content["sections"].get(section.value, ""),
            "entry_ids": content["sources"].get(section.value, []),
        }
        for section in Section
        if content["sections"].get(section.value)
    ]


def keywords_of(content: dict) -> list[str]:
    """The keywords, as they were typed between commas."""
    return [word for each in content["keywords"].split(",") if (word := each.strip())]
