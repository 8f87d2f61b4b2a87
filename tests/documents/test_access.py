"""Every address of documents × every kind of person, in both kinds of space."""

import pytest
from django.urls import reverse

from common.models import Audience
from groups.documents import services, urls
from groups.documents.models import Document
from groups.enums import GroupState, GuestLevel, Role
from tests.documents.files import PDF
from tests.documents.test_services import share
from tests.experiments.world import EVERYBODY, INSIDE, READERS
from tests.factories import group_space, join, make_guest

pytestmark = pytest.mark.django_db

NOBODY: set[str] = set()
WRITERS = INSIDE | {"contributor"}
MEMBERS = {"owner", "carrier", "other", "observer", "withdrawn", "facilitator", "admin"}
SHARERS = {"owner", "carrier", "other", "facilitator", "admin"}

# In an experimentation's space, a document shared by the contributor guest.
TABLE = {
    "group_documents": (EVERYBODY, None),
    "space_documents": (READERS, None),
    "document_add": (WRITERS, WRITERS),
    "document": (READERS, None),
    "document_edit": (WRITERS, WRITERS),
    "version_add": (WRITERS, WRITERS),
    "document_remove": (NOBODY, WRITERS),
    "document_restore": (NOBODY, WRITERS),
    "document_download": (READERS, None),
}
# In the group's own space, one shared by the agent of the owner.
GROUP_TABLE = {
    "group_documents": (EVERYBODY, None),
    "document_add": (SHARERS, SHARERS),
    "document": (MEMBERS, None),
    "document_edit": ({"owner", "facilitator", "admin"}, {"owner", "facilitator", "admin"}),
    "version_add": ({"owner", "facilitator", "admin"}, {"owner", "facilitator", "admin"}),
    "document_remove": (NOBODY, {"owner", "facilitator", "admin"}),
    "document_download": (MEMBERS, None),
}
LOGIN_FIRST = {"space_documents"}


def addresses(world, space, author):
    document, _new = share(world, author, space=space)
    removed, _new = share(world, author, space=space)
    services.remove_document(document=removed, by=world.people[author])

    def address(name: str) -> str:
        if name == "group_documents":
            return reverse(name, args=[world.group.slug])
        if name in {"space_documents", "document_add"}:
            return reverse(name, args=[space.pk])
        if name == "document_restore":
            return reverse(name, args=[removed.pk])
        args = [document.pk, 1] if name == "document_download" else [document.pk]
        return reverse(name, args=args)

    return address


@pytest.fixture(params=["experimentation", "group"])
def place(request, world):
    """(table, addresses) of a document in each kind of space."""
    if request.param == "group":
        return GROUP_TABLE, addresses(world, group_space(world.group), "owner")
    return TABLE, addresses(world, world.experimentation.space, "contributor")


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urls.urlpatterns} == set(TABLE)


def test_reading(place, sign_in):
    table, address = place
    for name, (readers, writers) in table.items():
        seen = {role: sign_in(role).get(address(name)).status_code for role in EVERYBODY}
        expected = dict.fromkeys(EVERYBODY, 405 if readers is NOBODY else 404)
        expected |= dict.fromkeys(readers, 200)
        if writers is not None or name in LOGIN_FIRST:
            expected["visitor"] = 302
        assert seen == expected, name


def test_posting(place, sign_in):
    table, address = place
    for name, (_readers, writers) in table.items():
        if writers is None:
            continue
        for role in EVERYBODY - writers - {"visitor"}:
            assert sign_in(role).post(address(name), {}).status_code == 404, (name, role)
        assert sign_in("visitor").post(address(name), {})["Location"].startswith("/compte/")
        for role in sorted(writers):
            assert sign_in(role).post(address(name), {}).status_code in {200, 302}, (name, role)
            if name in {"document_remove", "document_restore"}:
                break


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


def test_nobody_writes_in_an_archived_group(place, world, sign_in):
    table, address = place
    world.group.state = GroupState.ARCHIVED
    world.group.save()
    for name, (_readers, writers) in table.items():
        for role in writers or []:
            assert sign_in(role).post(address(name), {}).status_code == 404, (name, role)


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
