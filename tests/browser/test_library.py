"""The library in a real browser, from a dump to a reference that one pastes elsewhere."""

import pytest

from groups.enums import Role
from groups.library.models import Resource
from tests.browser.conftest import overflow, violations
from tests.factories import join, make_group
from tests.library.dumps import LAUNDRY, LETTER, STUDY, TALK, dump

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_dump_is_imported_two_lines_corrected_and_a_resource_cited(open_page, tmp_path):
    facilitator = join(make_group(), Role.FACILITATOR)
    file = tmp_path / "pages.txt"
    file.write_text(dump(STUDY, LETTER, LAUNDRY, TALK), encoding="utf-8")

    page = open_page("/ressources/importer/", user=facilitator, width=360)
    page.get_by_label("Fichier texte").set_input_files(file)
    page.get_by_role("button", name="Lire ces pages").click()
    page.get_by_text("4 nouvelles").wait_for()
    for name, field, text in (
        (f"Corriger {LAUNDRY.title}", "Titre", "La laverie coopérative"),
        (f"Corriger {TALK.title}", "Adresse de l’enregistrement", "video.exemple.test/42"),
    ):
        page.get_by_role("link", name=name).click()
        page.get_by_label(field).first.fill(text)
        page.get_by_role("button", name="Enregistrer la ligne").click()
        page.get_by_text("La ligne est corrigée").wait_for()
    assert overflow(page) <= 0
    assert violations(page) == []
    page.get_by_role("button", name="Importer 4 ressources").click()
    page.get_by_text("4 ressources sont entrées").wait_for()
    assert Resource.objects.get(kind="conference").replay == "https://video.exemple.test/42"

    # Found by anybody, without its accents; the reference is copied, the policy runs nothing else.
    page = open_page("/ressources/")
    page.get_by_label("Chercher").fill("LAVERIE cooperative")
    page.get_by_label("Chercher").press("Enter")
    page.get_by_role("link", name="La laverie coopérative").click()
    # The clipboard itself asks for a window that is looked at, which a test has not.
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("button", name="Copier la référence").click()
    page.get_by_text("Référence copiée").wait_for()
    copied = page.evaluate("window.copied")
    assert copied.startswith(
        "«\u00a0La laverie coopérative\u00a0», fiche Déniché pour vous, mars 2019"
    )
    assert page.evaluate("JSON.parse(document.querySelector('[type*=ld]').textContent).name") == (
        "La laverie coopérative"
    )
    assert page.complaints == []
    assert not page.get_by_text(LETTER.title).count()
