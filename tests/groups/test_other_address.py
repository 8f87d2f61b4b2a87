"""Accepting an invitation with another address: asked with the link, confirmed by who invited."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from groups import services
from groups.enums import GroupState, GuestLevel, Role
from groups.models import AddressRequest, GuestAccess, Invitation, Membership, WorkingGroup
from groups.permissions import space_access
from tests.factories import make_user
from tests.groups.test_pages import text

pytestmark = pytest.mark.django_db

INVITED = "invitee@exemple.test"


@pytest.fixture
def asker(db):
    return make_user("Camille Exemple", email="camille@asso.test")


def invite(world, **fields) -> Invitation:
    return services.invite_guest(
        **{
            "space": world.trial.space,
            "email": INVITED,
            "level": GuestLevel.CONTRIBUTOR,
            "until": timezone.now() + timezone.timedelta(days=30),
            "by": world["owner"],
        }
        | fields
    )


def ask(world, asker, **fields) -> AddressRequest:
    return services.ask_other_address(invitation=invite(world), user=asker, **fields)


def test_from_the_link_to_the_space(world, client, sent, link, asker):
    """Both ways through the pages: asked, seen with both addresses, confirmed, entered."""
    sent(lambda: invite(world))
    address = link(INVITED)
    client.force_login(asker)
    page = text(client.get(address))
    assert "camille@asso.test" in page
    assert INVITED not in page
    for _twice in range(2):
        said = text(
            sent(lambda: client.post(f"{address}demander/", {"note": "C’est moi"}))
            and client.get(address)
        )
        assert "rien n’est ouvert d’ici là" in said
    assert AddressRequest.objects.count() == 1
    asked = [message for message in sent.mails if message.to == [world["owner"].email]]
    assert len(asked) == 1
    for words in ("Camille Exemple", "camille@asso.test", INVITED, "C’est moi"):
        assert words in asked[0].body
    assert address.split("/")[2] not in asked[0].body
    assert not space_access(asker, world.trial.space).can_read
    assert client.post(f"{address}accepter/").status_code == 200
    assert not GuestAccess.objects.filter(user=asker).exists()

    client.force_login(world["owner"])
    guests = reverse("space_guests", args=[world.trial.space_id])
    decide = reverse(
        "space_address_request", args=[world.trial.space_id, AddressRequest.objects.get().pk]
    )
    assert decide in text(client.get(guests))
    page = text(client.get(decide))
    assert INVITED in page
    assert "camille@asso.test" in page
    assert "Choisissez d’accepter" in text(client.post(decide, {"message": "Oui"}))
    sent(lambda: client.post(decide, {"decision": "granted", "message": "Bienvenue"}))
    assert "déjà reçu une réponse" in text(
        client.post(decide, {"decision": "refused"}, follow=True)
    )
    told = sent.mails[-1]
    assert told.to == ["camille@asso.test"]
    assert "Bienvenue" in told.body
    assert INVITED not in told.body
    access = GuestAccess.objects.get(user=asker)
    assert (access.level, access.invited_by) == (GuestLevel.CONTRIBUTOR, world["owner"])
    client.force_login(asker)
    assert client.get(address).status_code == 302


def test_refused_is_told_and_asked_once(world, client, sent, link, asker):
    invitation = sent(lambda: invite(world))
    address = link(INVITED)
    request = services.ask_other_address(invitation=invitation, user=asker)
    sent(lambda: services.refuse_address(request=request, by=world["owner"], message="Non merci"))
    assert "Non merci" in sent.mails[-1].body
    assert INVITED not in sent.mails[-1].body
    client.force_login(asker)
    assert "a été refusée" in text(client.get(address))
    with pytest.raises(services.AddressAskedError):
        services.ask_other_address(invitation=invitation, user=asker)
    with pytest.raises(services.AlreadySettledError):
        services.confirm_address(request=request, by=world["owner"])
    # The invited address still accepts.
    services.accept_invitation(invitation=invitation, user=make_user(email=INVITED))
    assert not space_access(asker, world.trial.space).can_read


@pytest.mark.parametrize("reason", ["accepted", "declined", "revoked", "expired", "archived"])
def test_what_is_over_is_not_opened_by_a_confirmation(world, asker, reason):
    request = ask(world, asker)
    if reason == "archived":
        WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.ARCHIVED)
    else:
        field = "expires_at" if reason == "expired" else f"{reason}_at"
        Invitation.objects.update(**{field: timezone.now()})
    with pytest.raises(services.InvitationUnusableError) as refused:
        services.confirm_address(request=request, by=world["owner"])
    assert refused.value.reason == reason
    with pytest.raises(services.InvitationUnusableError):
        services.ask_other_address(invitation=request.invitation, user=world["stranger"])
    assert not space_access(asker, world.trial.space).can_read
    request.refresh_from_db()
    assert request.outcome == ""


def test_who_confirms_answers_for_it(world, asker):
    """It opens by who confirms: not by who may give nothing, not for an address she lost."""
    request = ask(world, asker)
    for nobody in ("other_member", "reader", "other_facilitator"):
        with pytest.raises(services.InvitationUnusableError):
            services.confirm_address(request=request, by=world[nobody])
    EmailAddress.objects.filter(user=asker).update(verified=False)
    with pytest.raises(services.UnprovedAddressError):
        services.confirm_address(request=request, by=world["owner"])
    with pytest.raises(services.UnprovedAddressError):
        services.ask_other_address(invitation=invite(world, email="b@exemple.test"), user=asker)
    EmailAddress.objects.filter(user=asker).update(verified=True)
    services.confirm_address(request=request, by=world["facilitator"])
    access = GuestAccess.objects.get(user=asker)
    assert access.invited_by == world["facilitator"]


def test_a_role_with_another_address(world, client, asker):
    invitation = services.invite_member(
        group=world.group,
        email=INVITED,
        role=Role.MEMBER,
        organisation=world.trial.owner,
        by=world["facilitator"],
    )
    request = services.ask_other_address(invitation=invitation, user=asker)
    client.force_login(world["facilitator"])
    url = reverse("group_address_request", args=[world.group.slug, request.pk])
    assert url in text(client.get(reverse("group_members", args=[world.group.slug])))
    client.post(url, {"decision": "granted"})
    assert Membership.objects.get(user=asker).role == Role.MEMBER
    for inside in (asker, world["observer"]):
        again = invite(world, email=f"{inside.pk}@exemple.test")
        with pytest.raises(services.AlreadyInsideError):
            services.ask_other_address(invitation=again, user=inside)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_confirmed_while_it_is_accepted_or_taken_back(world, asker, together):
    """One of them comes in, by one way; nobody after it was taken back."""
    invitee = make_user(email=INVITED)
    for other in ("accept", "revoke", "confirm"):
        request = ask(world, asker)
        invitation = request.invitation
        acts = {
            "accept": lambda i=invitation: services.accept_invitation(invitation=i, user=invitee),
            "revoke": lambda i=invitation: services.revoke_invitation(
                invitation=i, by=world["owner"]
            ),
            "confirm": lambda r=request: services.confirm_address(
                request=r, by=world["facilitator"]
            ),
        }
        outcomes = together(
            lambda r=request: services.confirm_address(request=r, by=world["owner"]), acts[other]
        )
        refused = [each for each in outcomes if isinstance(each, services.RuleError)]
        assert len(refused) == 1, outcomes
        invitation.refresh_from_db()
        opened = GuestAccess.objects.active().filter(user__in=[asker, invitee])
        assert opened.count() == (0 if invitation.revoked_at else 1)
        for each in opened:
            assert each.user_id == invitation.accepted_by_id
            services.end_guest_access(access=each, by=world["owner"])
        AddressRequest.objects.all().delete()
    assert AuditEvent.objects.filter(action="invitation.address_confirmed").count() <= 3
