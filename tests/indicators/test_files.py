"""Measurements from a file and to a file."""

import csv
import io
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import AuditEvent
from experiments.indicators import importing, tables
from experiments.indicators.models import Indicator, Measurement, MeasurementImport
from tests.indicators.files import NAME, TITLES, csv_of, xlsx_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(world, indicator, sign_in):
    """`send(file)`: the answer to a file sent by an agent of the carrying collectivité."""

    def sent(file, role: str = "owner"):
        address = reverse("measurements_import", args=[world.experimentation.pk])
        return sign_in(role).post(address, {"file": file})

    return sent


def _confirm(client, answer, **data):
    preview = answer["Location"]
    page = client.get(preview)
    columns = {each["role"]: each["chosen"] for each in page.context["columns"]}
    columns = {role: place for role, place in columns.items() if place is not None}
    return client.post(preview, {**columns, **data})


def _stored() -> list[tuple]:
    rows = Measurement.objects.order_by("measured_on", "pk")
    return [(str(each.measured_on), float(each.value), each.source) for each in rows]


@pytest.mark.parametrize(
    "file",
    [
        lambda: csv_of(TITLES, ["12/03/2026", NAME, "1 234,5", "Feuilles de présence"]),
        lambda: csv_of(
            TITLES, ["12/03/2026", NAME, "1234,5", "Feuilles de présence"], encoding="cp1252"
        ),
        lambda: csv_of(TITLES, ["2026-03-12", NAME, "1234.5", "Feuilles de présence"], mark=","),
        lambda: csv_of(TITLES, ["12/03/2026", NAME, "1 234,5", "Feuilles de présence"], mark="\t"),
        lambda: csv_of(
            ["Valeur", "Intitulé", "Source du chiffre", "Jour"],
            ["1234,5", "  familles  ACCUEILLIES ", "Feuilles de présence", "12/03/26"],
            encoding="utf-8-sig",
        ),
        lambda: xlsx_of(TITLES, [date(2026, 3, 12), NAME, 1234.5, "Feuilles de présence"]),
    ],
)
def test_a_table_is_imported_as_people_keep_it(send, client, file):
    answer = send(file())
    assert answer.status_code == 302, answer.context["form"].errors
    assert _stored() == []
    assert _confirm(client, answer).status_code == 302
    assert _stored() == [("2026-03-12", 1234.5, "Feuilles de présence")]
    assert AuditEvent.objects.get(action="measurements.imported").data == {"measurements": 1}


def test_percents_and_dust_of_a_spreadsheet(send, client):
    file = xlsx_of(
        TITLES,
        [2025, NAME, 0.45],
        [2026, NAME, 0.1 + 0.2],
        formats={"C2": "0 %"},
    )
    _confirm(client, send(file))
    assert [value for _day, value, _source in _stored()] == [45.0, 0.3]


def test_the_same_file_twice_adds_nothing(send, client):
    def file():
        return csv_of(TITLES, ["01/2026", NAME, "12"], ["02/2026", NAME, "15"], ["", "", ""])

    _confirm(client, send(file()))
    assert len(_stored()) == 2
    answer = send(file())
    assert "2 déjà enregistrées" in client.get(answer["Location"]).content.decode()
    _confirm(client, answer)
    assert len(_stored()) == 2


def test_the_same_import_confirmed_twice_is_stored_once(send, client):
    answer = send(csv_of(TITLES, ["01/2026", NAME, "12"]))
    _confirm(client, answer)
    Measurement.objects.all().delete()
    again = client.post(answer["Location"], {"date": 0, "indicator": 1, "value": 2})
    assert again.status_code == 302
    assert _stored() == []


def test_nothing_is_imported_from_a_file_with_errors_unless_asked(send, client):
    tomorrow = (timezone.localdate() + timedelta(days=1)).strftime("%d/%m/%Y")
    file = csv_of(
        TITLES,
        ["01/2026", NAME, "12"],
        ["31/02/2026", NAME, "12"],
        ["02/2026", NAME, "douze"],
        ["03/2026", "Inconnu", "12"],
        [tomorrow, NAME, "12"],
        ["01/2026", NAME, "13"],
        ["", NAME, ""],
        ["04/2026", "", "3"],
        ["04/2026", NAME, "3", "x" * 201],
    )
    answer = send(file)
    page = client.get(answer["Location"]).content.decode().replace("\u00a0", " ")
    for said in (
        "Ligne 3 :</strong> la date « 31/02/2026 » ne se lit pas.",
        "Ligne 4 :</strong> « douze » n’est pas un nombre.",
        "Ligne 5 :</strong> l’indicateur « Inconnu » n’existe pas ici.",
        "Ligne 6 :</strong> la date n’est pas entre 1950 et aujourd’hui.",
        "Ligne 7 :</strong> une autre valeur existe déjà pour cette date : 12.",
        "Ligne 8 :</strong> la date manque, la valeur manque.",
        "Ligne 9 :</strong> l’indicateur manque.",
        "Ligne 10 :</strong> la source dépasse 200 caractères.",
    ):
        assert said in page
    assert "Créer « Inconnu »" in page
    refused = _confirm(client, answer)
    assert refused.status_code == 200
    assert "Rien n’est importé" in refused.content.decode()
    assert _stored() == []
    assert _confirm(client, answer, bonnes="oui").status_code == 302
    assert _stored() == [("2026-01-01", 12.0, "")]
    assert Indicator.objects.count() == 1


def test_an_unknown_indicator_is_created_if_asked(send, client):
    answer = send(csv_of(TITLES, ["2026", "Heures", "3"], ["2025", "heures", "4"]))
    assert _confirm(client, answer, creer=["Heures"]).status_code == 302
    made = Indicator.objects.get(name="Heures")
    assert made.measurements.count() == 2
    assert made.audience == "space"


def test_columns_that_no_title_tells_are_chosen(send, client):
    answer = send(csv_of(["A", "B", "C"], ["2026", NAME, "3"]))
    page = client.get(answer["Location"])
    assert not page.context["complete"]
    # Confirmed without: nothing but the page again.
    assert client.post(answer["Location"]).status_code == 200
    chosen = client.get(f"{answer['Location']}?date=0&indicator=1&value=2&source=99")
    assert len(chosen.context["good"]) == 1
    assert client.post(answer["Location"], {"date": "0", "indicator": "1", "value": "2"})
    assert _stored() == [("2026-01-01", 3.0, "")]


def test_the_lines_of_a_file_are_for_whoever_sent_it_and_are_erased(send, client, sign_in):
    answer = send(csv_of(TITLES, ["2026", NAME, "3"]))
    preview = answer["Location"]
    assert client.get(preview).status_code == 200
    for role in ("carrier", "facilitator", "admin", "contributor"):
        assert sign_in(role).get(preview).status_code == 404
    MeasurementImport.objects.update(expires_at=timezone.now())
    assert sign_in("owner").get(preview).status_code == 404
    send(csv_of(TITLES, ["2026", NAME, "3"]))
    assert MeasurementImport.objects.count() == 1
    assert importing.forget_old_rows() == 0


def _bomb() -> SimpleUploadedFile:
    content = io.BytesIO(xlsx_of(TITLES).read())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/bomb.xml", b"0" * (tables.MAX_UNPACKED_BYTES + 1))
    return SimpleUploadedFile("mesures.xlsx", content.getvalue())


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (lambda: SimpleUploadedFile("mesures.csv", b""), "Ce fichier est vide."),
        (lambda: SimpleUploadedFile("mesures.ods", b"x"), "Enregistrez votre tableau en CSV"),
        (lambda: SimpleUploadedFile("mesures.xlsx", b"x"), "n’est pas celui d’un fichier .xlsx"),
        (lambda: SimpleUploadedFile("m.csv", b"a;b\0"), "n’est pas celui d’un fichier .csv"),
        (lambda: csv_of(TITLES), "ne contient pas de mesure"),
        (lambda: csv_of(*[["2026", NAME, "1"]] * (tables.MAX_ROWS + 2)), "est trop long"),
        (lambda: csv_of(TITLES, ["x" * 2_000_001]), "dépasse 2 Mo"),
        (lambda: csv_of(TITLES, ["x" * 200_000]), "Ce fichier CSV ne se lit pas"),
        (_bomb, "démesurément grand"),
    ],
)
def test_a_file_that_is_not_taken_says_why(send, file, said):
    answer = send(file())
    assert answer.status_code == 200
    assert said in answer.content.decode().replace("\u00a0", " ")
    assert not MeasurementImport.objects.exists()


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "content", [b"", b"<", b"<a/>", b"\xff\xfe", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"]
)
def test_a_broken_workbook_is_refused_in_words(send, part, content):
    whole = io.BytesIO(xlsx_of(TITLES, ["2026", NAME, 3]).read())
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(made, "w") as target:
        for each in source.namelist():
            target.writestr(each, content if each == part else source.read(each))
    answer = send(SimpleUploadedFile("mesures.xlsx", made.getvalue()))
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]


def test_a_sheet_that_lies_about_its_size_is_read_to_the_limit(send):
    whole = io.BytesIO(xlsx_of(TITLES, ["2026", NAME, 3]).read())
    made = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(made, "w") as target:
        for each in source.namelist():
            text = source.read(each)
            if each == "xl/worksheets/sheet1.xml":
                text = text.replace(b'ref="A1:D2"', b'ref="A1:XFD1048576"')
                text = text.replace(b'r="2"', b'r="1048576"').replace(b'2"', b'1048576"')
            target.writestr(each, text)
    assert send(SimpleUploadedFile("mesures.xlsx", made.getvalue())).status_code == 200


def _exported(client, world, extension: str) -> list[list]:
    answer = client.get(reverse("measurements_export", args=[world.experimentation.pk, extension]))
    assert answer["Content-Disposition"].startswith("attachment")
    if extension == "csv":
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    book = load_workbook(io.BytesIO(answer.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_an_export_computes_nothing(world, indicator, measure, sign_in, extension):
    measure("-12.5", "2026-03-12", source="=1+1", precision="month")
    rows = _exported(sign_in("reader"), world, extension)
    value = "-12,5" if extension == "csv" else -12.5
    assert rows[1] == ["03/2026", NAME, value, "familles", "'=1+1", "Exempleville"]
    exported = AuditEvent.objects.get(action="measurements.exported")
    assert exported.data == {"measurements": 1}
    assert exported.actor_id == world.user("reader").pk


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_an_export_holds_what_its_reader_sees(world, indicator, measure, sign_in, extension):
    measure("12", "2026-03-12")
    indicator.audience = "owner"
    indicator.save()
    assert len(_exported(sign_in("owner"), world, extension)) == 2
    for role in ("reader", "contributor", "other", "observer"):
        assert len(_exported(sign_in(role), world, extension)) == 1


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_what_is_exported_is_imported_again(world, measure, sign_in, send, extension):
    for value, day, precision in (
        ("1234.5", "2026-03-12", "day"),
        ("-3", "2026-02-01", "month"),
        ("0.25", "2025-01-01", "year"),
    ):
        measure(value, day, precision=precision, source="Feuilles")
    address = reverse("measurements_export", args=[world.experimentation.pk, extension])
    content = sign_in("owner").get(address).content
    before = _stored()
    Measurement.objects.all().delete()
    client = sign_in("owner")
    _confirm(client, send(SimpleUploadedFile(f"mesures.{extension}", content)))
    assert _stored() == before
    assert {m.precision for m in Measurement.objects.all()} == {"day", "month", "year"}


def test_what_was_known_is_found_by_date_and_precision(world, indicator, measure):
    measure("12", "2026-01-01", precision="year")
    rows = [["1", *TITLES], ["2", "2026", NAME, "12"], ["3", "01/2026", NAME, "12"]]
    columns = importing.guessed_columns(TITLES)
    read = importing.review(rows, columns, [indicator])
    assert [line.number for line in read.known] == ["2"]
    assert [(line.day, line.precision) for line in read.good] == [(date(2026, 1, 1), "month")]
