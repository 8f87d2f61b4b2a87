"""The reference data: complete, idempotent, gentle with what people entered."""

from dataclasses import replace

import pytest

from organisations import reference
from organisations.enums import Kind
from organisations.models import Organisation
from organisations.search import search
from organisations.services import load_territories
from tests.factories import make_collectivity, make_partner, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]

SAMPLE = [
    each
    for each in reference.territories()
    if each.code in {"91286", "93072", "200057867", "91", "2A", "244900015"}
]


def sample(**changes):
    return [replace(each, **changes.get(f"c{each.code}", {})) for each in SAMPLE]


def test_again_changes_nothing():
    assert load_territories(source=sample())["created"] == 6
    before = list(Organisation.objects.order_by("pk").values())
    words = search("grigny")[0].words.count()
    assert load_territories(source=sample()) == {
        "created": 0,
        "updated": 0,
        "retired": 0,
        "unchanged": 6,
    }
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert search("grigny")[0].words.count() == words


def test_a_new_name_is_taken_and_what_people_wrote_is_kept():
    load_territories(source=sample())
    Organisation.objects.filter(code="91286").update(
        is_network_member=True, description="Ville membre", website="https://exemple.test"
    )
    done = load_territories(source=sample(c91286={"name": "Grigny-Nouvelle", "population": 1}))
    assert (done["updated"], done["unchanged"]) == (1, 5)
    grigny = Organisation.objects.get(code="91286")
    assert (grigny.name, grigny.population) == ("Grigny-Nouvelle", 1)
    assert (grigny.is_network_member, grigny.description) == (True, "Ville membre")
    assert [row.pk for row in search("grigny nouvelle")] == [grigny.pk]
    assert search("grignynouvelle") == [grigny]


def test_what_disappears_is_kept_marked_and_comes_back():
    load_territories(source=sample())
    stains = Organisation.objects.get(code="93072")
    stains.affiliations.create(user=make_user())
    fewer = [each for each in sample() if each.code != "93072"]
    assert load_territories(source=fewer)["retired"] == 1
    stains.refresh_from_db()
    assert stains.is_retired
    assert stains.affiliations.count() == 1
    assert search("stains") == []
    assert load_territories(source=fewer)["retired"] == 0
    assert load_territories(source=sample())["updated"] == 1
    assert search("stains") == [stains]


def test_what_was_entered_by_hand_is_left_alone():
    invented = make_collectivity("Exempleville", code=None)
    coded = make_collectivity("Exemple-sur-Code", code="X0001")
    partner = make_partner("Structure")
    load_territories(source=sample())
    for each in (invented, coded, partner):
        each.refresh_from_db()
        assert not each.is_retired
    assert Organisation.objects.filter(kind=Kind.COLLECTIVITY).count() == 8


def test_progress_reaches_its_end():
    told = []
    load_territories(source=sample(), progress=lambda done, total: told.append((done, total)))
    assert told == [(6, 6)]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("94038", "L’Haÿ-les-Roses"),
        ("200057867", "Plaine Commune"),
        ("244900015", "Angers Loire Métropole"),
        ("200069441", "Communauté de communes du Pays de Bitche"),
        ("200046977", "Métropole de Lyon"),
    ],
)
def test_names_are_written_as_people_read_them(code, name):
    assert next(each.name for each in reference.territories() if each.code == code) == name
