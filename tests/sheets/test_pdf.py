"""The printed sheet: tagged, complete, light, and never a way to run or read anything."""

import re
import time
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from experiments.models import JournalPicture
from experiments.sheets.pdf import printed
from experiments.sheets.pdf.blocks import blocks_of
from tests.experiments.world import make_entry
from tests.sheets.world import published

pytestmark = pytest.mark.django_db

TEXT = """À Exempleville, 12\u202f636 € pour 1\u202f250 personnes, l’œuvre d’un été : « ça marche ».

- **premier** point
- *second* point, [le site](https://exemple.test/page)

> Une parole

1. un
2. deux"""


def image(side: int = 1600) -> ContentFile:
    file = BytesIO()
    noise = Image.effect_noise((side, side * 3 // 4), 90).convert("RGB")
    noise.save(file, "WEBP", quality=80)
    return ContentFile(file.getvalue(), name="x")


def _text(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_words_figures_and_accents_can_be_read_out(scene):
    pdf = printed(published(scene, TEXT))
    text = _text(pdf)
    for said in (
        "Le marché d’Exempleville",
        "12 636 € pour 1 250 personnes, l’œuvre d’un été",
        "« ça marche »",
        "premier point",
        "Une parole",
        "Structure amandier",
        "Signée par Exempleville",
    ):
        assert said in text
    reader = PdfReader(BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("fr")
    assert reader.metadata.title == "Le marché d’Exempleville"
    assert reader.pdf_header == "%PDF-1.7"
    said = root["/Metadata"].get_object().get_data().decode()
    for claim in ("<pdfuaid:part>1<", "<pdfaid:part>2<", "<pdfaid:conformance>A<"):
        assert claim in said
    # What an archive asks for: colours that need no device, fonts that the file holds.
    assert root["/OutputIntents"][0]["/DestOutputProfile"].get_object().get_data()
    fonts = [
        each["/DescendantFonts"][0]["/FontDescriptor"]
        for page in reader.pages
        for each in (font.get_object() for font in page["/Resources"]["/Font"].values())
    ]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & font.keys() for font in fonts)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Bravo 😀\ufe0f à vous", "Bravo □ à vous"),
        ("1\ufe0f\u20e3 ✔\ufe0f → 中文 ก \ue000", "→ □□ □ □"),
        ("Ā ę ő ≥ α я", "Ā ę ő ≥ α я"),
    ],
)
def test_what_no_font_prints_stops_nothing(scene, typed, read):
    text = _text(printed(published(scene, typed)))
    assert read in text
    assert ("ne sait pas dessiner" in text) == ("□" in read)


def test_what_people_write_is_never_source(scene):
    text = '#panic("x") #read("/etc/passwd") $ x^2 $ = Titre \\ @ref <b> #import "@preview/x:1"'
    assert text in _text(printed(published(scene, text)))


def test_a_link_to_a_script_is_only_words():
    assert [each["t"] for each in blocks_of("[x](https://exemple.test)")[0]["c"]] == ["link"]
    for address in ("javascript:alert(1)", "file:///etc/passwd", "/compte/", "data:text/html,x"):
        assert '"link"' not in str(blocks_of(f"[x]({address})")).replace("'", '"')


def test_pictures_bear_their_description_and_the_file_stays_light(scene):
    entry = make_entry(scene.trial)
    pictures = {}
    for number in range(2):
        made = JournalPicture.objects.create(
            entry=entry, image=image(), thumbnail=image(8), width=1600, height=1200
        )
        pictures[made] = f"Un étal numéro {number}"
    sheet = published(scene, "\n\n".join([TEXT] * 6), pictures=pictures)
    started = time.process_time()
    pdf = printed(sheet)
    took = time.process_time() - started
    assert len(pdf) < 1_000_000
    # Seconds of processor: whoever else is at work does not count.
    assert took < 2
    assert "Un étal numéro 1" in _text(pdf)
    # The alternative texts, in the structure tree.
    found = []

    def walk(node, depth=0):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for each in node:
                walk(each, depth + 1)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(node["/Alt"])
            walk(node.get("/K", []), depth + 1)

    walk(PdfReader(BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"])
    assert sorted(found) == [
        "Carte de France\u00a0: Essonne (91).",
        "Un étal numéro 0",
        "Un étal numéro 1",
    ]


def test_a_picture_that_is_gone_leaves_the_text(scene):
    entry = make_entry(scene.trial)
    made = JournalPicture.objects.create(
        entry=entry,
        image=ContentFile(b"not really", name="x"),
        thumbnail=image(8),
        width=4,
        height=3,
    )
    pdf = printed(published(scene, "Le texte", pictures={made: "Perdue"}))
    assert "Le texte" in _text(pdf)


def test_it_is_handed_out_as_a_file_that_runs_nothing(scene, client):
    sheet = published(scene)
    answer = client.get(reverse("sheet_pdf", args=[sheet.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer.content.startswith(b"%PDF-")


def test_a_small_map_says_where_it_is(scene):
    sheet = published(scene)
    owner = sheet.experimentation.owner
    for code, said in (("91", "Essonne (91)"), ("93", "Seine-Saint-Denis (93)"), ("974", "(974)")):
        owner.department_code = code
        owner.save()
        sheet = type(sheet).objects.get(pk=sheet.pk)
        pdf = printed(sheet)
        assert said in _text(pdf)
        assert "Contours de la carte" in _text(pdf)
        assert len(pdf) < 150_000
    owner.department_code = ""
    owner.save()
    assert "Contours de la carte" not in _text(printed(type(sheet).objects.get(pk=sheet.pk)))
