"""One experimentation as JSON, every passage with the links of its sources: docs/export-json.md.

Only what its reader may see. Organisations are named, persons never: a file goes further than a
page. Keys are for good: `version` changes with their meaning.
"""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone

from common.mail import absolute
from common.models import Precision
from experiments.indicators.models import Measurement
from experiments.indicators.selectors import indicators_of
from experiments.keeping import mark_openable
from experiments.models import Experimentation, JournalEntry
from experiments.permissions import can_see_contacts
from experiments.selectors import (
    actions_of,
    carriers_of,
    entries_of,
    fundings_of,
    partnerships_of,
)
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.selectors import sheet_of, shown, signers_of
from groups.documents.selectors import documents_of
from groups.permissions import Access, can_open_group
from organisations.models import Organisation

FORMAT, VERSION = "chantiers.experimentation", 1
_WRITTEN = {Precision.YEAR: "%Y", Precision.MONTH: "%Y-%m"}


def document_of(user, experimentation: Experimentation, access: Access) -> dict:
    """What `user`, who reads it with `access`, takes of an experimentation. Sixteen queries, two of
    them for quotations of other places and for pictures of the sheet."""
    entries = list(entries_of(experimentation, access).order_by("occurred_on", "pk"))
    mark_openable(user, access, entries)
    readable = {entry.pk for entry in entries}
    inside = access.can_read
    group = experimentation.space.group
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": timezone.localtime().isoformat(timespec="seconds"),
        "url": _to("experimentation", experimentation.pk),
        "id": experimentation.pk,
        "title": experimentation.title,
        "summary": experimentation.summary,
        "activity": _coded(experimentation, "activity"),
        "stage": _coded(experimentation, "stage"),
        "audience": experimentation.audience,
        "neighbourhood": experimentation.neighbourhood,
        "objective": experimentation.objective,
        "hypothesis": experimentation.hypothesis,
        "modalities": experimentation.modalities,
        "source": experimentation.source if inside else "",
        "updated_at": _moment(experimentation.updated_at),
        "group": {
            "name": group.name,
            "url": _to("group", group.slug) if can_open_group(access, group) else None,
        },
        "carriers": [
            {**_organisation(each.organisation), "lead": each.is_lead}
            for each in carriers_of(experimentation)
        ],
        "stages": [
            {"stage": each.stage, **_dated(each.on, each.precision), "note": each.note}
            for each in experimentation.stages.all()
        ],
        "partners": [
            {
                "organisation": _organisation(each.organisation),
                "role": each.role,
                "contribution": each.contribution,
                "contact": each.contact if can_see_contacts(access) else "",
            }
            for each in partnerships_of(experimentation)
        ],
        "fundings": [
            {
                "funder": _organisation(each.funder),
                "year": each.year,
                "amount_eur": _number(each.amount),
                "note": each.note,
                "source": each.source if inside else "",
            }
            for each in fundings_of(experimentation, access)
        ],
        "planned_actions": [
            {
                "title": each.title,
                "state": each.state.value,
                "responsible": each.responsible,
                "due_on": _day(each.due_on),
                "started_on": _day(each.started_on),
                "done_on": _day(each.done_on),
                "audience": each.audience,
            }
            for each in actions_of(experimentation, access)
        ],
        "indicators": _indicators(experimentation, access, readable),
        "journal": [_entry(each, inside) for each in entries],
        "documents": [
            {
                "url": _to("document", each.pk),
                "title": each.title,
                "description": each.description,
                "audience": each.audience,
                "version": each.current["number"],
                "filename": each.current["filename"],
                "link": each.current["url"],
            }
            for each in documents_of(access)
        ],
        "sheet": _sheet(user, sheet_of(experimentation)),
    }


def _to(name: str, *args) -> str:
    return absolute(reverse(name, args=args))


def _coded(row, name: str) -> dict | None:
    code = getattr(row, name)
    return {"code": code, "label": getattr(row, f"get_{name}_display")()} if code else None


def _day(day: date | None) -> str | None:
    return day and day.isoformat()


def _moment(moment) -> str | None:
    return moment and timezone.localtime(moment).isoformat(timespec="seconds")


def _dated(day: date, precision: str) -> dict:
    """« 2026-03 » and « month »: no more of the date than is known."""
    return {
        "date": day.strftime(_WRITTEN.get(precision, "%Y-%m-%d")),
        "precision": str(precision),
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _organisation(organisation: Organisation) -> dict:
    return {
        "name": organisation.name,
        "kind": organisation.kind,
        "level": organisation.level or organisation.partner_type,
        "code": organisation.code,
        "department": organisation.department_code,
        "population": organisation.population,
    }


def _indicators(experimentation: Experimentation, access: Access, readable: set[int]) -> list:
    """Each with all its values; the note that one names is named to who may read it."""
    rows = Measurement.objects.filter(indicator__experimentation=experimentation).seen_with(access)
    values: dict[int, list] = {}
    for each in rows.select_related("organisation").order_by("measured_on", "pk"):
        note = each.entry_id if each.entry_id in readable else None
        values.setdefault(each.indicator_id, []).append(
            {
                "value": _number(each.value),
                **_dated(each.measured_on, each.precision),
                "source": each.source,
                "note": note and _to("entry", experimentation.pk, note),
                "for": each.signature,
            }
        )
    return [
        {
            "id": each.pk,
            "url": _to("indicator", experimentation.pk, each.pk),
            "name": each.name,
            "unit": each.unit,
            "direction": each.direction,
            "baseline": {"value": _number(each.baseline_value), "date": _day(each.baseline_on)},
            "target": {"value": _number(each.target_value), "date": _day(each.target_on)},
            "archived": each.archived_at is not None,
            "audience": each.audience,
            "measurements": values.get(each.pk, []),
        }
        for each in indicators_of(experimentation, access)
    ]


def _entry(entry: JournalEntry, inside: bool) -> dict:
    pk = entry.experimentation_id
    quotation = getattr(entry, "quotation", None) if inside else None
    return {
        "id": entry.pk,
        "url": _to("entry", pk, entry.pk),
        "kind": entry.kind,
        **_dated(entry.occurred_on, entry.precision),
        "text": entry.text,
        "for": entry.signature,
        "audience": entry.audience,
        "noted_at": _moment(entry.created_at),
        "edited_at": _moment(entry.edited_at) if inside else None,
        "pictures": [
            {"url": _to("entry_picture", pk, each.pk, "grande"), "alt": each.alt}
            for each in entry.pictures.all()
        ],
        "sources": {
            "document": entry.source if inside else "",
            "message": _quoted(quotation) if quotation and quotation.is_shown else None,
        },
    }


def _quoted(quotation) -> dict:
    """The words kept of a discussion, with the address of the message for who may open it."""
    return {
        "words": quotation.words,
        "for": quotation.message.signature,
        "said_at": _moment(quotation.message.created_at),
        "url": absolute(quotation.message.get_absolute_url()) if quotation.can_open else None,
    }


def _sheet(user, sheet: ExperienceSheet | None) -> dict | None:
    """What is published of it, each section with the notes it rests on that `user` may read."""
    if sheet is None or sheet.published is None or not sheet.experimentation.space.group.is_public:
        return None
    found = shown(
        sheet.published.content,
        sheet.experimentation_id,
        user=user,
        picture_url=lambda picture: _to("sheet_picture", sheet.pk, picture),
    )
    content = found.content
    return {
        "url": _to("sheet", sheet.pk),
        "title": content["title"],
        "version": sheet.published.number,
        "published_at": _moment(sheet.published.published_at),
        **_dated(date.fromisoformat(content["dated"]), content["precision"]),
        "place": content["place"],
        "keywords": found.keywords,
        "origin": content["origin"],
        "source": content["source"],
        "signed_by": [
            {"organisation": each.organisation.name, "on": _moment(each.decided_at)}
            for each in signers_of(sheet.published)
        ],
        "sections": [
            {
                "key": each["key"],
                "label": str(each["label"]),
                "text": each["text"],
                "sources": [
                    _to("entry", sheet.experimentation_id, note.pk) for note in each["notes"]
                ],
            }
            for each in found.sections
        ],
        "pictures": [{"url": each["url"], "alt": each["alt"]} for each in found.pictures],
    }
