"""The organisation field by keyboard and without JavaScript, and the pages that show the map."""

import pytest

from organisations.models import Affiliation
from organisations.services import declare_affiliation, list_domain, verify_affiliation
from tests.browser.conftest import overflow, violations
from tests.factories import make_collectivity, make_partner, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PLACES = "/compte/rattachements/"


@pytest.fixture
def towns():
    return [
        make_collectivity("Saint-Denis", department_code="974", population=155_000),
        make_collectivity("Saint-Denis", department_code="93", population=149_000),
        make_collectivity("Saint-Denis-en-Val", department_code="45", population=7_700),
    ]


def combobox(page):
    return page.get_by_role("combobox", name="Votre collectivité ou structure")


def test_one_is_found_and_chosen_by_keyboard(open_page, towns):
    user = make_user()
    page = open_page(PLACES, user=user)
    box = combobox(page)
    assert box.get_attribute("aria-expanded") == "false"
    box.press_sequentially("st deni")
    options = page.get_by_role("option")
    options.nth(2).wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert "La Réunion (974)" in options.nth(0).inner_text()
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = options.nth(1)
    assert chosen.get_attribute("aria-selected") == "true"
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    assert violations(page) == []
    box.press("Enter")
    assert box.input_value() == "Saint-Denis (93)"
    assert page.get_by_role("option").count() == 0
    assert "choix enregistré" in page.locator(".picker [role=status]").inner_text()
    page.get_by_role("button", name="Ajouter", exact=True).click()
    page.get_by_text("à confirmer").wait_for()
    assert Affiliation.objects.get(user=user).organisation == towns[1]
    assert page.complaints == []


def test_escape_closes_and_other_words_forget_the_choice(open_page, towns):
    page = open_page(PLACES, user=make_user())
    box = combobox(page)
    box.press_sequentially("st deni")
    page.get_by_role("option").first.wait_for()
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "st deni"
    box.press("ArrowDown")
    page.get_by_role("option").first.wait_for()
    box.press("ArrowUp")
    box.press("Enter")
    hidden = page.locator("input[name=organisation]")
    assert hidden.input_value() == str(towns[2].pk)
    box.press("Backspace")
    assert hidden.input_value() == ""


def test_the_same_by_touch(open_page, towns):
    page = open_page(PLACES, user=make_user(), width=360, has_touch=True)
    combobox(page).press_sequentially("saint-denis en")
    page.get_by_role("option", name="Saint-Denis-en-Val").tap()
    assert page.locator("input[name=organisation]").input_value() == str(towns[2].pk)
    assert overflow(page) <= 0


def test_nothing_found_is_said(open_page, towns):
    page = open_page(PLACES, user=make_user())
    combobox(page).press_sequentially("zzyzx")
    page.get_by_text("Aucun résultat").wait_for()
    assert page.get_by_role("option").count() == 0


def test_without_javascript_results_are_ticked(open_page, towns):
    user = make_user()
    page = open_page(PLACES, user=user, java_script_enabled=False)
    page.get_by_label("Votre collectivité ou structure").fill("st denis")
    page.get_by_label("Votre fonction").fill("Élue")
    page.get_by_role("button", name="Ajouter", exact=True).click()
    assert page.get_by_label("Votre fonction").input_value() == "Élue"
    page.get_by_role("radio", name="Seine-Saint-Denis").check()
    page.get_by_role("button", name="Ajouter", exact=True).click()
    place = Affiliation.objects.get(user=user)
    assert (place.organisation, place.function) == (towns[1], "Élue")


def test_what_unfolds_is_accessible_and_fits(open_page, towns):
    town = make_collectivity("Grigny", is_network_member=True, population=27_000)
    make_partner("Les Mamas de Grigny")
    user = make_user()
    verify_affiliation(
        affiliation=declare_affiliation(user=user, organisation=town), by=make_user()
    )
    page = open_page("/collectivites/", width=360, theme="dark", user=user)
    for path in (
        "/collectivites/",
        "/collectivites/?q=zzyzx&niveau=x",
        f"/organisations/{town.pk}/",
        PLACES,
    ):
        page.goto(path)
        for summary in page.locator("details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        assert violations(page) == [], path
        assert overflow(page) <= 0, path
    page.goto("/partenaires/nouveau/")
    page.get_by_label("Nom de la structure").fill("Mamas de Grigny")
    page.get_by_label("Type").select_option("residents")
    page.get_by_role("button", name="Ajouter la structure").click()
    page.get_by_role("button", name="Créer quand même").wait_for()
    assert violations(page) == []
    assert page.complaints == []


def tab_to(page, target):
    """Press Tab until `target` has the focus."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("not reached by Tab")


def test_claim_my_collectivity_by_keyboard_alone(open_page, towns):
    """From the first page to a place that a listed domain confirms."""
    list_domain(organisation=towns[1], domain="saint-denis.exemple", by=make_user())
    user = make_user(email="agent@saint-denis.exemple")
    page = open_page("/compte/profil/", user=user)
    link = page.get_by_role("link", name="Ajouter un rattachement")
    tab_to(page, link)
    page.keyboard.press("Enter")
    box = combobox(page)
    box.wait_for()
    tab_to(page, box)
    page.keyboard.type("st denis 93")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Votre fonction"))
    page.keyboard.type("Élue")
    tab_to(page, page.get_by_role("button", name="Ajouter", exact=True))
    page.keyboard.press("Enter")
    page.get_by_text("Confirmé par votre adresse en @saint-denis.exemple").wait_for()
    assert violations(page) == []
    assert page.complaints == []
