"""Documents and their second axis; tests/access has the table of addresses and people."""

import pytest
from django.urls import reverse

from common.models import Audience
from groups.documents.models import Document
from groups.enums import GroupState, GuestLevel, Role
from tests.documents.files import PDF
from tests.documents.test_services import share
from tests.experiments.world import EVERYBODY, INSIDE, READERS
from tests.factories import group_space, join, make_guest

pytestmark = pytest.mark.django_db


def test_the_own_room_of_a_group_has_one_address(world, sign_in):
    space = group_space(world.group)
    answer = sign_in("owner").get(reverse("space_documents", args=[space.pk]))
    assert answer["Location"] == reverse("group_documents", args=[world.group.slug])


@pytest.mark.parametrize("audience", Audience.values)
def test_the_second_axis(audience, world, sign_in):
    space = world.experimentation.space
    document, _new = share(world, "owner", space=space, audience=audience, title="Canari 7")
    readers = {
        "owner": INSIDE,
        "space": READERS,
        "public": EVERYBODY,
    }[audience]
    urls_ = [
        reverse("document", args=[document.pk]),
        reverse("document_download", args=[document.pk, 1]),
    ]
    room = reverse("experimentation_documents", args=[world.experimentation.pk])
    # A collectivité that withdrew no longer carries, but its people still read what they kept.
    readers = readers | {"withdrawn"}
    for role in EVERYBODY:
        client = sign_in(role)
        for url in urls_:
            assert client.get(url).status_code == (200 if role in readers else 404), (role, url)
        listed = client.get(room)
        shown = listed.status_code == 200 and "Canari 7" in listed.content.decode()
        assert shown == (role in readers & READERS), role


def test_a_public_document_is_found_by_visitors_in_its_group(world, sign_in):
    space = group_space(world.group)
    share(world, "facilitator", space=space, audience="public", title="Affiche ouverte")
    share(world, "facilitator", space=space, audience="space", title="Note interne")
    share(world, "facilitator", space=space, audience="owner", title="Note d’animation")
    address = reverse("group_documents", args=[world.group.slug])
    for role, seen in {
        "visitor": {"Affiche ouverte"},
        "reader": {"Affiche ouverte"},
        "observer": {"Affiche ouverte", "Note interne"},
        "facilitator": {"Affiche ouverte", "Note interne", "Note d’animation"},
    }.items():
        page = sign_in(role).get(address).content.decode()
        titles = {"Affiche ouverte", "Note interne", "Note d’animation"}
        assert {title for title in titles if title in page} == seen, role


def test_a_public_document_does_not_name_what_is_not_public(world, sign_in):
    document, _new = share(world, "owner", audience="public")
    for role in ["visitor", "stranger", "other_guest"]:
        page = sign_in(role).get(reverse("document", args=[document.pk])).content.decode()
        assert world.experimentation.title not in page
        assert world.people["owner"].name not in page
    page = sign_in("reader").get(reverse("document", args=[document.pk])).content.decode()
    assert world.experimentation.title in page


def test_a_version_is_reached_through_its_own_document(world, sign_in):
    ours, _new = share(world)
    link, _new = share(world, url="https://exemple.fr/")
    client = sign_in("owner")
    assert client.get(reverse("document_download", args=[ours.pk, 2])).status_code == 404
    assert client.get(reverse("document_download", args=[link.pk, 1])).status_code == 404
    assert client.get(reverse("document_download", args=[ours.pk, 1])).content == PDF


def test_a_document_does_not_move_to_another_space(world, sign_in):
    document, _new = share(world, "facilitator")
    sign_in("facilitator").post(
        reverse("document_edit", args=[document.pk]),
        {"title": "Autre", "audience": "space", "space": group_space(world.elsewhere).pk},
    )
    document.refresh_from_db()
    assert (document.title, document.space) == ("Autre", world.experimentation.space)


def test_a_guest_of_a_group_in_preparation_reads_its_documents(world, sign_in):
    world.elsewhere.state = GroupState.PREPARING
    world.elsewhere.save()
    space = group_space(world.elsewhere)
    author = join(world.elsewhere, Role.FACILITATOR)
    world.people["author"] = author
    document, _new = share(world, "author", space=space)
    world.people["guest"] = make_guest(space, GuestLevel.READER)
    assert sign_in("guest").get(reverse("document", args=[document.pk])).status_code == 200
    assert sign_in("owner").get(reverse("document", args=[document.pk])).status_code == 404
    assert Document.objects.visible_to(world.people["guest"]).get() == document
