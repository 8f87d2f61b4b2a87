"""Promises A3 and S6: what nobody may give herself, and what an invitation is worth."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from accounts.services import set_active
from groups import services
from groups.enums import EngagementStatus, GuestLevel, Role
from groups.models import CallForParticipation, Engagement, GuestAccess, Invitation, Membership
from groups.services import RuleError
from groups.services.invitations import holds_address, unusable_reason
from organisations.models import Affiliation
from organisations.permissions import can_see_people
from organisations.services import declare_affiliation
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def group():
    return make_group()


@pytest.fixture
def facilitator(group):
    return join(group, Role.FACILITATOR)


def _open_call(group) -> CallForParticipation:
    return CallForParticipation.objects.create(
        group=group, title="Appel", text="Venez.", published_at=timezone.now() - timedelta(days=1)
    )


def _invite_guest(space, by, email="partenaire@exemple.test"):
    return services.invite_guest(
        space=space,
        email=email,
        level=GuestLevel.CONTRIBUTOR,
        until=timezone.now() + timedelta(days=30),
        by=by,
    )


# Nobody vouches for herself


def test_a_facilitator_does_not_vouch_for_herself_by_deciding_on_her_own_answer(group, facilitator):
    """In a group of her own, she would become a verified agent of any collectivité and read who
    works there."""
    elsewhere = make_collectivity()
    answer = services.answer_call(
        call=_open_call(group), organisation=elsewhere, author=facilitator, intention="Essayer."
    )
    services.decide_answer(answer=answer, decision="engaged", by=facilitator)
    assert not Affiliation.objects.exclude(verified_at=None).filter(user=facilitator).exists()
    assert not can_see_people(facilitator, elsewhere)


def test_a_facilitator_does_not_confirm_her_own_place(client, group, facilitator):
    mine = facilitator.memberships.get()
    mine.organisation = make_collectivity()
    mine.save()
    declare_affiliation(user=facilitator, organisation=mine.organisation)
    client.force_login(facilitator)
    page = reverse("group_member_confirm", args=[group.slug, mine.pk])
    assert "quelqu’un d’autre le confirme" in client.post(page, follow=True).content.decode()
    assert Affiliation.objects.get(user=facilitator).verified_at is None


def test_an_invitation_to_ones_second_address_vouches_for_nothing(group, facilitator):
    city = make_collectivity()
    Engagement.objects.create(group=group, organisation=city, status=EngagementStatus.ENGAGED)
    invitation = services.invite_member(
        group=group, email="moi@exemple.test", role=Role.MEMBER, organisation=city, by=facilitator
    )
    EmailAddress.objects.create(user=facilitator, email="moi@exemple.test", verified=True)
    services.accept_invitation(invitation=invitation, user=facilitator)
    assert Affiliation.objects.get(user=facilitator).verified_at is None


# What an invitation is worth


def test_a_facilitator_who_left_does_not_come_back_by_an_invitation_of_hers(group, facilitator):
    second = join(group, Role.FACILITATOR)
    invitation = services.invite_member(
        group=group, email="complice@exemple.test", role=Role.FACILITATOR, by=second
    )
    accomplice = make_user(email="complice@exemple.test")
    services.end_membership(membership=second.memberships.get(), by=facilitator)
    with pytest.raises(services.InvitationUnusableError):
        services.accept_invitation(invitation=invitation, user=accomplice)
    assert not Membership.objects.filter(user=accomplice).exists()
    # Another facilitator may send it again: it is then hers.
    Invitation.objects.update(requested_at=timezone.now() - timedelta(hours=1))
    services.resend_invitation(invitation=invitation, by=facilitator)
    services.accept_invitation(invitation=invitation, user=accomplice)
    assert Membership.objects.get(user=accomplice).admitted_by == facilitator


@pytest.mark.parametrize("how", ["left", "demoted", "withdrawn", "closed"])
def test_an_agent_without_rights_no_longer_opens_her_experimentation(group, facilitator, how):
    city = make_collectivity()
    agent = join(group, organisation=city)
    space = make_experimentation(group, city).space
    invitation = _invite_guest(space, agent)
    membership = agent.memberships.get()
    if how == "left":
        services.end_membership(membership=membership, by=facilitator)
    elif how == "demoted":
        services.change_role(membership=membership, role=Role.OBSERVER, by=facilitator)
    elif how == "withdrawn":
        services.withdraw_engagement(
            engagement=group.engagements.get(organisation=city), by=facilitator
        )
    else:
        set_active(user=agent, active=False, by=facilitator)
    invitation.refresh_from_db()
    assert unusable_reason(invitation) == "revoked"
    guest = make_user(email=invitation.email)
    with pytest.raises(services.InvitationUnusableError):
        services.accept_invitation(invitation=invitation, user=guest)
    assert not GuestAccess.objects.filter(user=guest).exists()


def test_a_member_s_invitation_opens_no_more_than_her_collectivite_has(group, facilitator):
    """Invited while it experimented, she comes once it only follows: she observes."""
    city = make_collectivity()
    engagement = Engagement.objects.create(
        group=group, organisation=city, status=EngagementStatus.ENGAGED
    )
    invitation = services.invite_member(
        group=group, email="agent@exemple.test", role=Role.MEMBER, organisation=city, by=facilitator
    )
    services.engage_collectivity(
        group=group, organisation=city, status=EngagementStatus.MIRROR, by=facilitator
    )
    assert engagement.pk
    agent = make_user(email="agent@exemple.test")
    services.accept_invitation(invitation=invitation, user=agent)
    assert agent.memberships.get().role == Role.OBSERVER


def test_who_comes_back_is_what_her_collectivite_became(group, facilitator):
    city = make_collectivity()
    agent = join(group, organisation=city)
    membership = agent.memberships.get()
    services.end_membership(membership=membership, by=facilitator)
    services.engage_collectivity(
        group=group, organisation=city, status=EngagementStatus.MIRROR, by=facilitator
    )
    services.restore_membership(membership=membership, by=facilitator)
    assert agent.memberships.get().role == Role.OBSERVER


def test_who_comes_back_as_a_member_is_a_guest_no_more(group, facilitator):
    """Otherwise, leaving again would leave the guest's door open."""
    city = make_collectivity()
    agent = join(group, organisation=city)
    space = make_experimentation(group, city).space
    membership = agent.memberships.get()
    services.end_membership(membership=membership, by=facilitator)
    make_guest(space, user=agent)
    services.restore_membership(membership=membership, by=facilitator)
    assert not GuestAccess.objects.active().filter(user=agent).exists()
    assert not space.user_grants.filter(user=agent).exists()


@pytest.mark.parametrize(
    ("proved", "invited", "hers"),
    [
        ("Claire@Exemple.test", "claire@exemple.test", True),
        ("claıre@exemple.test", "claire@exemple.test", False),
        ("ſophie@exemple.test", "sophie@exemple.test", False),
        ("claire@exempłe.test", "claire@exemple.test", False),
    ],
)
def test_an_address_that_looks_alike_is_another(proved, invited, hers):
    """PostgreSQL compares without case in upper case, where « ı » and « i » are the same."""
    user = make_user()
    EmailAddress.objects.create(user=user, email=proved, verified=True)
    assert holds_address(user, invited) is hers


def test_answering_and_withdrawing_in_turn_does_not_flood_the_facilitators(group, facilitator):
    call, author = _open_call(group), make_user()
    said = ""
    for _time in range(12):
        try:
            answer = services.answer_call(
                call=call, organisation=make_collectivity(), author=author, intention="Essayer."
            )
        except RuleError as refusal:
            said = str(refusal)
            break
        services.withdraw_answer(answer=answer, by=author)
    assert "reprenez demain" in said


# Identifiers swapped in a form


def test_a_facilitator_reaches_nothing_of_another_group_by_its_numbers(client, group, facilitator):
    theirs = make_group()
    owner = join(theirs, Role.FACILITATOR)
    city = make_collectivity()
    agent = join(theirs, organisation=city)
    trial = make_experimentation(theirs, city)
    guest = make_guest(trial.space)
    invitation = _invite_guest(trial.space, owner)
    own = join(group).memberships.get()
    client.force_login(facilitator)

    def refused(name, *args, **data):
        assert client.post(reverse(name, args=args), data).status_code == 404, name

    for member in (agent, owner):
        pk = member.memberships.get().pk
        for name in ("role", "end", "confirm", "restore"):
            refused(f"group_member_{name}", group.slug, pk, role="facilitator")
    refused("group_engagement", group.slug, theirs.engagements.get().pk, status="withdrawn")
    refused("group_invitation", group.slug, invitation.pk, "retirer")
    refused("space_guests", trial.space.pk, email="a@exemple.test", level="reader")
    space = group_space(group).pk
    refused("space_guest", space, guest.guest_accesses.get().pk, level="reader")
    refused("space_guest_act", space, guest.guest_accesses.get().pk, "terminer")
    refused("space_invitation", space, invitation.pk, "renvoyer")
    # A collectivité that is not in the group is no choice of its forms.
    page = reverse("group_invite", args=[group.slug])
    data = {"emails": "b@exemple.test", "role": "member", "organisation": city.pk}
    assert client.post(page, data).status_code == 200
    page = reverse("experimentation_create", args=[group.slug])
    data = {"owner": city.pk, "title": "Ailleurs", "vers": "ouvrir"}
    assert client.post(page, data).status_code == 200
    assert Invitation.objects.filter(email="b@exemple.test").count() == 0
    assert trial.space.group.spaces.count() == 2
    assert own.organisation.experimentations.count() == 0


def test_nobody_outside_the_space_is_put_in_charge_of_an_action(client, group, facilitator):
    city = make_collectivity()
    agent = join(group, organisation=city)
    trial = make_experimentation(group, city)
    client.force_login(agent)
    for stranger in (make_user(), join(group), join(make_group(), Role.FACILITATOR)):
        page = reverse("action_add", args=[trial.pk])
        data = {"title": "Appeler", "assignee": stranger.pk, "audience": "space"}
        assert client.post(page, data).status_code == 200
    assert trial.actions.count() == 0
