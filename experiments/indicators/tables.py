"""Reading the table that a file holds: CSV as spreadsheets write it here, or XLSX."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from common.text import thousands
from common.uploads import MEGABYTE, UploadRefused, check_document, human_size

MAX_BYTES = 2 * MEGABYTE
# Of an XLSX once unpacked: its words are all held in memory while it is read.
MAX_UNPACKED_BYTES = 20 * MEGABYTE
MAX_ROWS = 5_000
MAX_COLUMNS = 20
# Of all cells: what is kept between the preview and the import.
MAX_CHARACTERS = MEGABYTE
ACCEPT = ".csv,.xlsx"

# What openpyxl raises on files made to break it.
_BROKEN_WORKBOOK = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    SyntaxError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    EOFError,
    TypeError,
    ValueError,
    NotImplementedError,
)


def read_table(file) -> tuple[str, list[list[str]]]:
    """The cleaned name of an uploaded file and its lines, empty ones left out; the first column is
    the number of each line in the file. UploadRefused, with the reason, for what is not taken."""
    if file.size > MAX_BYTES:
        raise UploadRefused(
            _("Ce fichier dépasse %(limit)s, la taille acceptée pour un import.")
            % {"limit": human_size(MAX_BYTES)}
        )
    extension = (file.name or "").rpartition(".")[2].lower()
    if extension not in {"csv", "xlsx"}:
        raise UploadRefused(
            _("Ce type de fichier n’est pas lu. Enregistrez votre tableau en CSV ou en XLSX.")
        )
    if extension == "xlsx":
        _refuse_bomb(file)
    checked = check_document(file)
    read = _csv_rows if extension == "csv" else _xlsx_rows
    rows = _kept(read(checked.content))
    if len(rows) < 2:
        raise UploadRefused(
            _(
                "Ce fichier ne contient pas de mesure\u00a0: une ligne de titres, puis une ligne "
                "par mesure."
            )
        )
    return checked.name, rows


def _refuse_bomb(file) -> None:
    """A file that would fill the memory is refused by what it declares, before any of it is
    unpacked; what lies about itself is refused by check_document."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except _BROKEN_WORKBOOK:
        return
    if unpacked > MAX_UNPACKED_BYTES:
        raise UploadRefused(_("Une fois ouvert, ce fichier serait démesurément grand."))


def _kept(rows: Iterable[list[str]]) -> list[list[str]]:
    found, characters = [], 0
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row[:MAX_COLUMNS]]
        if not any(cells):
            continue
        characters += sum(map(len, cells))
        if len(found) > MAX_ROWS or characters > MAX_CHARACTERS:
            raise UploadRefused(
                _(
                    "Ce fichier est trop long\u00a0: %(most)s lignes au plus. "
                    "Coupez-le en plusieurs."
                )
                % {"most": thousands(MAX_ROWS)}
            )
        found.append([str(number), *cells])
    return found


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes under « CSV » in France.
        text = content.decode("cp1252", errors="replace")
    first = text.lstrip().partition("\n")[0]
    # Whichever parts the titles into most columns: a comma stands inside numbers too.
    delimiter = max(";\t,", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise UploadRefused(
            _("Ce fichier CSV ne se lit pas\u00a0: enregistrez-le de nouveau depuis votre tableur.")
        ) from error


def _xlsx_rows(content: bytes) -> list[list[str]]:
    # Here, as loading it takes longer than many a page.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # What the file says of its own size may be a lie.
        sheet.reset_dimensions()
        # One more than is taken, and what may stand empty between.
        cells = sheet.iter_rows(max_row=2 * MAX_ROWS, max_col=MAX_COLUMNS)
        return [[_written(cell) for cell in row] for row in cells]
    except _BROKEN_WORKBOOK as error:
        raise UploadRefused(
            _("Ce classeur ne se lit pas\u00a0: enregistrez-le de nouveau, ou en CSV.")
        ) from error


def _written(cell) -> str:
    """What a person reads in a cell, without thousands: « 0,45 » shown as « 45 % » is 45."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = Decimal(repr(value))
        if not number.is_finite():
            return str(value)
        if "%" in (cell.number_format or ""):
            number *= 100
        # Sums of a spreadsheet end in dust: 0,30000000000000004.
        return f"{round(number, 9).normalize():f}"
    return str(value)
