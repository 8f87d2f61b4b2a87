"""The interface kit in a real browser: legible, reachable, within the screen, in every state."""

import pytest

from tests.browser.conftest import overflow, violations
from tests.factories import join, make_group, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
VISITOR_PAGES = [
    "/compte/login/",
    "/compte/signup/",
    "/compte/login/code/",
    "/compte/password/reset/",
    "/nulle-part/",
    "/hors-ligne/",
]
PERSON_PAGES = [
    "/compte/profil/",
    "/compte/email/",
    "/compte/password/change/",
    "/compte/logout/",
    "/nulle-part/",
]


@pytest.fixture
def kit(settings):
    settings.DEBUG = True


@pytest.fixture
def person():
    user = make_user("Agent·e d’Exempleville")
    join(
        make_group("Accompagner les initiatives économiques des habitant·es des quartiers"),
        user=user,
    )
    return user


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_in_the_kit_nor_in_what_opens(kit, open_page, person, look):
    page = open_page("/interface/", width=look[0], theme=look[1], user=person)
    assert violations(page) == []
    assert overflow(page) == 0
    assert page.complaints == []
    for menu in ("#menu-exemple", "#menu-compte"):
        page.click(f"[popovertarget={menu[1:]}]")
        page.wait_for_selector(f"{menu}:popover-open")
        assert violations(page, within=menu) == []
        assert overflow(page) == 0
        page.keyboard.press("Escape")
    page.click("[data-dialog]")
    page.wait_for_selector("dialog[open]")
    assert violations(page, within="dialog[open]") == []
    assert overflow(page) == 0
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.wait_for_selector("#hors-ligne:not([hidden])")
    assert violations(page, within="#hors-ligne") == []


@pytest.mark.parametrize(("width", "theme"), [(1280, "dark"), (360, "light")])
def test_axe_finds_nothing_on_the_pages_of_accounts(open_page, person, width, theme):
    found = []
    page = open_page("/compte/login/", width=width, theme=theme)
    for path in VISITOR_PAGES:
        page.goto(path)
        found += [(path, line) for line in violations(page)]
        assert overflow(page) == 0, path
    page.goto("/compte/signup/")
    page.click("main form button[type=submit]")
    assert page.locator(".error-summary").evaluate("each => each === document.activeElement")
    found += [("errors", line) for line in violations(page)]
    page = open_page("/compte/profil/", width=width, theme=theme, user=person)
    for path in PERSON_PAGES:
        page.goto(path)
        found += [(path, line) for line in violations(page)]
        assert overflow(page) == 0, path
    assert found == []


def _wider(page) -> list[str]:
    """Where the page is wider than the screen: narrow, or with letters twice as large."""
    found = []
    for width, size in [(320, "100%"), (480, "200%"), (1280, "200%")]:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        if by := overflow(page):
            found.append(f"{page.url} at {width}, {size}: {by} px")
    return found


def test_nothing_is_wider_than_the_screen(settings, open_page, person):
    settings.DEBUG = True
    found = []
    page = open_page("/interface/", user=person)
    for path in ["/interface/", *PERSON_PAGES[:-1]]:
        page.goto(path)
        found += _wider(page)
    settings.DEBUG = False
    page = open_page("/compte/login/")
    for path in VISITOR_PAGES:
        page.goto(path)
        found += _wider(page)
    assert found == []


def test_forced_colours_leave_edges_and_focus(kit, open_page, person):
    page = open_page("/interface/", user=person, forced_colors="active")
    assert violations(page) == []
    badge = page.locator(".badge").first
    assert badge.evaluate("each => getComputedStyle(each).borderTopWidth") == "1px"
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_no_motion_where_it_is_refused(kit, open_page):
    page = open_page("/interface/", reduced_motion="reduce")
    assert (
        page.locator(".skeleton").first.evaluate("each => getComputedStyle(each).animationName")
        == "none"
    )


def test_the_keyboard_reaches_the_content_first(open_page, person):
    page = open_page("/compte/profil/", user=person)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "name"


def test_the_appearance_changes_at_once_and_is_remembered(open_page, person):
    page = open_page("/compte/profil/", user=person, theme="light")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("main [data-theme-switch] button[value=dark]")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != light
    assert page.url.endswith("/compte/profil/")
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    assert page.locator("main button[value=dark]").get_attribute("aria-pressed") == "true"


def test_the_appearance_changes_without_javascript(open_page):
    page = open_page("/compte/login/", java_script_enabled=False)
    page.click("footer button[value=dark]")
    assert page.url.endswith("/compte/login/")
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_a_message_can_be_put_away(kit, open_page):
    page = open_page("/interface/")
    toast = page.locator("#etats .toast.success")
    toast.get_by_role("button", name="Masquer ce message").click()
    assert toast.count() == 0


def test_a_dialog_opens_and_closes_with_the_keyboard(kit, open_page):
    page = open_page("/interface/")
    page.focus("[data-dialog]")
    page.keyboard.press("Enter")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.dataset.dialog") == "dialogue-exemple"


def test_the_stage_path_folds_to_one_line_on_a_phone(kit, open_page):
    page = open_page("/interface/", width=360)
    path = page.locator("ol.path")
    assert path.bounding_box()["height"] < 40
    assert path.get_by_text("Expérimentation").is_visible()
    wide = open_page("/interface/", width=1280).locator("ol.path")
    assert wide.get_by_text("Pérennisation").is_visible()


def test_the_composer_is_one_row_until_it_is_used(kit, open_page):
    page = open_page("/interface/", width=360)
    composer = page.locator(".composer")
    before = composer.bounding_box()["height"]
    composer.locator("textarea").fill("Bonjour à toutes et tous")
    assert before < 65
    assert composer.bounding_box()["height"] > before


def test_offline_a_page_says_so(open_page, person):
    page = open_page("/compte/profil/", user=person)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function(
        "caches.keys().then(names => names.some(name => name.startsWith('hors-ligne')))"
    )
    page.context.set_offline(True)
    page.wait_for_selector("#hors-ligne:not([hidden])")
    page.goto("/compte/email/")
    assert page.get_by_role("heading", name="Vous êtes hors ligne").is_visible()
    kept = page.evaluate(
        "caches.keys().then(async names => (await Promise.all(names.map(async name =>"
        " (await (await caches.open(name)).keys()).map(each => new URL(each.url).pathname)"
        "))).flat())"
    )
    assert all(path.startswith(("/hors-ligne/", "/styles/", "/static/js/")) for path in kept)
