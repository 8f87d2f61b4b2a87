"""Guests that a group wants approved: the invitations of its members wait for its facilitators."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.services import record
from common.mail import absolute, send_template_mail
from common.registry import space_home
from groups.enums import Approval
from groups.models import Invitation, WorkingGroup
from groups.services.errors import AlreadySettledError, InvitationUnusableError
from groups.services.invitations import VALID_FOR, queue, record_on, unusable_reason
from groups.services.shared import lock_group


@transaction.atomic
def require_approval(*, group: WorkingGroup, required: bool, by) -> WorkingGroup:
    """Say whether guests that members invite must be approved. What waits goes on waiting."""
    current = lock_group(group.pk)
    if current.approves_guests != required:
        current.approves_guests = required
        current.save(update_fields=["approves_guests", "updated_at"])
        record(
            action="group.guest_approval_changed",
            actor=by,
            target=current,
            group_id=current.pk,
            required=required,
        )
    return current


def _settle(invitation: Invitation, by, approval: str, message: str) -> Invitation:
    group = lock_group(invitation.group_id)
    current = Invitation.objects.select_related("space__group", "invited_by").get(pk=invitation.pk)
    if current.approval != Approval.WAITING:
        raise AlreadySettledError
    if current.revoked_at:
        raise InvitationUnusableError("revoked")
    current.group = group
    current.approval = approval
    current.approval_message = message
    current.approval_at = timezone.now()
    current.approval_by = by
    return current


def _tell_inviter(invitation: Invitation) -> None:
    label, _url = space_home(invitation.space)
    send_template_mail(
        to=invitation.invited_by.email,
        template="groups/email/guest_decided.txt",
        context={
            "email": invitation.email,
            "label": label,
            "granted": invitation.approval == Approval.GRANTED,
            "message": invitation.approval_message,
            "url": absolute(reverse("space_guests", args=[invitation.space_id])),
        },
    )


@transaction.atomic
def approve_guest(*, invitation: Invitation, by, message: str = "") -> Invitation:
    """Let the invitation leave: its days count from now. Raises AlreadySettledError,
    InvitationUnusableError (its sender may give nothing any more, its last day has passed)."""
    current = _settle(invitation, by, Approval.GRANTED, message)
    current.requested_at = current.approval_at
    current.expires_at = min(current.approval_at + VALID_FOR, current.guest_until)
    reason = unusable_reason(current)
    if reason:
        raise InvitationUnusableError(reason)
    current.save()
    record_on("invitation.approved", current, by)
    queue(current)
    _tell_inviter(current)
    return current


@transaction.atomic
def refuse_guest(*, invitation: Invitation, by, message: str = "") -> Invitation:
    """Let the invitation never leave, and tell its sender why. Raises AlreadySettledError,
    InvitationUnusableError."""
    current = _settle(invitation, by, Approval.REFUSED, message)
    current.revoked_at = current.approval_at
    current.save()
    record_on("invitation.refused", current, by)
    _tell_inviter(current)
    return current
