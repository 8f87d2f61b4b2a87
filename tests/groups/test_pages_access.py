"""Pages of groups: what they answer beyond who may open them (tests/access has that table)."""

import functools
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from groups import services
from groups.enums import GroupState
from groups.models import (
    GuestAccess,
    Invitation,
    Membership,
    WorkingGroup,
)
from tests.factories import make_collectivity, make_group

pytestmark = pytest.mark.django_db

# One of each kind: test_permissions.py has the finer shades.
EVERYONE = {
    "visitor",
    "stranger",
    "facilitator",
    "owner",
    "co_carrier",
    "other_member",
    "observer",
    "withdrawn",
    "reader",
    "contributor",
    "group_guest",
    "guest_elsewhere",
    "expired_guest",
    "former_owner",
    "other_facilitator",
    "administrator",
}
SIGNED_IN = EVERYONE - {"visitor"}
ROLES = {"facilitator", "owner", "co_carrier", "other_member", "observer"}
ROLES |= {"withdrawn"}
MANAGERS = {"facilitator", "administrator"}
CARRIERS = MANAGERS | {"owner", "co_carrier"}
OPENERS = MANAGERS | {"other_facilitator"}

# Name of the address → who may act by it (POST). Who may open which is tested in tests/access.
ACTORS = {
    "group_list": set(),
    "group_new": OPENERS,
    "group": set(),
    "group_edit": MANAGERS,
    "group_state": MANAGERS,
    "group_call": set(),
    "group_call_edit": MANAGERS,
    "group_call_publish": MANAGERS,
    "group_call_close": MANAGERS,
    "group_call_answer": SIGNED_IN,
    "group_answer_withdraw": {"stranger"},
    "group_answers": set(),
    "group_answer": MANAGERS,
    "group_members": set(),
    "group_member_role": MANAGERS,
    "group_member_end": MANAGERS,
    "group_member_confirm": MANAGERS,
    "group_member_restore": MANAGERS,
    "group_leave": ROLES,
    "group_engage": MANAGERS,
    "group_engagement": MANAGERS,
    "group_invite": MANAGERS,
    "group_invitation": MANAGERS,
    "space_guests": CARRIERS,
    "space_guest": CARRIERS,
    "space_guest_act": CARRIERS,
    "space_invitation": CARRIERS,
    "my_invitation": set(),
    "my_invitation_accept": {"stranger"},
    "my_invitation_decline": {"stranger"},
    "invitation": set(),
    "invitation_accept": EVERYONE,
    "invitation_decline": EVERYONE,
}


@pytest.fixture
def addresses(world):
    """Each address with arguments that exist, in the world's group."""
    group, facilitator = world.group, world["facilitator"]
    call = services.save_call(group=group, by=facilitator, title="Appel", text="Texte")
    services.publish_call(call=call, by=facilitator)
    answer = services.answer_call(
        call=call, organisation=make_collectivity(), author=world["stranger"], intention="x"
    )
    invitation = services.invite_member(
        group=group, email=world["stranger"].email, role="observer", by=facilitator
    )
    guest_invitation = services.invite_guest(
        space=world.trial.space,
        email="autre@exemple.test",
        level="reader",
        until=timezone.now() + timedelta(days=9),
        by=world["owner"],
    )
    member = Membership.objects.get(user=world["observer"])
    guest = GuestAccess.objects.get(user=world["reader"])
    space = world.trial.space_id
    arguments = {
        "group_list": [],
        "group_new": [],
        "group_answer": [group.slug, answer.pk],
        "group_engagement": [group.slug, group.engagements.first().pk],
        "group_invitation": [group.slug, invitation.pk, "renvoyer"],
        "space_guests": [space],
        "space_guest": [space, guest.pk],
        "space_guest_act": [space, guest.pk, "terminer"],
        "space_invitation": [space, guest_invitation.pk, "retirer"],
    }
    found = {}
    for name in ACTORS:
        if name.startswith("my_"):
            found[name] = reverse(name, args=[invitation.pk])
        elif name.startswith("invitation"):
            found[name] = reverse(name, args=["inconnu"])
        elif name.startswith("group_member_"):
            found[name] = reverse(name, args=[group.slug, member.pk])
        else:
            found[name] = reverse(name, args=arguments.get(name, [group.slug]))
    return found


@pytest.fixture
def as_one(world):
    """A client of her own for each person, signed in once."""

    @functools.cache
    def client_of(who: str) -> Client:
        client = Client()
        if who != "visitor":
            client.force_login(world[who])
        return client

    return client_of


def test_an_invitation_is_answered_by_whom_it_names(as_one, world, addresses):
    """By the list of what waits for her; nobody else learns that it exists."""
    for who in sorted(EVERYONE):
        for name, method in (
            ("my_invitation", "get"),
            ("my_invitation_accept", "post"),
            ("my_invitation_decline", "post"),
        ):
            if who == "stranger" and method == "post":
                continue  # what acts do is tested one by one
            response = getattr(as_one(who), method)(addresses[name])
            if who == "visitor":
                assert response.url.startswith(reverse("account_login"))
            else:
                assert response.status_code == (200 if who == "stranger" else 404), (name, who)
        for name in ("invitation", "invitation_accept", "invitation_decline"):
            method = "get" if name == "invitation" else "post"
            assert getattr(as_one(who), method)(addresses[name]).status_code == 404, (name, who)


def test_an_empty_act_is_never_an_error(as_one, world, addresses):
    for name, actors in ACTORS.items():
        for who in sorted(actors):
            code = as_one(who).post(addresses[name]).status_code
            assert code in {200, 302, 404, 410}, (name, who, code)


def test_a_group_in_preparation_exists_for_nobody_else(as_one, world, addresses):
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.PREPARING)
    for name, url in addresses.items():
        absent = url.replace(f"/{world.group.slug}/", "/nulle-part/")
        if absent == url:
            continue
        for who in ("visitor", "stranger", "contributor", "other_facilitator", "former_owner"):
            for method in ("get", "post"):
                here = getattr(as_one(who), method)(url).status_code
                there = getattr(as_one(who), method)(absent).status_code
                assert here == there, (name, who, method)
                assert here in {302, 404, 405}, (name, who, method)


def test_the_parts_of_another_group_are_not_reached_through_mine(client, world, addresses):
    """A facilitator of one group can do nothing in another (A3), nor a child be taken through
    a parent that is not its own (A5)."""
    person = world["other_facilitator"]
    client.force_login(person)
    theirs = world.other_group.slug
    for name in ACTORS:
        if name.startswith("group_") and f"/{world.group.slug}/" in addresses[name]:
            url = addresses[name].replace(world.group.slug, theirs)
            if url.rstrip("/").endswith(tuple("0123456789")) or "/membres/" in url[10:-1]:
                if name == "group_members":
                    continue
                for method in (client.get, client.post):
                    assert method(url).status_code in {404, 405}, url
    url = addresses["group_invitation"].replace(world.group.slug, theirs)
    assert client.post(url).status_code == 404
    assert Invitation.objects.filter(revoked_at=None).count() == 2


def test_a_guest_of_one_space_is_not_managed_through_another(client, world, addresses):
    client.force_login(world["other_member"])
    for name in ("space_guest", "space_guest_act", "space_invitation"):
        own = addresses[name].replace(
            f"/espaces/{world.trial.space_id}/", f"/espaces/{world.others_trial.space_id}/"
        )
        assert client.post(own).status_code == 404
    assert GuestAccess.objects.get(user=world["reader"]).ended_at is None


def test_numbers_that_are_nothings_are_not_found(client, world):
    client.force_login(world["administrator"])
    slug = world.group.slug
    for number in ("0", "9" * 19, "9" * 40):
        for url in (
            f"/groupes/{slug}/reponses/{number}/",
            f"/espaces/{number}/invites/",
            f"/espaces/{world.trial.space_id}/invites/{number}/",
            f"/invitations/{number}/",
        ):
            assert client.get(url).status_code == 404, url
        assert client.post(f"/groupes/{slug}/membres/{number}/role/").status_code == 404


def test_administrators_visits_are_journalled_once_and_said(client, world):
    client.force_login(world["administrator"])
    url = reverse("group", args=[world.group.slug])
    for _ in range(2):
        response = client.get(url)
    assert "inscrite au journal" in response.content.decode()
    assert client.get(reverse("group_members", args=[world.group.slug])).status_code == 200
    visits = AuditEvent.objects.filter(action="group.visited")
    assert list(visits.values_list("actor_id", "group_id")) == [
        (world["administrator"].pk, world.group.pk)
    ]
    client.get(reverse("group", args=[world.other_group.slug]))
    assert visits.count() == 2
    client.logout()
    client.force_login(world["administrator"])
    client.get(url)
    assert visits.count() == 3


def test_an_administrator_with_a_role_is_not_visiting(client, world):
    services.add_membership(
        group=world.group, user=world["administrator"], role="observer", by=world["facilitator"]
    )
    client.force_login(world["administrator"])
    page = client.get(reverse("group", args=[world.group.slug])).content.decode()
    assert "inscrite au journal" not in page
    assert not AuditEvent.objects.filter(action="group.visited").exists()


def test_members_of_nothing_see_no_group_of_others(client, world):
    hidden = make_group("Groupe caché", state=GroupState.PREPARING)
    client.force_login(world["owner"])
    assert hidden.name not in client.get(reverse("group_list")).content.decode()
