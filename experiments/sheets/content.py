"""What a sheet says, as one value: what is signed, published, compared and printed.

JSON only: identifiers of notes and pictures, names of organisations as they are that day. Two
contents that say the same have the same digest.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from common.dates import date_format
from common.models import Audience, Precision
from experiments.sheets.enums import Section
from experiments.sheets.models import ExperienceSheet

# What the editor changes directly.
LINES = ["title", "keywords", "place"]
TEXTS = [section.value for section in Section]
# As many as are printed: what was signed is what is read, on paper too.
MOST_PICTURES = 8


def content_of(sheet: ExperienceSheet, parts: "Parts | None" = None) -> dict:
    """The content of the text being worked on. Three queries, two where its `parts` are known."""
    parts = parts or parts_of(sheet)
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
        "sources": parts.sources,
        "pictures": parts.pictures,
        **_later_parts(parts),
    }


@dataclass(frozen=True, slots=True)
class Parts:
    """What a sheet takes from elsewhere, and whom to ask: `contacts` are of any audience."""

    sources: dict[str, list[int]]
    pictures: list[dict]
    figures: list[dict]
    contacts: list[dict]

    @property
    def inner_contacts(self) -> list[dict]:
        """Those for whoever enters the space, which are in no version."""
        return [each for each in self.contacts if each["audience"] != Audience.PUBLIC]


def parts_of(sheet: ExperienceSheet) -> Parts:
    """One query, whose parts have one shape: (which, id, text, more text, still more)."""
    rows = [
        _shaped(sheet.sources, "sources", "entry_id", "section"),
        _shaped(sheet.pictures, "pictures", "picture_id", "alt"),
        _shaped(sheet.figures, "figures", "indicator_id", "words"),
        _shaped(sheet.contacts, "contacts", "id", "function", "reach", "audience"),
    ]
    found = Parts({}, [], [], [])
    for which, pk, text, reach, audience in sorted(rows[0].union(*rows[1:], all=True)):
        if which == "sources":
            found.sources.setdefault(text, []).append(pk)
        elif which == "pictures":
            found.pictures.append({"picture": pk, "alt": text})
        elif which == "figures":
            found.figures.append({"indicator": pk, "words": text})
        else:
            found.contacts.append({"function": text, "reach": reach, "audience": audience})
    return found


def _shaped(rows, which: str, pk: str, *texts: str) -> QuerySet:
    said = [*(Cast(F(each), TextField()) for each in texts), *[Value("", TextField())] * 3][:3]
    return rows.order_by().values_list(Value(which, TextField()), F(pk), *said)


def _later_parts(parts: Parts) -> dict:
    """What sheets did not say at first: absent where there is none, so that what was signed before
    keeps its digest."""
    contacts = [
        {"function": each["function"], "reach": each["reach"]}
        for each in parts.contacts
        if each["audience"] == Audience.PUBLIC
    ]
    return {key: rows for key, rows in (("figures", parts.figures), ("contacts", contacts)) if rows}


def digest_of(content: dict) -> str:
    """SHA-256 of the content, in hexadecimal."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def written_date(content: dict) -> str:
    """The date of a content, in words."""
    return in_words(date.fromisoformat(content["dated"]), content["precision"])


def in_words(day: date, precision: str) -> str:
    """« mars 2026 », as exactly as it is known."""
    formats = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
    return date_format(day, formats[precision])


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
