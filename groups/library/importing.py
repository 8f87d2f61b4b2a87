"""Dumps of resource pages: read, looked at, corrected, then put in the library once."""

import hashlib
from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.services import record
from common.models import Precision
from common.text import clean_line, clean_text, fold
from groups.library.enums import Origin, State
from groups.library.models import MAX_KEYWORD, ImportDraft, Resource
from groups.library.parsing import Found, read_dump
from groups.library.services import write_resource

# A dump of more is several dumps.
MOST_LINES = 2000


def key_of(found: Found) -> str:
    """The same for the same resource of the same page: its title, month and first words."""
    month = found.dated.day.strftime("%Y-%m") if found.dated else ""
    said = "|".join([fold(found.title), month, fold(found.summary)[:120]])
    return hashlib.sha256(said.encode()).hexdigest()


def line_of(found: Found) -> dict:
    """One resource of a dump as the draft keeps it, in JSON: the fields of its form, what is
    doubtful, and its key, which corrections leave alone."""
    exact = found.dated and found.dated.exact
    return {
        "key": key_of(found),
        "skip": False,
        "doubts": [[doubt.value, words[:200]] for doubt, words in found.doubts],
        "title": clean_line(found.title)[:300],
        "kind": found.kind,
        "number": found.number,
        "origin": Origin.NETWORK if found.is_rtes else Origin.OTHER,
        "is_private": found.is_private,
        "summary": clean_text(found.summary)[:1000],
        "body": clean_text(found.body)[:40_000],
        "keywords": [clean_line(word)[:MAX_KEYWORD] for word in found.keywords],
        "category": clean_line(found.category)[:120],
        "dated": found.dated and found.dated.day.isoformat(),
        "precision": Precision.DAY if exact else Precision.MONTH,
        "place": clean_line(found.place)[:200],
        "zone": clean_line(found.zone)[:200],
        "website": found.website[:500],
        "replay": found.replay[:500],
        "attendance": found.attendance,
        "attendance_about": found.attendance_about,
    }


def read_lines(text: str) -> list[dict]:
    """The lines of a dump, each resource once."""
    lines = {}
    for found in read_dump(text.replace("\x00", ""))[:MOST_LINES]:
        line = line_of(found)
        lines.setdefault(line["key"], line)
    return list(lines.values())


@transaction.atomic
def start_import(*, author, name: str, text: str) -> ImportDraft:
    """Keep what a dump holds, for its author to look at; her earlier one is forgotten."""
    ImportDraft.objects.filter(author=author).delete()
    return ImportDraft.objects.create(
        author=author, name=clean_line(name)[:200], lines=read_lines(text)
    )


@transaction.atomic
def correct_line(*, draft: ImportDraft, position: int, skip: bool, **content) -> None:
    """Put other words in one line of the draft. What one corrected is no longer doubtful."""
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    day = content.pop("dated")
    line = draft.lines[position]
    line |= {**content, "dated": day and day.isoformat(), "skip": skip, "doubts": []}
    draft.save(update_fields=["lines", "updated_at"])


@transaction.atomic
def finish_import(*, draft: ImportDraft, by) -> int:
    """Put the lines of the draft in the library and forget it; how many were new."""
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    made = import_lines(lines=draft.lines, by=by, source=draft.name)
    draft.delete()
    return made


@transaction.atomic
def import_lines(*, lines: list[dict], by=None, source: str = "") -> int:
    """Put in the library the lines that it does not know yet; how many. A resource that was
    imported before stays as people left it since, removed or corrected."""
    known = set(
        Resource.objects.filter(import_key__in=[line["key"] for line in lines]).values_list(
            "import_key", flat=True
        )
    )
    new = [line for line in lines if not line["skip"] and line["key"] not in known]
    # The last of the dump is the oldest: lists by order of arrival keep that order.
    for line in reversed(new):
        _import(line, by, source)
    if new:
        record(action="resources.imported", actor=by, n=str(len(new)))
    return len(new)


def _import(line: dict, by, source: str) -> Resource:
    content = {key: value for key, value in line.items() if key not in {"key", "skip", "doubts"}}
    content["dated"] = content["dated"] and date.fromisoformat(content["dated"])
    resource = Resource(
        state=State.ACCEPTED,
        import_key=line["key"],
        suggested_by=by,
        decided_by=by,
        accepted_at=timezone.now(),
    )
    doubtful = bool(line["doubts"])
    write_resource(resource, {**content, "source": source, "to_check": doubtful}, by)
    return resource
