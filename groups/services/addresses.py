"""Accepting an invitation with another address than the invited one: asked, then confirmed.

The link shows that the person was given the invitation, not that it was meant for her: only who
manages the invitation can say that, and answers for it from then on.
"""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from common.mail import absolute, send_template_mail
from common.registry import space_home
from groups.enums import Outcome
from groups.models import AddressRequest, GuestAccess, Invitation, Membership
from groups.permissions import space_access
from groups.services.errors import (
    AddressAskedError,
    AlreadyInsideError,
    AlreadySettledError,
    FacilitatorsApproveError,
    InvitationUnusableError,
    UnprovedAddressError,
)
from groups.services.invitations import enter, holds_address, record_on, unusable_reason
from groups.services.shared import facilitators_of, lock_group


def _held(invitation: Invitation) -> Invitation:
    """The invitation as it is now, with its group, held until the transaction ends."""
    group = lock_group(invitation.group_id, writable=False)
    found = Invitation.objects.select_related("space__group", "organisation", "invited_by").get(
        pk=invitation.pk
    )
    found.group = group
    return found


def _home(invitation: Invitation) -> tuple[str, str]:
    return space_home(
        invitation.space or invitation.group.spaces.select_related("group").get(kind="group")
    )


def facilitators_decide(invitation: Invitation) -> bool:
    """Whether another address is for the facilitators to accept: where they approve guests, they
    have approved this address and no other."""
    return invitation.space_id is not None and invitation.group.approves_guests


@transaction.atomic
def ask_other_address(*, invitation: Invitation, user, note: str = "") -> AddressRequest:
    """Ask who manages the invitation to let `user` accept it with her own address.

    Asking twice changes nothing. Raises AddressAskedError, UnprovedAddressError,
    AlreadyInsideError, InvitationUnusableError.
    """
    current = _held(invitation)
    reason = unusable_reason(current)
    if reason:
        raise InvitationUnusableError(reason)
    if not holds_address(user, user.email):
        raise UnprovedAddressError
    if AddressRequest.objects.filter(invitation=current, user=user).exists():
        raise AddressAskedError
    guest = GuestAccess.objects.active().filter(space=current.space_id, user=user)
    if (
        Membership.objects.active().filter(group=current.group, user=user).exists()
        or guest.exists()
    ):
        raise AlreadyInsideError
    asked = AddressRequest.objects.create(
        invitation=current, user=user, email=user.email, note=note
    )
    record_on("invitation.address_asked", current, user, request=asked.pk)
    if current.space_id:
        page = reverse("space_address_request", args=[current.space_id, asked.pk])
    else:
        page = reverse("group_address_request", args=[current.group.slug, asked.pk])
    told = {current.invited_by.email}
    if facilitators_decide(current):
        told.update(facilitators_of(current.group))
    for email in sorted(told):
        send_template_mail(
            to=email,
            template="groups/email/address_asked.txt",
            context={
                "person": str(user),
                "email": asked.email,
                "invited": current.email,
                "label": _home(current)[0],
                "note": note,
                "url": absolute(page),
            },
        )
    return asked


def _decide(request: AddressRequest, by, outcome: str) -> AddressRequest:
    invitation = _held(request.invitation)
    current = AddressRequest.objects.select_related("user").get(pk=request.pk)
    if current.outcome:
        raise AlreadySettledError
    current.invitation = invitation
    current.outcome = outcome
    current.decided_at = timezone.now()
    current.decided_by = by
    current.save(update_fields=["outcome", "decided_at", "decided_by", "updated_at"])
    return current


@transaction.atomic
def confirm_address(*, request: AddressRequest, by, message: str = "") -> AddressRequest:
    """Let the person in with her own address: what the invitation offers opens now.

    `by` answers for the invitation from then on, as who sends one again does. Raises
    AlreadySettledError, InvitationUnusableError, UnprovedAddressError, AlreadyInsideError,
    FacilitatorsApproveError: the request then still waits.
    """
    current = _decide(request, by, Outcome.GRANTED)
    invitation = current.invitation
    invitation.invited_by = by
    reason = unusable_reason(invitation)
    if reason:
        raise InvitationUnusableError(reason)
    if not current.user.is_active or not holds_address(current.user, current.email):
        raise UnprovedAddressError
    if facilitators_decide(invitation) and not space_access(by, invitation.space).is_facilitator:
        raise FacilitatorsApproveError
    invitation.save(update_fields=["invited_by", "updated_at"])
    enter(invitation=invitation, user=current.user)
    record_on("invitation.address_confirmed", invitation, by, request=current.pk)
    label, url = _home(invitation)
    send_template_mail(
        to=current.email,
        template="groups/email/address_confirmed.txt",
        context={"label": label, "url": absolute(url), "message": message, "by": str(by)},
    )
    return current


@transaction.atomic
def refuse_address(*, request: AddressRequest, by, message: str = "") -> AddressRequest:
    """Say no to the other address; the invitation still waits for the invited one. Raises
    AlreadySettledError."""
    current = _decide(request, by, Outcome.REFUSED)
    record_on("invitation.address_refused", current.invitation, by, request=current.pk)
    send_template_mail(
        to=current.email,
        template="groups/email/address_refused.txt",
        context={"message": message, "by": str(by)},
    )
    return current
