"""Writing a sheet: its words, the notes it rests on, its pictures."""

from datetime import date

from django.db import transaction

from experiments.indicators.models import Indicator
from experiments.models import Experimentation, JournalEntry, JournalPicture
from experiments.services.experimentation import rounded
from experiments.sheets.content import LINES, TEXTS, content_of, digest_of
from experiments.sheets.enums import Origin, SheetState
from experiments.sheets.models import (
    ExperienceSheet,
    SheetContact,
    SheetFigure,
    SheetPicture,
    SheetSource,
)
from experiments.sheets.services.shared import lock_sheet, newest_version, note


class SheetConflictError(Exception):
    """Somebody else changed the sheet meanwhile."""


@transaction.atomic
def save_sheet(
    *,
    experimentation: Experimentation,
    editor,
    words: dict[str, str],
    dated: date,
    precision: str,
    sources: dict[str, list[JournalEntry]] | None = None,
    pictures: dict[JournalPicture, str] | None = None,
    figures: dict[Indicator, str] | None = None,
    contacts: list[dict[str, str]] | None = None,
    seen: str = "",
    origin: str = Origin.TERRITORY,
    source: str = "",
) -> ExperienceSheet:
    """Write the sheet of an experimentation, made with its first words.

    `words` holds the title, the lines and the sections; `pictures` the descriptions and `figures`
    what they say, none empty; `contacts` the `function`, `reach` and `audience` of each.
    `seen` is the digest of what the editor started from: raises SheetConflictError if the sheet
    says something else since, unless it would say the same. `origin` and `source` count once.
    A text that differs from the version being signed, published or withdrawn is a draft again:
    nobody has signed it.
    """
    Experimentation.objects.select_for_update().only("pk").get(pk=experimentation.pk)
    made, created = ExperienceSheet.objects.get_or_create(
        experimentation=experimentation,
        defaults={"origin": origin, "source": source, "created_by": editor},
    )
    sheet = lock_sheet(made.pk)
    before = digest_of(content_of(sheet))
    for name in words.keys() & {*LINES, *TEXTS}:
        setattr(sheet, name, words[name])
    sheet.precision = precision
    sheet.dated = rounded(dated, precision)
    sheet.save()
    if sources is not None:
        _choose_sources(sheet, sources)
    if pictures is not None:
        _choose_pictures(sheet, pictures)
    if figures is not None:
        _choose_figures(sheet, figures)
    if contacts is not None:
        _write_contacts(sheet, contacts)
    after = digest_of(content_of(sheet))
    if seen and not created and before not in {seen, after}:
        raise SheetConflictError
    if created:
        note("sheet.created", sheet, editor, origin=sheet.origin)
    reopen_if_changed(sheet, editor)
    return sheet


def reopen_if_changed(sheet: ExperienceSheet, by) -> None:
    """Back to a draft where the text is not that of its last version; the caller holds the lock."""
    newest = newest_version(sheet)
    if sheet.state == SheetState.DRAFT or newest is None:
        return
    if digest_of(content_of(sheet)) != newest.digest:
        before, sheet.state = sheet.state, SheetState.DRAFT
        sheet.save(update_fields=["state", "updated_at"])
        note("sheet.reopened", sheet, by, version=newest.number, was=before)


def _choose_sources(sheet: ExperienceSheet, sources: dict[str, list[JournalEntry]]) -> None:
    chosen = {(section, entry.pk) for section, entries in sources.items() for entry in entries}
    present = {(each.section, each.entry_id): each.pk for each in sheet.sources.all()}
    gone = [pk for key, pk in present.items() if key not in chosen]
    sheet.sources.filter(pk__in=gone).delete()
    SheetSource.objects.bulk_create(
        SheetSource(sheet=sheet, section=section, entry_id=entry)
        for section, entry in sorted(chosen - present.keys())
    )


def _choose_pictures(sheet: ExperienceSheet, pictures: dict[JournalPicture, str]) -> None:
    sheet.pictures.all().delete()
    SheetPicture.objects.bulk_create(
        SheetPicture(sheet=sheet, picture=picture, alt=alt)
        for picture, alt in sorted(pictures.items(), key=lambda each: each[0].pk)
    )


def _choose_figures(sheet: ExperienceSheet, figures: dict[Indicator, str]) -> None:
    sheet.figures.all().delete()
    SheetFigure.objects.bulk_create(
        SheetFigure(sheet=sheet, indicator=indicator, words=words)
        for indicator, words in sorted(figures.items(), key=lambda each: each[0].pk)
    )


def _write_contacts(sheet: ExperienceSheet, contacts: list[dict[str, str]]) -> None:
    sheet.contacts.all().delete()
    SheetContact.objects.bulk_create(SheetContact(sheet=sheet, **each) for each in contacts)
