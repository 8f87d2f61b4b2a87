"""An invitation works once, until its date, for its address and its scope (S6)."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from audit.models import AuditEvent
from common import mail
from groups import selectors, services
from groups.enums import EngagementStatus, GroupState, GuestLevel, Role
from groups.models import (
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    SpaceUserObjectPermission,
    WorkingGroup,
)
from groups.permissions import space_access
from groups.services import invitations
from organisations.models import Affiliation
from tests.factories import make_collectivity, make_partner, make_user

pytestmark = pytest.mark.django_db

ADDRESS = "invitee@exemple.test"


def soon(days: int = 30):
    return timezone.now() + timedelta(days=days)


def ask_guest(world, **fields) -> Invitation:
    fields = {
        "space": world.trial.space,
        "email": ADDRESS,
        "level": GuestLevel.CONTRIBUTOR,
        "until": soon(),
        "by": world["owner"],
    } | fields
    return services.invite_guest(**fields)


def ask_member(world, **fields) -> Invitation:
    fields = {
        "group": world.group,
        "email": ADDRESS,
        "role": Role.MEMBER,
        "organisation": world.trial.owner,
        "by": world["facilitator"],
    } | fields
    return services.invite_member(**fields)


@pytest.fixture
def invitee(db):
    return make_user(email=ADDRESS)


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    def run(function):
        with django_capture_on_commit_callbacks(execute=True):
            return function()

    return run


# What is sent


def test_the_link_is_in_the_mail_and_nowhere_else(world, sent, mailoutbox, link):
    invitation = sent(lambda: ask_guest(world, email=" InvitEE@Exemple.TEST "))
    assert invitation.email == ADDRESS
    token = link(ADDRESS).split("/")[2]
    assert len(token) >= 43
    invitation.refresh_from_db()
    assert invitation.token_hash == invitations.hashed(token)
    assert selectors.find_invitation(token) == invitation
    assert selectors.find_invitation(invitation.token_hash) is None
    everything = [*Invitation.objects.values(), *AuditEvent.objects.values()]
    assert token not in str(everything)
    assert ADDRESS not in str(list(AuditEvent.objects.values()))


def test_the_mail_says_who_what_and_until_when(world, sent, mailoutbox):
    until = timezone.localtime().replace(year=timezone.now().year + 1, month=1, day=9, hour=12)
    sent(lambda: ask_guest(world, until=until, message="Venez !\nÀ bientôt"))
    sent(lambda: ask_member(world))
    guest, member = mailoutbox
    assert guest.to == [ADDRESS]
    assert str(world["owner"]) in guest.subject
    assert world.trial.title in guest.subject
    for words in (
        str(GuestLevel.CONTRIBUTOR.label),
        f"9 janvier {until.year}",
        "Venez !\nÀ bientôt",
        ADDRESS,
    ):
        assert words in guest.body
    assert world.group.name in member.subject
    assert str(Role.MEMBER.label) in member.body
    assert str(world.trial.owner) in member.body


def test_a_name_cannot_break_the_headers_nor_the_words(world, sent, mailoutbox):
    world["owner"].name = "Zoé\r\nBcc: autre@exemple.test & <b>Cie</b>"
    world["owner"].save()
    sent(lambda: ask_guest(world))
    assert mailoutbox[0].recipients() == [ADDRESS]
    assert "\n" not in mailoutbox[0].subject
    assert "& <b>Cie</b>" in mailoutbox[0].body


def test_no_mail_leaves_when_the_invitation_is_refused(world, sent, mailoutbox):
    with pytest.raises(services.PeriodError):
        sent(lambda: ask_guest(world, until=soon(-1)))
    assert mailoutbox == []


def test_a_mail_server_that_fails_fails_nobody(world, sent, monkeypatch):
    def broken(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    assert sent(lambda: ask_guest(world)).pk
    mail.send_template_mail(
        to=ADDRESS, template="groups/email/answer_received.txt", context={"group": "g"}
    )


# Who is asked


def test_who_is_inside_or_asked_already_is_told_so(world):
    with pytest.raises(services.AlreadyInsideError):
        ask_guest(world, email=world["observer"].email.upper())
    with pytest.raises(services.AlreadyInsideError):
        ask_guest(world, email=world["reader"].email)
    with pytest.raises(services.AlreadyInsideError):
        ask_member(world, email=world["observer"].email)
    ask_guest(world)
    with pytest.raises(services.AlreadyInvitedError):
        ask_guest(world, email=ADDRESS.upper())
    ask_member(world)
    with pytest.raises(services.AlreadyInvitedError):
        ask_member(world, role=Role.OBSERVER)
    ask_guest(world, space=world.others_trial.space)
    assert Invitation.objects.count() == 3


def test_who_is_a_guest_elsewhere_or_no_more_may_be_asked(world):
    for name in ("guest_elsewhere", "expired_guest", "ended_guest", "former_owner", "stranger"):
        ask_guest(world, email=world[name].email)


def test_an_invitation_past_its_date_gives_way_to_another(world):
    first = ask_guest(world)
    Invitation.objects.update(expires_at=timezone.now())
    second = ask_guest(world)
    first.refresh_from_db()
    assert first.revoked_at is not None
    assert second.is_pending


def test_members_come_for_an_engaged_collectivity(world):
    withdrawn = world["withdrawn"].memberships.get().organisation
    for organisation in (None, make_collectivity(), withdrawn):
        with pytest.raises(services.UnsuitableOrganisationError):
            ask_member(world, organisation=organisation)
    mirror = world["observer"].memberships.get().organisation
    with pytest.raises(services.UnsuitableOrganisationError):
        ask_member(world, organisation=mirror)
    ask_member(world, organisation=mirror, role=Role.OBSERVER)
    ask_member(world, email="b@exemple.test", organisation=None, role=Role.FACILITATOR)


def test_invitations_are_counted_per_day(world, monkeypatch):
    monkeypatch.setattr(invitations, "PER_DAY", 2)
    ask_guest(world, email="a@exemple.test")
    ask_guest(world, email="b@exemple.test")
    with pytest.raises(services.TooManyInvitationsError):
        ask_guest(world, email="c@exemple.test")
    ask_guest(world, email="c@exemple.test", by=world["facilitator"])


# Accepting


def test_accepting_opens_one_space_and_says_who_invited(world, invitee, audiences):
    helper = make_partner()
    invitation = ask_guest(world, organisation=helper)
    with audiences() as changed:
        services.accept_invitation(invitation=invitation, user=invitee)
    assert changed == {world.trial.space_id}
    access = GuestAccess.objects.get(user=invitee)
    assert (access.invitation, access.invited_by) == (invitation, world["owner"])
    assert (access.organisation, access.until) == (helper, invitation.guest_until)
    assert space_access(invitee, world.trial.space).can_contribute
    assert not space_access(invitee, world.space).can_read
    assert Affiliation.objects.get(user=invitee).verified_at is None


def test_accepting_a_role_joins_the_group(world, invitee, audiences):
    invitation = ask_member(world)
    with audiences() as changed:
        services.accept_invitation(invitation=invitation, user=invitee)
    assert changed == set(world.group.spaces.values_list("pk", flat=True))
    membership = Membership.objects.get(user=invitee)
    assert (membership.role, membership.organisation) == (Role.MEMBER, world.trial.owner)
    assert membership.admitted_by == world["facilitator"]
    assert Affiliation.objects.get(user=invitee).verified_by == world["facilitator"]


def test_accepting_twice_is_accepting_once(world, invitee):
    invitation = ask_guest(world)
    services.accept_invitation(invitation=invitation, user=invitee)
    services.accept_invitation(invitation=invitation, user=invitee)
    assert GuestAccess.objects.filter(user=invitee).count() == 1
    services.end_guest_access(access=GuestAccess.objects.get(user=invitee), by=world["owner"])
    services.accept_invitation(invitation=invitation, user=invitee)
    assert not space_access(invitee, world.trial.space).can_read


def test_only_the_invited_address_accepts(world, invitee):
    invitation = ask_guest(world)
    unproved = make_user()
    EmailAddress.objects.create(user=unproved, email="other@exemple.test", verified=True)
    EmailAddress.objects.filter(user=invitee).update(verified=False)
    for person in (world["stranger"], unproved, invitee):
        for act in (services.accept_invitation, services.decline_invitation):
            with pytest.raises(services.WrongAddressError):
                act(invitation=invitation, user=person)
    EmailAddress.objects.filter(user=invitee).update(verified=True, email="InviTee@exemple.TEST")
    services.accept_invitation(invitation=invitation, user=invitee)
    assert space_access(invitee, world.trial.space).can_read


@pytest.mark.parametrize("reason", ["declined", "revoked", "expired", "archived"])
def test_what_is_over_opens_nothing(world, invitee, reason):
    invitation = ask_guest(world)
    if reason == "declined":
        services.decline_invitation(invitation=invitation, user=invitee)
    elif reason == "revoked":
        services.revoke_invitation(invitation=invitation, by=world["owner"])
    elif reason == "expired":
        Invitation.objects.update(expires_at=timezone.now())
    else:
        WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.ARCHIVED)
    for act in (services.accept_invitation, services.decline_invitation):
        with pytest.raises(services.InvitationUnusableError) as refused:
            act(invitation=invitation, user=invitee)
        assert refused.value.reason == reason
    assert not SpaceUserObjectPermission.objects.filter(user=invitee).exists()


def test_who_became_a_member_meanwhile_stays_one(world, invitee):
    guest, member = ask_guest(world), ask_member(world, role=Role.OBSERVER)
    services.add_membership(
        group=world.group,
        user=invitee,
        role=Role.MEMBER,
        organisation=world.trial.owner,
        by=world["facilitator"],
    )
    with pytest.raises(services.AlreadyInsideError):
        services.accept_invitation(invitation=guest, user=invitee)
    services.accept_invitation(invitation=member, user=invitee)
    assert Membership.objects.get(user=invitee).role == Role.MEMBER
    assert not GuestAccess.objects.filter(user=invitee).exists()


def test_an_invitation_outlives_the_engagement_but_gives_no_pen(world, invitee):
    invitation = ask_member(world)
    services.withdraw_engagement(
        engagement=Engagement.objects.get(group=world.group, organisation=world.trial.owner),
        by=world["facilitator"],
    )
    assert Engagement.objects.filter(status=EngagementStatus.WITHDRAWN).count() == 2
    services.accept_invitation(invitation=invitation, user=invitee)
    assert not space_access(invitee, world.space).can_discuss


# Revoking, sending again


def test_an_answered_invitation_is_not_revoked(world, invitee):
    invitation = ask_guest(world)
    services.accept_invitation(invitation=invitation, user=invitee)
    with pytest.raises(services.InvitationUnusableError, match="déjà servi"):
        services.revoke_invitation(invitation=invitation, by=world["owner"])


def test_sending_again_changes_the_link_and_the_date(world, sent, link):
    invitation = sent(lambda: ask_guest(world))
    first = link(ADDRESS)
    with pytest.raises(services.TooSoonError):
        services.resend_invitation(invitation=invitation, by=world["owner"])
    Invitation.objects.update(
        requested_at=timezone.now() - timedelta(minutes=6), expires_at=timezone.now()
    )
    sent(lambda: services.resend_invitation(invitation=invitation, by=world["owner"]))
    assert link(ADDRESS) != first
    assert selectors.find_invitation(first.split("/")[2]) is None
    invitation.refresh_from_db()
    assert invitation.is_pending
    assert invitation.pk == selectors.find_invitation(link(ADDRESS).split("/")[2]).pk


def test_sending_again_never_outlives_the_access_it_offers(world):
    invitation = ask_guest(world, until=soon(3))
    assert invitation.expires_at == invitation.guest_until
    Invitation.objects.update(requested_at=timezone.now() - timedelta(minutes=6))
    again = services.resend_invitation(invitation=invitation, by=world["owner"])
    assert again.expires_at == invitation.guest_until
    Invitation.objects.update(guest_until=timezone.now(), expires_at=timezone.now())
    with pytest.raises(services.InvitationUnusableError):
        services.resend_invitation(invitation=invitation, by=world["owner"])


def test_a_revoked_invitation_is_not_delivered(world, mailoutbox):
    invitation = ask_guest(world)
    services.revoke_invitation(invitation=invitation, by=world["owner"])
    invitations.deliver_invitation.enqueue(invitation_id=invitation.pk)
    invitations.deliver_invitation.enqueue(invitation_id=0)
    assert mailoutbox == []


# At the same moment


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ask", [ask_guest, ask_member])
def test_accepting_in_two_windows_gives_one_place(world, invitee, together, ask):
    invitation = ask(world)
    outcomes = together(
        *[lambda: services.accept_invitation(invitation=invitation, user=invitee)] * 4
    )
    assert [type(each) for each in outcomes] == [Invitation] * 4
    places = GuestAccess.objects.filter(user=invitee).count()
    places += Membership.objects.filter(user=invitee).count()
    assert places == 1
    assert AuditEvent.objects.filter(action="invitation.accepted").count() == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_accepting_while_it_is_revoked_ends_one_way(world, invitee, together):
    for _ in range(4):
        invitation = ask_guest(world)
        together(
            lambda i=invitation: services.accept_invitation(invitation=i, user=invitee),
            lambda i=invitation: services.revoke_invitation(invitation=i, by=world["owner"]),
        )
        invitation.refresh_from_db()
        assert bool(invitation.accepted_at) != bool(invitation.revoked_at)
        access = GuestAccess.objects.active().filter(user=invitee, space=world.trial.space)
        assert access.exists() == bool(invitation.accepted_at)
        for each in access:
            services.end_guest_access(access=each, by=world["owner"])


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_inviting_one_address_twice_at_once_sends_one(world, together, mailoutbox):
    outcomes = together(*[lambda: ask_guest(world)] * 3)
    assert sorted(type(each).__name__ for each in outcomes) == (
        ["AlreadyInvitedError"] * 2 + ["Invitation"]
    )
    assert len(re.findall("/invitation/", "".join(m.body for m in mailoutbox))) == 1
