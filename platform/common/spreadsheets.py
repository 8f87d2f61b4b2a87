"""Tables that people open in a spreadsheet: CSV as French ones expect it, that computes nothing."""

import csv
import io
import re
from collections.abc import Iterable
from decimal import Decimal

from django.http import HttpResponse

# What a spreadsheet takes for a formula, its full-width forms and what it skips before included.
_FORMULA = re.compile(r"[\s\u200b\ufeff]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def harmless(cell: object) -> str:
    """A cell's text; an apostrophe before what a spreadsheet would compute. A Decimal is a number,
    with its comma, and stays one."""
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) or text[:1] in {"\t", "\r", "\n"} else text


def csv_file(filename: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """The rows as a CSV file to keep: UTF-8 with its mark, semicolons, every cell harmless."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return _file(filename, text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8")


def xlsx_file(filename: str, rows: Iterable[Iterable[object]]) -> HttpResponse:
    """The same as a workbook of one sheet; a Decimal is a number there too."""
    # Here, as loading it takes longer than many a page.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([cell if isinstance(cell, Decimal) else harmless(cell) for cell in row])
    content = io.BytesIO()
    book.save(content)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(filename, content.getvalue(), kind)


def _file(filename: str, content: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response
