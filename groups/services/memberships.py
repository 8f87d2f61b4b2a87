"""Who belongs to a group, and as what."""

from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.enums import EngagementStatus, Role
from groups.models import Engagement, GuestAccess, Membership, WorkingGroup
from groups.services.errors import (
    AlreadyInsideError,
    LastFacilitatorError,
    NotInsideError,
    OwnPlaceError,
)
from groups.services.guests import close_accesses
from groups.services.shared import lock_group, raise_group_access
from organisations.models import Organisation
from organisations.services import declare_affiliation, verify_affiliation

_RANK = {Role.OBSERVER: 0, Role.MEMBER: 1, Role.FACILITATOR: 2}


def _keep_a_facilitator(group: WorkingGroup, leaving: Membership) -> None:
    others = Membership.objects.active().filter(group=group, role=Role.FACILITATOR)
    if leaving.role == Role.FACILITATOR and not others.exclude(pk=leaving.pk).exists():
        raise LastFacilitatorError


def role_of(group: WorkingGroup, organisation_id: int | None, role: str) -> str:
    """The role that `role` has become for the people of a collectivité that stepped back from
    experimenting since: they observe."""
    mirror = Engagement.objects.filter(
        group=group, organisation=organisation_id, status=EngagementStatus.MIRROR
    )
    return Role.OBSERVER if role == Role.MEMBER and mirror.exists() else role


def _present(membership: Membership) -> Membership:
    """The membership as it is now. Raises NotInsideError if it has ended."""
    current = Membership.objects.select_related("user", "organisation").get(pk=membership.pk)
    if current.ended_at is not None:
        raise NotInsideError
    return current


def admit(*, group: WorkingGroup, user, role: str, organisation, by) -> Membership:
    """Make `user` hold at least `role`; the caller holds the group's lock.

    Whoever already belongs keeps the higher of the two roles. A member is never a guest too: her
    guest accesses in the group end, so that leaving it leaves nothing open.
    """
    membership = Membership.objects.active().filter(group=group, user=user).first()
    if membership is None:
        membership = Membership.objects.create(
            group=group, user=user, role=role, organisation=organisation, admitted_by=by
        )
        action = "membership.started"
    elif _RANK[membership.role] < _RANK[role]:
        membership.role = role
        membership.organisation = organisation or membership.organisation
        membership.save(update_fields=["role", "organisation", "updated_at"])
        action = "membership.role_changed"
    else:
        return membership
    close_accesses(GuestAccess.objects.filter(user=user, space__group=group, ended_at=None), by=by)
    raise_group_access(group.pk)
    record(
        action=action,
        actor=by,
        target=membership,
        group_id=group.pk,
        user=str(user.pk),
        role=role,
    )
    return membership


@transaction.atomic
def add_membership(
    *, group: WorkingGroup, user, role: str, by, organisation: Organisation | None = None
) -> Membership:
    """Give `user` a role in the group. Raises AlreadyInsideError if she has one."""
    current = lock_group(group.pk)
    if Membership.objects.active().filter(group=current, user=user).exists():
        raise AlreadyInsideError
    return admit(group=current, user=user, role=role, organisation=organisation, by=by)


@transaction.atomic
def change_role(*, membership: Membership, role: str, by) -> Membership:
    """Change what a person is in the group. The last facilitator stays one."""
    group = lock_group(membership.group_id)
    current = _present(membership)
    if current.role == role:
        return current
    _keep_a_facilitator(group, current)
    before, current.role = current.role, role
    current.save(update_fields=["role", "updated_at"])
    raise_group_access(group.pk)
    record(
        action="membership.role_changed",
        actor=by,
        target=current,
        group_id=group.pk,
        user=str(current.user_id),
        before=before,
        role=role,
    )
    return current


@transaction.atomic
def end_membership(*, membership: Membership, by) -> Membership:
    """End a person's place in the group (or her own, when she leaves). Twice is once."""
    group = lock_group(membership.group_id, writable=False)
    current = Membership.objects.get(pk=membership.pk)
    if current.ended_at is not None:
        return current
    _keep_a_facilitator(group, current)
    current.ended_at = timezone.now()
    current.save(update_fields=["ended_at", "updated_at"])
    raise_group_access(group.pk)
    record(
        action="membership.ended",
        actor=by,
        target=current,
        group_id=group.pk,
        user=str(current.user_id),
        role=current.role,
    )
    return current


@transaction.atomic
def restore_membership(*, membership: Membership, by) -> Membership:
    """Undo `end_membership`. Raises AlreadyInsideError if she came back another way since."""
    group = lock_group(membership.group_id)
    current = Membership.objects.get(pk=membership.pk)
    if current.ended_at is None:
        return current
    if Membership.objects.active().filter(group=group, user=current.user_id).exists():
        raise AlreadyInsideError
    current.ended_at = None
    current.role = role_of(group, current.organisation_id, current.role)
    current.save(update_fields=["ended_at", "role", "updated_at"])
    # She may have become a guest in between, and a member is never a guest too.
    accesses = GuestAccess.objects.filter(user=current.user_id, space__group=group, ended_at=None)
    close_accesses(accesses, by=by)
    raise_group_access(group.pk)
    record(
        action="membership.restored",
        actor=by,
        target=current,
        group_id=group.pk,
        user=str(current.user_id),
        role=current.role,
    )
    return current


@transaction.atomic
def confirm_place(*, membership: Membership, by) -> None:
    """Vouch that the person works where she says: the organisation in whose name she belongs.
    Raises OwnPlaceError: nobody vouches for herself."""
    lock_group(membership.group_id)
    current = _present(membership)
    if current.user_id == by.pk:
        raise OwnPlaceError
    if current.organisation is not None:
        place = declare_affiliation(user=current.user, organisation=current.organisation, by=by)
        verify_affiliation(affiliation=place, by=by)
