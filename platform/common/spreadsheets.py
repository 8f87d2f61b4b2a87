"""Tables that people open in a spreadsheet: dates are dates, numbers are numbers, nothing computes.

CSV as French spreadsheets expect it, XLSX, and ODS (common.opendocument).
"""

import csv
import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpResponse

from common.models import Precision
from common.opendocument import write_ods

# What a spreadsheet takes for a formula, its full-width forms and what it skips before included.
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
# Neither XML nor a person reads these.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a cell of Excel holds.
MOST_CHARACTERS = 32_767
# As a date is written: in words, and to XLSX.
_PATTERNS = {
    Precision.DAY: ("%d/%m/%Y", "dd/mm/yyyy"),
    Precision.MONTH: ("%m/%Y", "mm/yyyy"),
    Precision.YEAR: ("%Y", "yyyy"),
}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that is known to the day, the month or the year."""

    day: date
    precision: str = Precision.DAY

    def __str__(self) -> str:
        return f"{self.day:{_PATTERNS[self.precision][0]}}"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of a workbook: `title` of 31 characters at most, `rows` of which the first are the
    titles of the columns. A cell is text, a Decimal or int, a Dated, or None."""

    title: str
    rows: Iterable[Iterable[object]]


def _is_number(cell: object) -> bool:
    return isinstance(cell, Decimal | int) and not isinstance(cell, bool)


def harmless(cell: object) -> str:
    """A cell's text; an apostrophe before what a spreadsheet would compute. A number, with its
    comma, stays one."""
    if _is_number(cell):
        return f"{cell:f}".replace(".", ",") if isinstance(cell, Decimal) else str(cell)
    text = "" if cell is None else _UNWRITABLE.sub("", str(cell))
    text = f"'{text}" if _FORMULA.match(text) or text[:1] in {"\t", "\r", "\n"} else text
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def csv_file(filename: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """The rows as a CSV file to keep: UTF-8 with its mark, semicolons, every cell harmless."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return _file(filename, text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def xlsx_file(filename: str, tables: Iterable[Table]) -> HttpResponse:
    """The tables as a workbook, a sheet each, written row by row."""
    # Here, as loading it takes longer than many a page.
    from xlsxwriter import Workbook

    content = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    with Workbook(content, plain | {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        dates = {
            precision: book.add_format({"num_format": pattern, "align": "left"})
            for precision, (_words, pattern) in _PATTERNS.items()
        }
        for table in tables:
            sheet = book.add_worksheet(table.title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, 40, 22)
            for number, row in enumerate(table.rows):
                for column, cell in enumerate(row):
                    # Days of Excel begin with 1900.
                    if isinstance(cell, Dated) and cell.day.year >= 1900:
                        sheet.write_datetime(number, column, cell.day, dates[cell.precision])
                    elif _is_number(cell):
                        sheet.write_number(number, column, cell)
                    elif text := harmless(cell):
                        sheet.write_string(number, column, text, None if number else bold)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(filename, content.getvalue(), kind)


def ods_file(filename: str, tables: Iterable[Table]) -> HttpResponse:
    """The same for LibreOffice."""
    content = io.BytesIO()
    write_ods(content, ((table.title, map(_ods_row, table.rows)) for table in tables))
    return _file(filename, content.getvalue(), "application/vnd.oasis.opendocument.spreadsheet")


def _ods_row(row: Iterable[object]) -> Iterable[tuple[str, object]]:
    """What `write_ods` is given: each cell after its kind."""
    for cell in row:
        if isinstance(cell, Dated):
            yield cell.precision, cell.day
        elif _is_number(cell):
            yield "number", cell
        else:
            yield "text", harmless(cell)


# By extension, those that hold several tables.
WORKBOOKS: dict[str, Callable] = {"xlsx": xlsx_file, "ods": ods_file}


def _file(filename: str, content: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response
