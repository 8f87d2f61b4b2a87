"""What a sheet takes from indicators, and whom it says to ask."""

import re
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from experiments.indicators.models import Indicator
from experiments.indicators.services import add_indicator, add_measurement, withhold_indicator
from experiments.sheets.content import content_of
from experiments.sheets.enums import SheetState
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.pdf import printed
from groups.moderation.enums import Withheld
from tests.sheets.world import client_of, published, write

pytestmark = pytest.mark.django_db

FIGURE = "Familles accueillies\u00a0: 57\u00a0familles (mars 2026), 12 (mars 2025)"
DESK = {"function": "Chargée de mission ESS", "reach": "ess@exempleville.test"}


def text_of(answer) -> str:
    return answer.content.decode().replace("&nbsp;", "\u00a0")


def on_paper(sheet) -> str:
    pages = PdfReader(BytesIO(printed(sheet))).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.fixture
def count(scene):
    """`count(name, audience)`: an indicator with two measurements."""

    def made(name: str, audience: str = "public") -> Indicator:
        author = scene.world.people["owner"]
        indicator, _new = add_indicator(
            experimentation=scene.trial,
            author=author,
            name=name,
            unit="familles",
            direction="higher",
            audience=audience,
        )
        for value, day in ((12, date(2025, 3, 1)), (57, date(2026, 3, 1))):
            add_measurement(
                indicator=indicator,
                author=author,
                value=value,
                measured_on=day,
                precision="month",
            )
        return indicator

    return made


@pytest.fixture
def typed(scene):
    """What the editor posts for the sheet as it stands, but for what is given."""

    def fields(**more) -> dict:
        sheet = ExperienceSheet.objects.filter(experimentation=scene.trial).first()
        words = {"title": "Le marché d’Exempleville", "results": "Un marché du matin."}
        return (
            words
            | {"dated": "2026-01-01", "precision": "month", "place": ""}
            | more
            | ({"seen": ""} if sheet is None else {})
        )

    return fields


def test_a_figure_is_offered_with_its_words_and_stays_as_it_was_signed(scene, count, typed):
    shown, hidden = count("Familles accueillies"), count("Compte interne", "owner")
    client = client_of(scene, "owner")
    address = reverse("sheet_edit", args=[scene.trial.pk])
    page = text_of(client.get(address))
    assert f'value="{FIGURE}"' in page
    assert f"figure_{hidden.pk}" not in page
    # Chosen without words: said beside the field, the choice kept.
    empty = {f"figure_{shown.pk}": "on", f"figure_words_{shown.pk}": ""}
    refused = text_of(client.post(address, typed(**empty)))
    assert "Dites ce que ce chiffre montre." in refused
    client.post(address, typed(**empty | {f"figure_words_{shown.pk}": FIGURE}))
    sheet = ExperienceSheet.objects.get(experimentation=scene.trial)
    assert content_of(sheet)["figures"] == [{"indicator": shown.pk, "words": FIGURE}]


def test_a_figure_is_read_by_all_and_leaves_with_its_indicator(scene, count):
    indicator = count("Familles accueillies", "space")
    sheet = published(scene, figures={indicator: FIGURE})
    address = reverse("sheet", args=[sheet.pk])
    link = reverse("indicator", args=[scene.trial.pk, indicator.pk])
    for role, opens in (("visitor", False), ("owner", True)):
        page = text_of(client_of(scene, role).get(address))
        assert FIGURE in page
        assert (link in page) is opens
    assert "57 familles (mars 2026)" in on_paper(sheet)
    withhold_indicator(
        pk=indicator.pk, withheld=Withheld.HIDDEN, by=scene.world.people["facilitator"]
    )
    assert FIGURE not in text_of(client_of(scene, "visitor").get(address))
    assert "57 familles" not in on_paper(sheet)


def test_a_public_contact_is_signed_and_printed(scene):
    sheet = published(scene, contacts=[DESK | {"audience": "public"}])
    page = text_of(client_of(scene, "visitor").get(reverse("sheet", args=[sheet.pk])))
    assert DESK["function"] in page
    assert DESK["reach"] in page
    assert "Chargée de mission ESS : ess@exempleville.test" in on_paper(sheet)
    # It is part of what was signed.
    write(scene, contacts=[DESK | {"reach": "0 800 00 00 00", "audience": "public"}])
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DRAFT


def test_another_contact_is_for_those_who_enter_and_may_change(scene):
    sheet = published(scene, contacts=[DESK | {"audience": "space"}])
    address = reverse("sheet", args=[sheet.pk])
    for role, reads in (("visitor", False), ("stranger", False), ("owner", True), ("reader", True)):
        assert (DESK["reach"] in text_of(client_of(scene, role).get(address))) is reads, role
    assert DESK["reach"] not in on_paper(sheet)
    assert "contacts" not in sheet.published.content
    write(scene, contacts=[DESK | {"reach": "0 800 00 00 00", "audience": "space"}])
    sheet.refresh_from_db()
    assert sheet.state == SheetState.PUBLISHED


def test_a_way_to_be_reached_needs_a_function(scene, typed):
    address = reverse("sheet_edit", args=[scene.trial.pk])
    answer = client_of(scene, "owner").post(address, typed(contact_reach_1="ess@exemple.test"))
    page = text_of(answer)
    assert "Dites quelle fonction on joint ainsi." in page
    assert 'value="ess@exemple.test"' in page
