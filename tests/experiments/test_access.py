"""What may be seen and done, beyond who asks for which address (tests/access has that table)."""

import pytest
from django.urls import reverse

from groups.enums import GroupState
from groups.models import Carrier
from tests.factories import make_collectivity

pytestmark = pytest.mark.django_db


def test_identifiers_too_large_for_a_database_are_not_found(sign_in):
    for path in ["/experimentations/{}/", "/experimentations/1/photos/{}/vignette/"]:
        assert sign_in("admin").get(path.format(10**30)).status_code == 404


def test_a_facilitator_of_another_group_cannot_bring_an_experimentation_over(world, sign_in):
    """A3: neither the group nor the space of an experimentation is in any form."""
    client = sign_in("facilitator")
    address = reverse("experimentation_edit", args=[world.experimentation.pk])
    data = {
        "title": "Déplacée",
        "audience": "space",
        "space": world.another.space_id,
        "group": world.elsewhere.pk,
        "owner": make_collectivity().pk,
    }
    assert client.post(address, data).status_code == 302
    world.experimentation.refresh_from_db()
    assert world.experimentation.title == "Déplacée"
    assert world.experimentation.space.group == world.group
    assert world.experimentation.owner == world.owner


def test_a_carrier_must_be_engaged_in_the_same_group(world, sign_in):
    address = reverse("carrier_add", args=[world.experimentation.pk])
    stray = make_collectivity("Ailleurs")
    answer = sign_in("owner").post(address, {"organisation": stray.pk})
    assert answer.status_code == 200
    assert "Choisissez une collectivité de la liste." in answer.content.decode()
    assert not Carrier.objects.filter(organisation=stray).exists()


def test_a_guest_sees_one_experimentation_in_the_list(world, sign_in):
    address = reverse("group_experimentations", args=[world.group.slug])
    page = sign_in("reader").get(address).content.decode()
    assert world.experimentation.title in page
    assert world.another.title not in page
    page = sign_in("stranger").get(address).content.decode()
    assert world.experimentation.title not in page


def test_a_guest_of_a_group_in_preparation_gets_no_link_to_it(world, sign_in):
    world.group.state = GroupState.PREPARING
    world.group.save()
    client = sign_in("reader")
    listed = reverse("group_experimentations", args=[world.group.slug])
    assert client.get(listed).status_code == 404
    page = client.get(reverse("experimentation", args=[world.experimentation.pk]))
    assert page.status_code == 200
    assert f'href="{reverse("group", args=[world.group.slug])}"' not in page.content.decode()
