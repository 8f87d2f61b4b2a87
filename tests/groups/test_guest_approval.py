"""Guests whom the facilitators approve: until then nothing leaves, nothing opens, nobody knows."""

import pytest
from django.urls import reverse
from django.utils import timezone

from groups import services
from groups.enums import Approval, GuestLevel
from groups.models import GuestAccess, Invitation
from groups.services import invitations
from tests.factories import make_user
from tests.groups.test_other_address import INVITED
from tests.groups.test_pages import day, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def strict(world):
    """The world's group, where guests are approved."""
    return services.require_approval(group=world.group, required=True, by=world["facilitator"])


def invite(world, who: str = "owner", **fields) -> Invitation:
    return services.invite_guest(
        **{
            "space": world.trial.space,
            "email": INVITED,
            "level": GuestLevel.READER,
            "until": timezone.now() + timezone.timedelta(days=60),
            "by": world[who],
        }
        | fields
    )


def test_the_setting_is_the_facilitators(world, client):
    url = reverse("group_settings", args=[world.group.slug])
    client.force_login(world["owner"])
    assert client.post(url, {"approves_guests": "on"}).status_code == 404
    client.force_login(world["facilitator"])
    edit = reverse("group_edit", args=[world.group.slug])
    assert "doivent être approuvées" in text(client.get(edit))
    for posted, wanted in (({"approves_guests": "on"}, True), ({}, False)):
        client.post(url, posted)
        world.group.refresh_from_db()
        assert world.group.approves_guests is wanted


def test_waiting_then_approved(world, strict, client, sent, link):
    """From the member's page to the guest's, through the facilitator's; e-mails in that order."""
    guests = reverse("space_guests", args=[world.trial.space_id])
    client.force_login(world["owner"])
    body = {"emails": INVITED, "level": "reader", "until": day(60), "message": "Venez"}
    page = text(sent(lambda: client.post(guests, body, follow=True)))
    assert "attend l’accord de l’animation" in page
    assert "Attend l’accord" in page
    assert [mail.to for mail in sent.mails] == [[world["facilitator"].email]]
    invitation = Invitation.objects.get()
    # Not hers yet by any way: the worker, the list of what waits for her, the service.
    sent(lambda: invitations.deliver_invitation.enqueue(invitation_id=invitation.pk))
    invitee = make_user(email=INVITED)
    client.force_login(invitee)
    assert INVITED not in str([mail.to for mail in sent.mails])
    assert str(world["owner"]) not in text(client.get("/"))
    assert client.get(reverse("my_invitation", args=[invitation.pk])).status_code == 404
    for act in (
        lambda: services.accept_invitation(invitation=invitation, user=invitee),
        lambda: services.resend_invitation(invitation=invitation, by=world["owner"]),
    ):
        with pytest.raises(services.InvitationUnusableError) as refused:
            act()
        assert refused.value.reason == "waiting"
    client.force_login(world["facilitator"])
    listed = reverse("group_guest_approvals", args=[strict.slug])
    assert listed in text(client.get(reverse("group", args=[strict.slug])))
    decide = reverse("group_guest_approval", args=[strict.slug, invitation.pk])
    assert decide in text(client.get(listed))
    assert "Venez" in text(client.get(decide))
    sent(lambda: client.post(decide, {"decision": "granted", "message": "Oui, volontiers"}))
    assert "déjà reçu une réponse" in text(
        client.post(decide, {"decision": "refused"}, follow=True)
    )
    told = [mail.to[0] for mail in sent.mails[1:]]
    assert sorted(told) == sorted([INVITED, world["owner"].email])
    assert "Oui, volontiers" in next(m for m in sent.mails if m.to == [world["owner"].email]).body
    client.force_login(invitee)
    client.post(link(INVITED) + "accepter/")
    access = GuestAccess.objects.get(user=invitee)
    assert access.invited_by == world["owner"]


def test_refused_says_why_to_who_invited_and_nothing_to_the_guest(
    world,
    strict,
    client,
    sent,
):
    invitation = invite(world)
    sent(
        lambda: services.refuse_guest(
            invitation=invitation, by=world["facilitator"], message="Pas ce mois-ci"
        )
    )
    assert [mail.to for mail in sent.mails] == [[world["owner"].email]]
    assert "Pas ce mois-ci" in sent.mails[0].body
    client.force_login(world["owner"])
    page = text(client.get(reverse("space_guests", args=[world.trial.space_id])))
    assert "Refusée par l’animation : « Pas ce mois-ci »" in page
    client.force_login(make_user(email=INVITED))
    assert client.get(reverse("my_invitation", args=[invitation.pk])).status_code == 404
    with pytest.raises(services.AlreadySettledError):
        services.approve_guest(invitation=invitation, by=world["facilitator"])
    # She may ask again.
    assert invite(world).approval == Approval.WAITING


def test_facilitators_need_nobody_and_the_sender_must_still_be_able(world, strict):
    assert invite(world, "facilitator", email="a@exemple.test").approval == ""
    waiting = invite(world)
    services.end_membership(membership=world["owner"].memberships.get(), by=world["facilitator"])
    with pytest.raises(services.InvitationUnusableError):
        services.approve_guest(invitation=waiting, by=world["facilitator"])
    waiting.refresh_from_db()
    assert waiting.approval == Approval.WAITING
    services.revoke_invitation(invitation=waiting, by=world["facilitator"])
    with pytest.raises(services.InvitationUnusableError):
        services.approve_guest(invitation=waiting, by=world["facilitator"])


def test_another_address_is_approved_too(world, strict, client):
    """Or a member would let in, by a link once approved, somebody nobody has approved."""
    invitation = services.approve_guest(invitation=invite(world), by=world["facilitator"])
    asked = services.ask_other_address(invitation=invitation, user=world["stranger"])
    with pytest.raises(services.FacilitatorsApproveError):
        services.confirm_address(request=asked, by=world["owner"])
    client.force_login(world["owner"])
    url = reverse("space_address_request", args=[world.trial.space_id, asked.pk])
    page = text(client.get(url))
    assert "l’animation approuve les invité·es" in page
    assert "Accepter cette adresse" not in page
    services.confirm_address(request=asked, by=world["facilitator"])
    assert GuestAccess.objects.filter(user=world["stranger"]).exists()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_approved_and_refused_at_once(world, strict, together, mailoutbox):
    invitation = invite(world)
    mailoutbox.clear()
    outcomes = together(
        lambda: services.approve_guest(invitation=invitation, by=world["facilitator"]),
        lambda: services.refuse_guest(invitation=invitation, by=world["facilitator"]),
        lambda: services.approve_guest(invitation=invitation, by=world["facilitator"]),
    )
    settled = [each for each in outcomes if isinstance(each, Invitation)]
    assert len(settled) == 1, outcomes
    invitation.refresh_from_db()
    left = [mail for mail in mailoutbox if mail.to == [INVITED]]
    assert len(left) == (1 if invitation.approval == Approval.GRANTED else 0)
