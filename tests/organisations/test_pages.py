"""Directory, cards, partner structures and affiliations, page by page."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common import registry
from groups.enums import GroupState
from organisations import selectors
from organisations.enums import PartnerType
from organisations.models import Affiliation, Organisation
from organisations.selectors import engaged_sources
from organisations.services import declare_affiliation, name_referent, verify_affiliation
from tests.factories import join, make_collectivity, make_group, make_partner, make_user

pytestmark = pytest.mark.django_db


def url(name, *args, **query):
    return reverse(f"organisations:{name}", args=args, query=query)


def signed_in(client, **fields):
    user = make_user(**fields)
    client.force_login(user)
    return user


def placed(organisation, *, referent=False, **fields):
    user = make_user(**fields)
    place = declare_affiliation(user=user, organisation=organisation)
    verify_affiliation(affiliation=place, by=make_user())
    if referent:
        name_referent(affiliation=place, by=make_user())
    return user


# ---------------------------------------------------------------- directory


def test_the_directory_lists_members_first_then_by_name(client):
    for name in ("Zuydcoote", "Épinal", "La Baule"):
        make_collectivity(name)
    make_collectivity("Grigny", is_network_member=True)
    html = client.get(url("collectivities")).content.decode()
    places = [html.index(f">{name}</a>") for name in ("Grigny", "La Baule", "Épinal", "Zuydcoote")]
    assert places == sorted(places)
    assert "4 résultats" in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "grigny"}, {"Grigny", "Grigny-sur-Rhône"}),
        ({"q": "grigny", "departement": "69"}, {"Grigny-sur-Rhône"}),
        ({"departement": "91"}, {"Grigny", "Essonne"}),
        ({"niveau": "department"}, {"Essonne"}),
        ({"reseau": "on"}, {"Grigny"}),
        ({"q": "grigny", "reseau": "on"}, {"Grigny"}),
        ({"q": "rien de tel"}, set()),
    ],
)
def test_filters(client, query, found):
    make_collectivity("Grigny", is_network_member=True)
    make_collectivity("Grigny-sur-Rhône", department_code="69")
    make_collectivity("Essonne", level="department", code="91")
    make_partner("Grigny solidaire")
    response = client.get(url("collectivities", **query))
    assert {row.name for row in response.context["organisations"]} == found
    if not found:
        assert "Aucune collectivité ne correspond" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        {"niveau": "x"},
        {"departement": "' OR 1=1"},
        {"page": "abc"},
        {"page": "-1"},
        {"page": "9" * 50},
        {"q": "%"},
        {"q": "\x00"},
        {"q": "\u202e🥖" * 50},
        {"q": "<script>alert(1)</script>"},
        {"q": "x" * 5000},
    ],
)
def test_hostile_filters_are_answered(client, query):
    make_collectivity("Grigny")
    response = client.get(url("collectivities", **query))
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_a_wrong_filter_is_said_and_narrows_nothing(client):
    make_collectivity("Grigny")
    response = client.get(url("collectivities", niveau="x"))
    assert "n’en fait pas partie" in response.content.decode().replace("'", "’").replace(
        "&#x27;", "’"
    )
    assert len(response.context["organisations"]) == 1


def test_pages_keep_the_filters(client):
    for n in range(35):
        make_collectivity(f"Ville {n:02}", department_code="49")
    html = client.get(url("collectivities", departement="49")).content.decode()
    assert "?departement=49&amp;page=2" in html
    response = client.get(url("collectivities", departement="49", page=2))
    assert len(response.context["organisations"]) == 5


def test_the_map_shows_members_and_engaged_collectivities(client, monkeypatch):
    make_collectivity("Nantes", department_code="44", is_network_member=True)
    engaged = make_collectivity("Stains", department_code="93")
    make_collectivity("Ailleurs", department_code="01")
    monkeypatch.setattr(
        "organisations.selectors.engaged_sources",
        [*engaged_sources, lambda user: Organisation.objects.filter(pk=engaged.pk).values("pk")],
    )
    points = client.get(url("collectivities")).context["points"]
    assert {point.label for point in points} == {"Nantes", "Stains"}


def test_collectivities_engaged_in_a_public_group_are_on_the_map(client):
    stains = make_collectivity("Stains", department_code="93")
    join(make_group(), organisation=stains)
    join(make_group(state=GroupState.PREPARING), organisation=make_collectivity("Cachée"))
    labels = {point.label for point in client.get(url("collectivities")).context["points"]}
    assert labels == {"Stains"}


@pytest.mark.services
def test_directories_cost_the_same_whatever_their_length(client):
    signed_in(client)
    counts = {}
    for rows in (20, 40):
        while Organisation.objects.count() < 2 * rows:
            make_collectivity(is_network_member=True)
            make_partner()
        for name in ("collectivities", "partners"):
            for query in ({}, {"q": "e"}):
                with CaptureQueriesContext(connection) as count:
                    assert client.get(url(name, **query)).status_code == 200
                counts.setdefault((name, bool(query)), []).append(len(count))
    for before, after in counts.values():
        assert before == after
        assert after <= 12, counts


# ---------------------------------------------------------------- search address


def test_search_answers_what_the_field_shows(client):
    grigny = make_collectivity("Grigny", population=27_000)
    response = client.get(url("search", q="grigny", nature="collectivity"))
    assert json.loads(response.content) == {
        "results": [
            {
                "id": grigny.pk,
                "name": "Grigny",
                "label": "Grigny (91)",
                "detail": "Commune · Essonne (91) · 27\u202f000 habitants",
            }
        ]
    }


def test_search_proposes_partners_to_those_who_are_signed_in(client):
    make_partner("Grigny solidaire")
    for nature in ("partner", "", "partner,collectivity", "x"):
        assert client.get(url("search", q="grigny", nature=nature)).json() == {"results": []}
    signed_in(client)
    assert len(client.get(url("search", q="grigny", nature="partner")).json()["results"]) == 1
    assert client.get(url("search", q="grigny", nature="collectivity")).json() == {"results": []}


# ---------------------------------------------------------------- cards


def test_a_card_says_what_it_is(client):
    grigny = make_collectivity(
        "Grigny", code="91286", population=27_000, is_network_member=True, region_code="11"
    )
    html = client.get(url("detail", grigny.pk)).content.decode()
    for text in ("Grigny", "Commune", "27\u202f000", "Essonne (91)", "Île-de-France"):
        assert text in html
    assert "Adhérente au réseau" in html
    assert "Personnes" not in html
    assert "J’en fais partie" not in html


def test_a_card_shows_what_higher_rooms_add(client, monkeypatch):
    grigny = make_collectivity()
    panel = registry.Panel(
        key="essai",
        order=1,
        template="organisations/_count.html",
        context=lambda user, organisation, access: {"organisation": organisation},
    )
    monkeypatch.setattr(registry, "organisation_panels", [panel])
    assert client.get(url("detail", grigny.pk)).context["panels"][0]["key"] == "essai"


@pytest.mark.parametrize("pk", [0, 10**30, 999_999])
def test_an_unknown_card_is_not_found(client, pk):
    assert client.get(f"/organisations/{pk}/").status_code == 404


def test_a_partner_does_not_exist_for_a_visitor(client):
    partner = make_partner("Grigny solidaire")
    assert client.get(url("detail", partner.pk)).status_code == 404
    assert client.get(url("partners")).status_code == 302
    signed_in(client)
    assert client.get(url("detail", partner.pk)).status_code == 200


def test_people_are_shown_to_verified_colleagues_only(client):
    grigny = make_collectivity()
    placed(grigny, name="Colleague Exemple")
    outsider = signed_in(client)
    assert "Colleague Exemple" not in client.get(url("detail", grigny.pk)).content.decode()
    declare_affiliation(user=outsider, organisation=grigny)
    html = client.get(url("detail", grigny.pk)).content.decode()
    assert "Colleague Exemple" not in html
    assert "à confirmer" in html
    client.force_login(placed(grigny))
    assert "Colleague Exemple" in client.get(url("detail", grigny.pk)).content.decode()


@pytest.mark.services
def test_a_card_costs_the_same_whatever_the_people(client):
    grigny = make_collectivity()
    client.force_login(placed(grigny, referent=True))
    counts = []
    for rows in (5, 10):
        while grigny.affiliations.count() < rows:
            declare_affiliation(user=make_user(), organisation=grigny)
        with CaptureQueriesContext(connection) as count:
            client.get(url("detail", grigny.pk))
        counts.append(len(count))
    assert counts[0] == counts[1] <= 12


def test_a_presentation_is_written_as_safe_text(client):
    grigny = make_collectivity()
    client.force_login(placed(grigny, referent=True))
    response = client.post(
        url("edit", grigny.pk),
        {"website": "exemple.fr", "description": "**Ville** <script>alert(1)</script>"},
    )
    assert response.status_code == 302
    html = client.get(url("detail", grigny.pk)).content.decode()
    assert "<strong>Ville</strong>" in html
    assert "<script>alert" not in html
    assert 'href="https://exemple.fr"' in html


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "pas une adresse", "http://" + "a" * 300]
)
def test_a_wrong_address_is_said_and_kept(client, website):
    grigny = make_collectivity()
    client.force_login(placed(grigny, referent=True))
    response = client.post(url("edit", grigny.pk), {"website": website, "description": "Gardé"})
    assert response.status_code == 200
    assert response.context["form"].errors["website"]
    assert "Gardé" in response.content.decode()


def test_editing_is_for_whom_it_is(client):
    grigny = make_collectivity()
    assert client.get(url("edit", grigny.pk)).status_code == 302
    signed_in(client)
    assert client.get(url("edit", grigny.pk)).status_code == 404
    assert client.post(url("edit", grigny.pk), {"description": "x"}).status_code == 404


def test_members_of_the_network_are_marked_by_its_administrators(client):
    grigny = make_collectivity()
    signed_in(client)
    assert client.post(url("mark_member", grigny.pk), {"membre": "oui"}).status_code == 404
    signed_in(client, is_superuser=True)
    assert client.post(url("mark_member", grigny.pk), {"membre": "oui"}).status_code == 302
    grigny.refresh_from_db()
    assert grigny.is_network_member


# ---------------------------------------------------------------- partners

PARTNER = {"name": "Les Mamas de Grigny", "partner_type": PartnerType.RESIDENTS}


def test_a_partner_is_added_and_handed_to_the_form_that_asked(client):
    user = signed_in(client)
    target = "/experimentations/7/partenaires/?etape=2"
    response = client.post(url("partner_create"), {**PARTNER, "next": target})
    partner = Organisation.objects.get(kind="partner")
    assert response.url == f"/experimentations/7/partenaires/?etape=2&organisation={partner.pk}"
    assert partner.created_by == user


@pytest.mark.parametrize(
    "target", ["https://exemple.test/vol", "//exemple.test", "javascript:alert(1)", "\\\\x", ""]
)
def test_it_never_sends_elsewhere(client, target):
    signed_in(client)
    response = client.post(url("partner_create"), {**PARTNER, "next": target})
    partner = Organisation.objects.get(kind="partner")
    assert response.url == url("detail", partner.pk)


def test_a_look_alike_is_shown_before_a_second_one_is_made(client):
    signed_in(client)
    known = make_partner("Les Mamas de Grigny")
    posted = {**PARTNER, "name": "Mamas de Grigny", "description": "Gardé", "next": "/retour/"}
    response = client.post(url("partner_create"), posted)
    html = response.content.decode()
    assert "C’est celle-ci" in html
    assert f"/retour/?organisation={known.pk}" in html
    assert "Créer quand même" in html
    assert "Gardé" in html
    assert Organisation.objects.filter(kind="partner").count() == 1
    confirmed = response.context["fingerprint"]
    # Said of one name, it does not hold for another.
    other = make_partner("Garage solidaire")
    client.post(
        url("partner_create"), {**posted, "name": "Le garage solidaire", "confirmed": confirmed}
    )
    assert set(Organisation.objects.filter(kind="partner")) == {known, other}
    client.post(url("partner_create"), {**posted, "confirmed": confirmed})
    assert Organisation.objects.filter(kind="partner").count() == 3


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "", "Indiquez le nom de la structure."),
        ("name", "…!", "Indiquez le nom de la structure, en lettres."),
        ("name", "\u202e\x00", "Indiquez le nom de la structure."),
        ("name", "a" * 201, "au plus 200"),
        ("partner_type", "x", "valide"),
        ("partner_type", "", "Choisissez un type"),
        ("department_code", "999", "valide"),
        ("siren", "123", "neuf chiffres"),
        ("siren", "123456789", "vérifiez les chiffres"),
        ("siren", "١٢٣٤٥٦٧٨٩", "neuf chiffres"),
        ("description", "x" * 5000, "au plus 4000"),
    ],
)
def test_wrong_input_is_said_beside_its_field_and_kept(client, field, value, said):
    signed_in(client)
    response = client.post(url("partner_create"), {**PARTNER, "website": "gardé", field: value})
    assert response.status_code == 200
    assert said in " ".join(response.context["form"].errors[field]).replace("\xa0", " ")
    assert "gardé" in response.content.decode()
    assert not Organisation.objects.exists()


def test_direction_marks_leave_a_name(client):
    signed_in(client)
    client.post(url("partner_create"), {**PARTNER, "name": "Les \u202eMamas\u0000\r\nde Grigny"})
    assert Organisation.objects.get().name == "Les Mamas de Grigny"


# ---------------------------------------------------------------- affiliations


def test_a_person_says_where_she_works_and_leaves(client):
    grigny, user = make_collectivity("Grigny"), signed_in(client)
    page = url("affiliations")
    assert client.get(page, {"organisation": grigny.pk}).status_code == 200
    client.post(page, {"organisation": grigny.pk, "function": "Élue"})
    html = client.get(page).content.decode()
    assert "Grigny" in html
    assert "Élue" in html
    assert "à confirmer" in html
    place = Affiliation.objects.get(user=user)
    client.post(url("affiliation_end_mine", place.pk))
    assert not Affiliation.objects.current().filter(user=user).exists()


def test_nobody_ends_the_place_of_another_from_her_own_page(client):
    place = declare_affiliation(user=make_user(), organisation=make_collectivity())
    signed_in(client)
    assert client.post(url("affiliation_end_mine", place.pk)).status_code == 404


@pytest.mark.parametrize("name", ["affiliation_verify", "affiliation_end", "affiliation_referent"])
def test_places_are_changed_by_those_who_may(client, name):
    grigny, stains = make_collectivity(), make_collectivity()
    place = declare_affiliation(user=make_user(), organisation=grigny)
    address = url(name, grigny.pk, place.pk)
    assert client.post(address).status_code == 302
    # What passes to a colleague is shown before a place ends.
    assert client.get(address).status_code == (302 if name == "affiliation_end" else 405)
    signed_in(client)
    assert client.post(address).status_code == 404
    client.force_login(placed(grigny))
    assert client.post(address).status_code == 404
    # A place is only reached through its own organisation.
    client.force_login(placed(stains, referent=True))
    assert client.post(url(name, stains.pk, place.pk)).status_code == 404
    place.refresh_from_db()
    assert (place.verified_at, place.until, place.is_referent) == (None, None, False)


def test_a_referent_vouches_for_a_colleague(client):
    grigny = make_collectivity()
    place = declare_affiliation(user=make_user(name="Nouvelle"), organisation=grigny)
    referent = placed(grigny, referent=True)
    client.force_login(referent)
    assert "Confirmer" in client.get(url("detail", grigny.pk)).content.decode()
    client.post(url("affiliation_verify", grigny.pk, place.pk))
    place.refresh_from_db()
    assert place.verified_by == referent
    client.post(url("affiliation_end", grigny.pk, place.pk))
    place.refresh_from_db()
    assert place.until is not None


def test_an_administrator_names_a_referent(client):
    grigny = make_collectivity()
    user = placed(grigny)
    place = user.affiliations.get()
    signed_in(client, is_superuser=True)
    client.post(url("affiliation_referent", grigny.pk, place.pk), {"referent": "oui"})
    place.refresh_from_db()
    assert place.is_referent
    client.post(url("affiliation_referent", grigny.pk, place.pk), {"referent": "non"})
    place.refresh_from_db()
    assert not place.is_referent


def test_the_map_of_the_directory_shows_what_its_words_find(db, client):
    """And a circle leads to the same search in its département."""
    for name, department in (("Ville-aux-Bois", "91"), ("Beaulieu", "49")):
        make_collectivity(name=name, department_code=department, is_network_member=True)
    found = client.get(url("collectivities", q="beaulieu"))
    assert [point.label for point in found.context["points"]] == ["Beaulieu"]
    assert 'href="?q=beaulieu&amp;departement=49"' in found.content.decode()
    assert client.get(url("collectivities", q="zzzz")).context["points"] == []
    assert len(client.get(url("collectivities")).context["points"]) == 2


def test_where_there_are_too_many_to_name_the_map_still_counts_them_all(client, monkeypatch):
    monkeypatch.setattr(selectors, "MOST_ON_MAP", 2)
    member = {"is_network_member": True}
    for department in ("91", "91", ""):
        make_collectivity(department_code=department, **member)
    join(make_group(), organisation=make_collectivity(department_code="974", **member))
    found = client.get(url("collectivities"))
    shown = {point.label: point.value for point in found.context["points"]}
    assert shown == {"Essonne": 2, "La Réunion": 1, "Sans département": 1}
    assert found.content.decode().count('href="?departement=91"') == 2
