"""Every address of experimentations × every kind of person."""

import pytest
from django.urls import reverse

from common.models import Audience
from experiments import urls
from experiments.models import Experimentation, Funding, Partnership
from experiments.services import remove_entry
from groups.enums import GroupState
from groups.models import Carrier
from tests.experiments.pictures import attach_picture
from tests.experiments.world import (
    EVERYBODY,
    INSIDE,
    READERS,
    make_action,
    make_entry,
)
from tests.factories import make_collectivity, make_partner

pytestmark = pytest.mark.django_db

NOBODY: set[str] = set()
WRITERS = INSIDE | {"contributor"}
CREATORS = {"owner", "carrier", "other", "facilitator", "admin"}

# name → who reads it, who may post to it (None: no POST). The world's entry is by the contributor.
TABLE = {
    "group_experimentations": (EVERYBODY, None),
    "experimentation_create": (CREATORS, CREATORS),
    "experimentation": (READERS, None),
    "experimentation_presentation": (READERS, None),
    "experimentation_actions": (READERS, None),
    "experimentation_partners": (READERS, None),
    "experimentation_documents": (READERS, None),
    "experimentation_discussion": (READERS, None),
    "experimentation_edit": (INSIDE, INSIDE),
    "experimentation_stage": (INSIDE, INSIDE),
    "carrier_add": (INSIDE, INSIDE),
    "carrier_remove": (INSIDE, INSIDE),
    "entry_add": (WRITERS, WRITERS),
    "entry": (READERS, None),
    "entry_edit": (WRITERS, WRITERS),
    "entry_remove": (NOBODY, WRITERS),
    "entry_restore": (NOBODY, WRITERS),
    "entry_picture": (READERS, None),
    "partner_add": (INSIDE, INSIDE),
    "partner_edit": (INSIDE, INSIDE),
    "partner_remove": (INSIDE, INSIDE),
    "action_add": (INSIDE, INSIDE),
    "action_edit": (INSIDE, INSIDE),
    "action_complete": (NOBODY, INSIDE | {"commenter"}),
    "action_remove": (INSIDE, INSIDE),
    "funding_add": (INSIDE, INSIDE),
    "funding_edit": (INSIDE, INSIDE),
    "funding_remove": (INSIDE, INSIDE),
}
POST_ONLY = {name for name, (readers, _writers) in TABLE.items() if readers is NOBODY}
# What a visitor is sent to sign in for, whether or not it exists.
SIGNED_IN = {name for name, (_readers, writers) in TABLE.items() if writers is not None}
# What a public experimentation shows to everybody.
PUBLIC = {
    "experimentation",
    "experimentation_presentation",
    "experimentation_actions",
    "experimentation_partners",
    "experimentation_documents",
    "entry",
    "entry_picture",
}


@pytest.fixture
def addresses(world):
    """One address of each kind, of the world's experimentation."""
    experimentation = world.experimentation
    entry = make_entry(experimentation, world.people["contributor"], audience=Audience.PUBLIC)
    removed = make_entry(experimentation, world.people["contributor"])
    remove_entry(entry=removed, by=world.people["contributor"])
    parts = {
        "entry": entry.pk,
        "entry_restore": removed.pk,
        "entry_picture": attach_picture(entry).pk,
        "carrier": Carrier.objects.get(
            space=experimentation.space, organisation=world.co_carrier
        ).pk,
        "partner": Partnership.objects.create(
            experimentation=experimentation, organisation=make_partner()
        ).pk,
        "action": make_action(experimentation, assignee=world.people["commenter"]).pk,
        "funding": Funding.objects.create(
            experimentation=experimentation, funder=make_partner()
        ).pk,
    }

    def address(name: str, of=experimentation) -> str:
        if name in {"group_experimentations", "experimentation_create"}:
            return reverse(name, args=[world.group.slug])
        args = [of.pk]
        part = parts.get(name) or parts.get(name.partition("_")[0])
        if part and not name.endswith("_add"):
            args.append(part)
        if name == "entry_picture":
            args.append("vignette")
        return reverse(name, args=args)

    return address


def test_every_address_is_in_the_table():
    assert {pattern.name for pattern in urls.urlpatterns} == set(TABLE)


@pytest.mark.parametrize("name", TABLE)
def test_reading(name, world, sign_in, addresses):
    readers, _writers = TABLE[name]
    seen = {}
    for role in EVERYBODY:
        seen[role] = sign_in(role).get(addresses(name)).status_code
    expected = dict.fromkeys(EVERYBODY, 405 if name in POST_ONLY else 404)
    expected |= dict.fromkeys(readers, 200)
    if name in SIGNED_IN:
        expected["visitor"] = 302
    assert seen == expected


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_posting_without_the_right_is_not_found(name, world, sign_in, addresses):
    _readers, writers = TABLE[name]
    for role in EVERYBODY - writers - {"visitor"}:
        assert sign_in(role).post(addresses(name), {}).status_code == 404, role
    answer = sign_in("visitor").post(addresses(name), {})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", sorted(SIGNED_IN))
def test_posting_with_the_right(name, world, sign_in, addresses):
    """An empty form is answered with its errors, an act is done: neither is refused."""
    _readers, writers = TABLE[name]
    done = {"carrier_remove", "partner_remove", "action_remove", "funding_remove"}
    for role in sorted(writers)[:1] if name in done else sorted(writers):
        assert sign_in(role).post(addresses(name), {}).status_code in {200, 302}, role
        if name in {"entry_remove", "entry_restore"}:
            break


@pytest.mark.parametrize("name", sorted(set(TABLE) - {"group_experimentations"}))
def test_a_public_experimentation_opens_its_public_pages_and_no_other(
    name, world, sign_in, addresses
):
    Experimentation.objects.filter(pk=world.experimentation.pk).update(audience=Audience.PUBLIC)
    expected = 200 if name in PUBLIC else 405 if name in POST_ONLY else 404
    for role in ["stranger", "other_facilitator", "other_guest", "expired"]:
        assert sign_in(role).get(addresses(name)).status_code == expected, role
    visitor = sign_in("visitor").get(addresses(name)).status_code
    assert visitor == (302 if name in SIGNED_IN else expected)


@pytest.mark.parametrize("name", sorted(SIGNED_IN - {"experimentation_create"}))
def test_nobody_writes_in_an_archived_group(name, world, sign_in, addresses):
    world.group.state = GroupState.ARCHIVED
    world.group.save()
    for role in ["owner", "facilitator", "admin", "contributor"]:
        client = sign_in(role)
        assert client.post(addresses(name), {}).status_code == 404, role
    assert sign_in("owner").get(addresses("experimentation")).status_code == 200


@pytest.mark.parametrize(
    "name", ["carrier_remove", "partner_edit", "action_edit", "funding_remove", "entry_edit"]
)
def test_a_part_is_reached_through_its_own_experimentation_only(name, world, sign_in, addresses):
    """The facilitator may change both: the address must still name the right parent."""
    client = sign_in("facilitator")
    assert client.get(addresses(name)).status_code == 200
    assert client.get(addresses(name, of=world.another)).status_code == 404


def test_a_picture_is_reached_through_its_own_experimentation_only(world, sign_in, addresses):
    assert sign_in("facilitator").get(addresses("entry_picture")).status_code == 200
    other = addresses("entry_picture", of=world.another)
    assert sign_in("facilitator").get(other).status_code == 404


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


def test_a_guest_of_a_group_in_preparation_gets_no_link_to_it(world, sign_in, addresses):
    world.group.state = GroupState.PREPARING
    world.group.save()
    client = sign_in("reader")
    assert client.get(addresses("group_experimentations")).status_code == 404
    page = client.get(addresses("experimentation"))
    assert page.status_code == 200
    assert f'href="{reverse("group", args=[world.group.slug])}"' not in page.content.decode()
