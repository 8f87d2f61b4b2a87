"""Places of an experimentation: who names them, who reads them, the map."""

import html

import pytest
from django.urls import reverse

from experiments.sites.models import Site
from tests.experiments.world import EVERYBODY, INSIDE, READERS, make_world
from tests.factories import make_collectivity


def text(response) -> str:
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


@pytest.fixture
def world(db):
    return make_world(audience="public")


@pytest.fixture
def as_role(client, world):
    def sign_in(role: str):
        client.logout()
        if role in world.people:
            client.force_login(world.people[role])
        return client

    return sign_in


def presented(world) -> str:
    return reverse("experimentation_presentation", args=[world.experimentation.pk])


def test_a_place_is_named_changed_and_taken_off(world, as_role):
    client, pk = as_role("carrier"), world.experimentation.pk
    commune = make_collectivity("Exemple-la-Gare", department_code="974")
    sent = {
        "name": "Salle des Tilleuls",
        "place": "12 rue de la Gare",
        "commune": commune.pk,
        "audience": "space",
    }
    for _twice in range(2):
        answer = client.post(reverse("site_add", args=[pk]), sent)
        assert answer["Location"] == presented(world)
    site = Site.objects.get()
    page = text(client.get(presented(world)))
    assert "12 rue de la Gare" in page
    assert "La Réunion (1) : Salle des Tilleuls" in page
    client.post(reverse("site_edit", args=[pk, site.pk]), sent | {"name": "Salle du marché"})
    site.refresh_from_db()
    assert (site.name, site.commune) == ("Salle du marché", commune)
    client.post(reverse("site_remove", args=[pk, site.pk]))
    assert not Site.objects.exists()


def test_what_is_wrong_is_said_beside_the_field(world, as_role):
    client, address = as_role("owner"), reverse("site_add", args=[world.experimentation.pk])
    epci = make_collectivity("Agglo", level="epci")
    page = text(client.post(address, {"commune": epci.pk, "place": "gardé", "audience": "space"}))
    for said in ("Donnez un nom", "Choisissez une commune", "gardé"):
        assert said in page


def test_each_place_is_read_by_its_audience(world, as_role):
    for audience in ("owner", "space", "public"):
        Site.objects.create(
            experimentation=world.experimentation, name=f"Lieu-{audience}", audience=audience
        )
    for role in sorted(EVERYBODY):
        page = text(as_role(role).get(presented(world)))
        seen = {each for each in ("owner", "space", "public") if f"Lieu-{each}" in page}
        expected = {"public"}
        if role in READERS:
            expected |= {"space"}
        if role in INSIDE or role == "withdrawn":
            expected |= {"owner"}
        assert seen == expected, role


def test_only_those_who_manage_write_and_a_child_is_found_through_its_parent(world, as_role):
    site = Site.objects.create(experimentation=world.experimentation, name="Ici")
    pk = world.experimentation.pk
    for role in sorted(EVERYBODY - {"visitor"}):
        for name, args in (
            ("site_add", [pk]),
            ("site_edit", [pk, site.pk]),
            ("site_remove", [pk, site.pk]),
        ):
            status = as_role(role).get(reverse(name, args=args)).status_code
            assert (status == 200) == (role in INSIDE), (role, name)
    wrong = reverse("site_edit", args=[world.another.pk, site.pk])
    assert as_role("facilitator").get(wrong).status_code == 404
