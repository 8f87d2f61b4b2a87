"""Every address of the groups, for every kind of person: what it answers (A1)."""

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
    CallAnswer,
    CallForParticipation,
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    WorkingGroup,
)
from groups.urls import urlpatterns
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
INSIDE = ROLES | {"group_guest", "administrator"}
MANAGERS = {"facilitator", "administrator"}
CARRIERS = MANAGERS | {"owner", "co_carrier"}
OPENERS = MANAGERS | {"other_facilitator"}

# Name of the address → who may read it (GET), who may act by it (POST). None: not that method.
# Who may not gets 404, or the sign-in page when she is not signed in.
TABLE = {
    "group_list": (EVERYONE, None),
    "group_new": (OPENERS, OPENERS),
    "group": (EVERYONE, None),
    "group_edit": (MANAGERS, MANAGERS),
    "group_state": (None, MANAGERS),
    "group_call": (EVERYONE, None),
    "group_call_edit": (MANAGERS, MANAGERS),
    "group_call_publish": (None, MANAGERS),
    "group_call_close": (None, MANAGERS),
    "group_call_answer": (SIGNED_IN, SIGNED_IN),
    "group_answer_withdraw": (None, {"stranger"}),
    "group_answers": (MANAGERS, None),
    "group_answer": (MANAGERS, MANAGERS),
    "group_members": (INSIDE, None),
    "group_member_role": (None, MANAGERS),
    "group_member_end": (None, MANAGERS),
    "group_member_confirm": (None, MANAGERS),
    "group_member_restore": (None, MANAGERS),
    "group_leave": (ROLES, ROLES),
    "group_engage": (MANAGERS, MANAGERS),
    "group_engagement": (None, MANAGERS),
    "group_invite": (MANAGERS, MANAGERS),
    "group_invitation": (None, MANAGERS),
    "space_guests": (CARRIERS, CARRIERS),
    "space_guest": (CARRIERS, CARRIERS),
    "space_guest_act": (None, CARRIERS),
    "space_invitation": (None, CARRIERS),
    "my_invitation": ({"stranger"}, None),
    "my_invitation_accept": (None, {"stranger"}),
    "my_invitation_decline": (None, {"stranger"}),
    "invitation": (EVERYONE, None),
    "invitation_accept": (None, EVERYONE),
    "invitation_decline": (None, EVERYONE),
}
# These say what they say to anyone who holds the link; no sign-in page comes before.
OPEN = {"group_list", "group", "group_call", "invitation"}
OPEN |= {"invitation_accept", "invitation_decline"}


def test_no_address_is_missing_from_the_table():
    assert {pattern.name for pattern in urlpatterns} == set(TABLE)


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
    for name in TABLE:
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


def expected(name: str, who: str, allowed: set | None) -> int:
    """The code for a page that `allowed` may have; None: no such method."""
    if who == "visitor" and name not in OPEN:
        return 302
    if allowed is None:
        return 405
    if name.startswith("invitation"):
        return 404
    return 200 if who in allowed else 404


def test_who_is_answered(as_one, world, addresses):
    wrong = []
    for who in sorted(EVERYONE):
        for name, (readers, actors) in TABLE.items():
            for method, allowed in (("get", readers), ("post", actors)):
                if method == "post" and who in (allowed or ()):
                    continue  # what acts do is tested one by one
                response = getattr(as_one(who), method)(addresses[name])
                if response.status_code != expected(name, who, allowed):
                    wrong.append((name, who, method, response.status_code))
                if response.status_code == 302:
                    assert response.url.startswith(reverse("account_login"))
    assert wrong == []
    assert Membership.objects.filter(ended_at=None, group=world.group).count() == 8


def test_an_empty_act_is_never_an_error(as_one, world, addresses):
    for name, (_readers, actors) in TABLE.items():
        for who in sorted(actors or ()):
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
    for name in TABLE:
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


def test_an_archived_group_is_only_read(as_one, world, addresses):
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.ARCHIVED)
    rows = (Membership, GuestAccess, Invitation, Engagement, CallAnswer, CallForParticipation)
    before = [list(model.objects.values()) for model in rows]
    left_open = {"group_state", "group_leave", "group_new"}
    for name, (_readers, actors) in TABLE.items():
        if actors and name not in left_open:
            for who in ("facilitator", "owner", "stranger"):
                code = as_one(who).post(addresses[name]).status_code
                assert code in {200, 302, 404, 410}, (name, who)
    assert [list(model.objects.values()) for model in rows] == before


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
