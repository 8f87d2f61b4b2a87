"""The editor of a sheet in a real browser: its marks serve the text being written, in reach."""

import pytest
from django.urls import reverse

from tests.browser.conftest import overflow, violations
from tests.experiments.world import make_entry
from tests.sheets.world import make_scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_marks_serve_the_text_being_written(transactional_db, open_page, width, theme):
    scene = make_scene()
    make_entry(scene.trial, text="Quinze personnes")
    page = open_page(
        reverse("sheet_edit", args=[scene.trial.pk]),
        width=width,
        theme=theme,
        user=scene.world.people["owner"],
    )
    bar = page.locator(".editor-marks")
    assert not bar.is_visible()
    for name in ("context", "results"):
        area = page.locator(f"textarea[name={name}]")
        area.fill("mot")
        area.select_text()
        bar.get_by_role("button", name="Gras").click()
        assert area.input_value() == "**mot**"
    # Long enough to scroll: the buttons stay in the window.
    area.fill("ligne\n" * 60)
    area.evaluate(
        "each => { each.style.height = '2000px'; each.scrollIntoView({ block: 'center' }) }"
    )
    box = bar.bounding_box()
    assert 0 <= box["y"] < 200
    area.press("Control+i")
    assert "*italique*" in area.input_value()
    # A note is quoted where one writes, and said to support that part.
    page.get_by_role("button", name="Citer dans le texte").click()
    assert area.input_value().endswith("> Quinze personnes")
    page.locator("summary", has_text="choisir les parties").click()
    assert page.get_by_role("checkbox", name="Résultats").is_checked()
    assert overflow(page) <= 0
    assert violations(page) == []
    assert page.complaints == []
