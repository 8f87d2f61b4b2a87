"""The booklet as one PDF, tagged and archivable like that of a sheet (experiments.sheets.pdf)."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from common.dates import date_format
from experiments.booklets.indexes import drawn_indexes
from experiments.booklets.models import Booklet
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.pdf import compiled, printable
from experiments.sheets.pdf import printed as printed_alone
from experiments.sheets.pdf.blocks import blocks_of
from experiments.sheets.pdf.legible import legible

TEMPLATE = Path(__file__).with_name("booklet.typ")


class UnprintableSheetError(Exception):
    """`sheet` is the one that cannot be printed."""

    def __init__(self, sheet: ExperienceSheet):
        self.sheet = sheet
        super().__init__(f"sheet {sheet.pk} cannot be printed")


def printed(
    booklet: Booklet, sheets: list[ExperienceSheet], prepared: Callable[[int], None]
) -> bytes:
    """The booklet of these published sheets; `prepared(n)` is told how many are ready to be laid
    out. Raises UnprintableSheetError. Four queries for each sheet: nobody waits for them."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        pages = []
        for number, sheet in enumerate(sheets):
            try:
                page = printable(sheet, root, prefix=f"{number}-")
            except Exception as error:
                raise UnprintableSheetError(sheet) from error
            said = sheet.published.content
            place = said["place"] or ", ".join(said["carriers"])
            pages.append(page | {"place": place})
            prepared(number + 1)
        # By a file: what a booklet says is too long for an argument.
        said = json.dumps(_data(booklet, sheets, pages), ensure_ascii=False)
        (root / "data.json").write_text(legible(said), encoding="utf-8")
        try:
            return compiled(TEMPLATE, root)
        except typst.TypstError as error:
            raise UnprintableSheetError(_culprit(sheets) or sheets[0]) from error


def _culprit(sheets: list[ExperienceSheet]) -> ExperienceSheet | None:
    """The first that cannot be printed by itself."""
    for sheet in sheets:
        try:
            printed_alone(sheet)
        except typst.TypstError:
            return sheet
    return None


def _data(booklet: Booklet, sheets: list[ExperienceSheet], pages: list[dict]) -> dict:
    return {
        "kind": _("Recueil de fiches retour d’expérience"),
        "title": booklet.title,
        "author": booklet.group.name,
        "group": booklet.group.name,
        "date": date_format(timezone.localdate(), "j F Y"),
        "introduction": blocks_of(booklet.introduction),
        "contents_title": _("Sommaire"),
        "index_title": _("Index"),
        "page": _("Page"),
        "sheets": pages,
        "indexes": drawn_indexes(sheets),
    }
