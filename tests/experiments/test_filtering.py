"""Choosing what to read of a journal, and printing it."""

import re

import pytest

from common.models import Audience
from experiments.filtering import JournalFilter, read_filter
from experiments.selectors import PER_PAGE
from tests.experiments.pictures import attach_picture
from tests.experiments.test_pages import text, url
from tests.experiments.world import make_entry
from tests.factories import make_partner

pytestmark = pytest.mark.services


@pytest.fixture
def journal(world):
    """Four notes that differ in all that one may ask for; their texts say which they are."""
    from experiments.vocabularies.services import add_term

    trial = world.experimentation
    world.term = add_term(kind="lever", label="Prêter un local")
    world.partner = make_partner("Régie d’Exemple")
    tagged = make_entry(trial, text="repère-mot", kind="action", occurred_on="2024-01-10")
    tagged.terms.set([world.term])
    make_entry(trial, text="repère-structure", organisation=world.partner, occurred_on="2024-02-10")
    attach_picture(make_entry(trial, text="repère-photo", kind="result", occurred_on="2024-03-10"))
    secret = make_entry(
        trial, text="repère-secret", audience=Audience.OWNER, occurred_on="2024-04-10"
    )
    world.secret_term = add_term(kind="obstacle", label="Mot des porteuses")
    secret.terms.set([world.secret_term])
    secret.organisation = make_partner("Structure des porteuses")
    secret.save()
    return world


def seen(page: str) -> list[str]:
    return re.findall(r"<p>repère-(\w+)</p>", page)


@pytest.mark.parametrize("name", ["experimentation", "experimentation_print"])
def test_each_question_keeps_what_it_asks_for(name, journal, sign_in):
    client, address = sign_in("reader"), url(name, journal.experimentation.pk)
    asked = {
        "": ["photo", "structure", "mot"],
        f"mot={journal.term.pk}": ["mot"],
        f"structure={journal.partner.pk}": ["structure"],
        "photos=1": ["photo"],
        "du=2024-02-01": ["photo", "structure"],
        "du=2024-02-10&au=10/02/2024": ["structure"],
        "nature=action": ["mot"],
        "nature=result&photos=1&du=2024-01-01": ["photo"],
        "nature=result&au=2024-01-31": [],
    }
    found = {query: seen(text(client.get(f"{address}?{query}"))) for query in asked}
    assert found == asked


@pytest.mark.parametrize("name", ["experimentation", "experimentation_print"])
def test_what_one_may_not_read_is_not_among_the_choices(name, journal, sign_in):
    address = url(name, journal.experimentation.pk)
    for role in ("reader", "observer", "contributor"):
        for query in ("", f"?mot={journal.secret_term.pk}"):
            page = text(sign_in(role).get(address + query))
            assert "Mot des porteuses" not in page
            assert "Structure des porteuses" not in page
            assert "repère-secret" not in page
    page = text(sign_in("owner").get(f"{address}?mot={journal.secret_term.pk}"))
    assert "Mot des porteuses" in page
    assert seen(page) == ["secret"]


def test_nothing_found_says_what_was_asked_and_offers_all(journal, sign_in):
    address = url("experimentation", journal.experimentation.pk)
    page = text(sign_in("owner").get(f"{address}?nature=decision&mot={journal.term.pk}"))
    assert "Aucune note ne correspond à\u00a0: Décision, Prêter un local" in page
    assert f'href="{address}"' in page


def test_a_day_that_is_none_is_told_beside_its_field(journal, sign_in):
    address = url("experimentation", journal.experimentation.pk)
    page = text(sign_in("owner").get(f"{address}?du=31/02/2024&nature=result"))
    assert "«\u00a031/02/2024\u00a0» n’est pas une date" in page
    assert seen(page) == ["photo"]


@pytest.mark.parametrize(
    "query",
    ["mot=x", "mot=" + "9" * 40, "structure=%00", "du=%00", "au=" + "9" * 99, "du=0001-01-01"],
)
def test_odd_questions_are_not_errors(query, journal, sign_in):
    for name in ("experimentation", "experimentation_print"):
        address = url(name, journal.experimentation.pk)
        assert sign_in("owner").get(f"{address}?{query}").status_code == 200


def test_older_notes_are_those_of_the_same_question(journal, sign_in):
    for n in range(PER_PAGE + 1):
        make_entry(journal.experimentation, text=f"rang {n}", kind="action").terms.set(
            [journal.term]
        )
    page = text(
        sign_in("owner").get(
            url("experimentation", journal.experimentation.pk),
            {"mot": journal.term.pk, "du": "2024-02-01"},
        )
    )
    older = re.search(r'href="(\?[^"]*avant=[^"]*)"', page)[1]
    assert f"mot={journal.term.pk}&amp;du=2024-02-01&amp;avant=" in older


def test_what_prints_says_its_choices_and_its_day(journal, sign_in):
    address = url("experimentation_print", journal.experimentation.pk)
    page = text(sign_in("owner").get(f"{address}?nature=action&photos=1"))
    assert "Notes choisies\u00a0: Action, avec photos" in page
    assert re.search(r"Imprimé le \d+ \w+ \d{4} à \d\d:\d\d", page)
    assert "Toutes les notes que vous pouvez lire" in text(sign_in("reader").get(address))


def test_an_address_says_what_is_asked_and_back():
    query = {"nature": "action", "mot": "3", "structure": "4", "du": "2024-01-02", "photos": "1"}
    asked = read_filter(query)
    assert asked.query == "nature=action&mot=3&structure=4&du=2024-01-02&photos=1"
    assert asked.asked(nature="") == "mot=3&structure=4&du=2024-01-02&photos=1"
    assert read_filter({}) == JournalFilter()
    assert read_filter({"nature": "action"}).is_narrow is False
