"""A dump read whole: what was found of each resource, and what is doubtful about it."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from groups.library.parsing import facts
from groups.library.parsing.kinds import kind_of
from groups.library.parsing.records import LONGEST_TITLE, Record, part

# An image leaves the words that stood for it, alone on a line: « logo vert ».
_STRAY = re.compile(r"^[^\W\d_A-ZÀ-Ý][^\W\d_]*(?: [^\W\d_]+){0,2}$")
_BULLET = re.compile(r"^\s*[•·▪◦]\s*")
_LONGEST_SUMMARY = 600


class Doubt(StrEnum):
    """What somebody should look at before importing."""

    TITLE = "title"
    KIND = "kind"
    DATE = "date"
    PRIVATE = "private"
    TYPE = "type"
    STRAY = "stray"
    REPLAY = "replay"
    EMPTY = "empty"


@dataclass(slots=True)
class Found:
    """One resource. `doubts`: pairs (Doubt, the words in question)."""

    title: str
    kind: str
    body: str
    summary: str
    is_rtes: bool
    is_private: bool
    category: str = ""
    number: int | None = None
    keywords: list[str] = field(default_factory=list)
    dated: facts.Dated | None = None
    place: str = ""
    zone: str = ""
    website: str = ""
    replay: str = ""
    attendance: int | None = None
    attendance_about: bool = False
    doubts: list[tuple[Doubt, str]] = field(default_factory=list)


def read_dump(text: str) -> list[Found]:
    """Every resource of the dump, in its order."""
    return [_read(record) for record in part(text)]


def _read(record: Record) -> Found:
    # A summary repeats its body: the longer of the two says all. Without a body, it is one.
    whole = record.body or record.summary
    lines = [line.strip() for line in whole.split("\n")]
    stray = _stray(lines)
    said = [line for line in lines if line and line not in stray]
    keyword_line = facts.keyword_line_of(said)
    title = re.sub(r"\s+", " ", record.title).strip()
    kind, told = kind_of(title, " ".join(said[:2])[:_LONGEST_SUMMARY])
    event = kind == "conference"
    place, place_lines = facts.place_of(said)
    attendance, about = facts.attendance_of(" ".join(said)) if event else (None, False)
    replay, can_see = facts.replay_of(said) if event else ("", False)
    dropped = stray | place_lines
    kept = [line for line in lines if line not in dropped and not facts.is_fact(line)]
    found = Found(
        title=title[:LONGEST_TITLE],
        kind=kind,
        body=_paragraphs(kept),
        summary=_summary(kept),
        is_rtes=record.type.casefold() != "autres",
        is_private=record.private != "Non",
        category=record.category,
        number=facts.number_of(title) if kind == "dpv" else None,
        keywords=facts.keywords_of(keyword_line or ""),
        dated=facts.find_date(title, said, keyword_line or "", event=event),
        place=place,
        zone=facts.zone_of(said),
        website=facts.website_of(said),
        replay=replay,
        attendance=attendance,
        attendance_about=about,
    )
    found.doubts = _doubts(record, found, told, stray, missing_replay=can_see and not replay)
    return found


def _doubts(record, found: Found, told: bool, stray: set, *, missing_replay: bool) -> list:
    checks = (
        (Doubt.TITLE, "", not record.sure or not found.title),
        (Doubt.KIND, "", not told),
        (Doubt.DATE, "", found.dated is None),
        (Doubt.TYPE, record.type, record.type.casefold() not in {"ressources rtes", "autres"}),
        (Doubt.PRIVATE, "", not record.private),
        (Doubt.REPLAY, "", missing_replay),
        (Doubt.EMPTY, "", not found.body),
    )
    doubts = [(doubt, words) for doubt, words, stands in checks if stands]
    return doubts + [(Doubt.STRAY, words) for words in sorted(stray)]


def _stray(lines: list[str]) -> set[str]:
    """Words alone between two empty lines, which begin no sentence: an image stood there."""
    padded = ["", *lines, ""]
    return {
        line
        for before, line, after in zip(padded, lines, padded[2:], strict=False)
        if line and not before and not after and _STRAY.match(line)
    }


def _paragraphs(lines: list[str]) -> str:
    text = "\n".join(_BULLET.sub("- ", line) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _summary(lines: list[str]) -> str:
    """The first line that says something, cut at a sentence."""
    first = next((line for line in lines if len(line) > 40), "") or " ".join(lines).strip()
    if len(first) <= _LONGEST_SUMMARY:
        return first
    cut = first[:_LONGEST_SUMMARY]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 100 else cut.rpartition(" ")[0] + "…"
