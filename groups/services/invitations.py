"""Invitations: one address, one scope, once, until a date.

The token is made when the e-mail is sent and only its SHA-256 is stored: neither the database nor
the task queue ever holds a link that opens something.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from audit.services import record
from common.dates import date_format
from common.mail import absolute, compose, send_template_mail
from common.registry import space_home
from groups.enums import Approval, EngagementStatus, GroupState, Role, SpaceKind
from groups.models import Engagement, GuestAccess, Invitation, Membership, Space, WorkingGroup
from groups.permissions import space_access
from groups.services import charter as charters
from groups.services.errors import (
    AlreadyInsideError,
    AlreadyInvitedError,
    InvitationUnusableError,
    TooManyInvitationsError,
    TooSoonError,
    UnsuitableOrganisationError,
    WrongAddressError,
)
from groups.services.guests import admit_guest, check_period
from groups.services.memberships import admit, role_of
from groups.services.shared import facilitators_of, lock_group
from organisations.models import Organisation
from organisations.services import declare_affiliation, verify_affiliation

VALID_FOR = timedelta(days=14)
RESEND_AFTER = timedelta(minutes=5)
PER_DAY = 100


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def holds_address(user, email: str) -> bool:
    """Whether `email` is an address that `user` proved to be hers."""
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    # Not `iexact`: PostgreSQL compares in upper case, where « ı » is « i » and « ſ » is « s ».
    return email.lower() in {address.lower() for address in proved}


def _owners(email: str):
    return EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")


def _unused_hash() -> str:
    return hashed(secrets.token_urlsafe(32))


def _check_may_send(by) -> None:
    day_ago = timezone.now() - timedelta(days=1)
    if Invitation.objects.filter(invited_by=by, created_at__gt=day_ago).count() >= PER_DAY:
        raise TooManyInvitationsError


def _replace_expired(waiting) -> None:
    if waiting.filter(expires_at__gt=timezone.now()).exists():
        raise AlreadyInvitedError
    waiting.update(revoked_at=timezone.now())


def queue(invitation: Invitation) -> None:
    """Send the invitation, with a link of its own, once the transaction commits."""
    transaction.on_commit(
        lambda: deliver_invitation.enqueue(invitation_id=invitation.pk), robust=True
    )


def record_on(action: str, invitation: Invitation, by, **data) -> None:
    record(
        action=action,
        actor=by,
        target=invitation,
        group_id=invitation.group_id,
        space_id=invitation.space_id,
        role=invitation.role,
        level=invitation.level,
        **data,
    )


@transaction.atomic
def invite_member(
    *,
    group: WorkingGroup,
    email: str,
    role: str,
    by,
    organisation: Organisation | None = None,
    message: str = "",
) -> Invitation:
    """Invite an address to a role in the group.

    A member comes for an engaged collectivité; an observer for a collectivité of the group, or for
    nobody. Raises AlreadyInsideError, AlreadyInvitedError, TooManyInvitationsError,
    UnsuitableOrganisationError.
    """
    email = email.strip().lower()
    current = lock_group(group.pk)
    _check_may_send(by)
    if organisation is not None or role == Role.MEMBER:
        statuses = [EngagementStatus.ENGAGED]
        if role != Role.MEMBER:
            statuses.append(EngagementStatus.MIRROR)
        if not Engagement.objects.filter(
            group=current, organisation=organisation, status__in=statuses
        ).exists():
            raise UnsuitableOrganisationError
    if Membership.objects.active().filter(group=current, user__in=_owners(email)).exists():
        raise AlreadyInsideError
    _replace_expired(Invitation.objects.unanswered().filter(group=current, space=None, email=email))
    invitation = Invitation.objects.create(
        token_hash=_unused_hash(),
        email=email,
        group=current,
        role=role,
        organisation=organisation,
        message=message,
        invited_by=by,
        expires_at=timezone.now() + VALID_FOR,
    )
    record_on("invitation.sent", invitation, by)
    queue(invitation)
    return invitation


@transaction.atomic
def invite_guest(
    *,
    space: Space,
    email: str,
    level: str,
    until: datetime,
    by,
    organisation: Organisation | None = None,
    message: str = "",
) -> Invitation:
    """Invite an address as a guest of one space, until a date. Where the group wants guests
    approved, what its facilitators do not send themselves waits for them, and no e-mail leaves.
    Raises PeriodError, AlreadyInsideError, AlreadyInvitedError, TooManyInvitationsError."""
    email = email.strip().lower()
    check_period(until)
    group = lock_group(space.group_id)
    _check_may_send(by)
    owners = _owners(email)
    if (
        Membership.objects.active().filter(group=group, user__in=owners).exists()
        or GuestAccess.objects.active().filter(space=space, user__in=owners).exists()
    ):
        raise AlreadyInsideError
    _replace_expired(Invitation.objects.unanswered().filter(space=space, email=email))
    waits = group.approves_guests and not space_access(by, space).is_facilitator
    invitation = Invitation.objects.create(
        token_hash=_unused_hash(),
        email=email,
        group=group,
        space=space,
        level=level,
        organisation=organisation,
        message=message,
        invited_by=by,
        # The days to accept count from its sending.
        expires_at=until if waits else min(timezone.now() + VALID_FOR, until),
        guest_until=until,
        approval=Approval.WAITING if waits else "",
    )
    if waits:
        invitation.space = space
        _tell_facilitators(invitation)
    else:
        queue(invitation)
    record_on("invitation.submitted" if waits else "invitation.sent", invitation, by)
    return invitation


def _tell_facilitators(invitation: Invitation) -> None:
    """Write to the facilitators that the invitation of a guest waits for them."""
    label, _url = space_home(invitation.space)
    page = reverse("group_guest_approval", args=[invitation.group.slug, invitation.pk])
    for email in facilitators_of(invitation.group):
        send_template_mail(
            to=email,
            template="groups/email/guest_to_approve.txt",
            context={
                "inviter": str(invitation.invited_by),
                "email": invitation.email,
                "label": label,
                "level": invitation.get_level_display(),
                "until": date_format(timezone.localtime(invitation.guest_until), "j F Y"),
                "url": absolute(page),
            },
        )


@task()
def deliver_invitation(invitation_id: int) -> None:
    """Make a new token for the invitation and send it: what the worker runs.

    An earlier link of the same invitation stops working.
    """
    invitation = (
        Invitation.objects.select_related("group", "space", "organisation", "invited_by")
        .filter(pk=invitation_id)
        .first()
    )
    if invitation is None or not invitation.is_pending:
        return
    token = secrets.token_urlsafe(32)
    label = invitation.group.name
    if invitation.space is not None:
        label, _url = space_home(invitation.space)
    message = compose(
        to=invitation.email,
        template="groups/email/invitation.txt",
        context={
            "invitation": invitation,
            "label": label,
            "inviter": str(invitation.invited_by),
            "url": absolute(reverse("invitation", args=[token])),
            "expires_on": date_format(timezone.localtime(invitation.expires_at), "j F Y"),
            "guest_until": invitation.guest_until
            and date_format(timezone.localtime(invitation.guest_until), "j F Y"),
        },
    )
    Invitation.objects.filter(pk=invitation.pk).update(token_hash=hashed(token))
    message.send()


def _unusable(invitation: Invitation, group: WorkingGroup) -> str:
    now = timezone.now()
    for reason in ("accepted", "declined", "revoked"):
        if getattr(invitation, f"{reason}_at"):
            return reason
    if group.state == GroupState.ARCHIVED:
        return "archived"
    if invitation.approval == Approval.WAITING:
        return "waiting"
    if invitation.expires_at <= now or (invitation.guest_until and invitation.guest_until <= now):
        return "expired"
    # It is worth what its sender may still give: nobody comes back by a door she left ajar.
    space = invitation.space or group.spaces.get(kind=SpaceKind.GROUP)
    return "" if space_access(invitation.invited_by, space).can_manage else "revoked"


def unusable_reason(invitation: Invitation) -> str:
    """Why the invitation cannot be accepted now: accepted, declined, revoked, archived, waiting,
    expired;
    "" if it can."""
    return _unusable(invitation, invitation.group)


def _usable(invitation: Invitation, user) -> Invitation:
    group = lock_group(invitation.group_id, writable=False)
    current = Invitation.objects.select_related("space", "organisation", "invited_by").get(
        pk=invitation.pk
    )
    if not holds_address(user, current.email):
        raise WrongAddressError
    reason = _unusable(current, group)
    if reason:
        raise InvitationUnusableError(reason)
    current.group = group
    return current


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user, charter: int = 0) -> Invitation:
    """Enter what the invitation opens: only with a verified address that is the invited one.
    `charter` is the version of the group's charter that was read and accepted with it.

    Accepting twice is accepting once. Raises WrongAddressError, InvitationUnusableError,
    AlreadyInsideError.
    """
    lock_group(invitation.group_id, writable=False)
    done = Invitation.objects.filter(pk=invitation.pk, accepted_by=user).first()
    if done:
        return done
    current = _usable(invitation, user)
    enter(invitation=current, user=user)
    if charter and charter == current.group.charter_version:
        charters.accept(group=current.group, user=user)
    return current


def enter(*, invitation: Invitation, user) -> None:
    """Open to `user` what the invitation offers and close it; the caller holds the group's lock,
    read it there, and has found it usable. Raises AlreadyInsideError."""
    current = invitation
    current.accepted_at = timezone.now()
    current.accepted_by = user
    current.save(update_fields=["accepted_at", "accepted_by", "updated_at"])
    if current.organisation is not None:
        place = declare_affiliation(user=user, organisation=current.organisation)
        group_space = current.space or current.group.spaces.get(kind="group")
        if space_access(current.invited_by, group_space).is_facilitator:
            verify_affiliation(affiliation=place, by=current.invited_by)
    if current.space is None:
        admit(
            group=current.group,
            user=user,
            role=role_of(current.group, current.organisation_id, current.role),
            organisation=current.organisation,
            by=current.invited_by,
        )
    else:
        admit_guest(
            space=current.space,
            user=user,
            level=current.level,
            until=current.guest_until,
            organisation=current.organisation,
            by=current.invited_by,
            invitation=current,
        )
    record_on("invitation.accepted", current, user)


@transaction.atomic
def decline_invitation(*, invitation: Invitation, user) -> Invitation:
    """Say no: the invitation is over. Raises WrongAddressError, InvitationUnusableError."""
    current = _usable(invitation, user)
    current.declined_at = timezone.now()
    current.save(update_fields=["declined_at", "updated_at"])
    record_on("invitation.declined", current, user)
    return current


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by) -> Invitation:
    """Take an unanswered invitation back. Twice is once; an answered one stays answered."""
    lock_group(invitation.group_id, writable=False)
    current = Invitation.objects.get(pk=invitation.pk)
    if current.revoked_at:
        return current
    for reason in ("accepted", "declined"):
        if getattr(current, f"{reason}_at"):
            raise InvitationUnusableError(reason)
    current.revoked_at = timezone.now()
    current.save(update_fields=["revoked_at", "updated_at"])
    record_on("invitation.revoked", current, by)
    return current


@transaction.atomic
def resend_invitation(*, invitation: Invitation, by) -> Invitation:
    """Send the invitation again with a new link and a new date; the earlier link stops working.
    Raises InvitationUnusableError, TooSoonError."""
    group = lock_group(invitation.group_id)
    current = Invitation.objects.get(pk=invitation.pk)
    now = timezone.now()
    # Whoever sends it again answers for it from now on.
    current.invited_by = by
    reason = _unusable(current, group)
    if reason and (reason != "expired" or (current.guest_until and current.guest_until <= now)):
        raise InvitationUnusableError(reason)
    if current.requested_at > now - RESEND_AFTER:
        raise TooSoonError
    current.requested_at = now
    current.expires_at = now + VALID_FOR
    if current.guest_until:
        current.expires_at = min(current.expires_at, current.guest_until)
    current.save(update_fields=["requested_at", "expires_at", "invited_by", "updated_at"])
    record_on("invitation.resent", current, by)
    queue(current)
    return current
