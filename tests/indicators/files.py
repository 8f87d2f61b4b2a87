"""Tables as people send them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

TITLES = ["Date", "Indicateur", "Valeur", "Source"]
NAME = "Familles accueillies"


def csv_of(*rows: list[str], name: str = "mesures.csv", mark: str = ";", encoding: str = "utf-8"):
    text = "\r\n".join(mark.join(row) for row in rows)
    return SimpleUploadedFile(name, text.encode(encoding))


def xlsx_of(*rows: list, name: str = "mesures.xlsx", formats: dict | None = None):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cell, number_format in (formats or {}).items():
        book.active[cell].number_format = number_format
    content = io.BytesIO()
    book.save(content)
    return SimpleUploadedFile(name, content.getvalue())
