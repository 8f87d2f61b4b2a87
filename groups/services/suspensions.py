"""Writing suspended for a time: the person reads what she could read, and ends by itself."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.enums import Role
from groups.models import GuestAccess, Membership, Suspension, WorkingGroup
from groups.services.errors import NotInsideError, SuspensionError
from groups.services.shared import lock_group, raise_group_access


@transaction.atomic
def suspend_writing(*, group: WorkingGroup, user, days: int, by) -> Suspension:
    """`user`, a member or guest of the group, writes nothing in any of its spaces for `days` days.

    Raises SuspensionError for a facilitator (change her role first) or one already suspended,
    NotInsideError for who is neither member nor guest any more.
    """
    current = lock_group(group.pk)
    roles = Membership.objects.active().filter(group=current, user=user)
    role = roles.values_list("role", flat=True).first()
    guest = GuestAccess.objects.active().filter(space__group=current, user=user)
    if role is None and not guest.exists():
        raise NotInsideError
    standing = Suspension.objects.active().filter(group=current, user=user)
    if role == Role.FACILITATOR or user.is_superuser or standing.exists():
        raise SuspensionError
    made = Suspension.objects.create(
        group=current, user=user, until=timezone.now() + timedelta(days=days)
    )
    raise_group_access(current.pk)
    _recorded("suspension.started", by, made, until=made.until.isoformat())
    return made


@transaction.atomic
def lift_suspension(*, group: WorkingGroup, user, by) -> None:
    """She writes again at once. Raises SuspensionError where nothing is suspended."""
    current = lock_group(group.pk)
    standing = Suspension.objects.active().filter(group=current, user=user).first()
    if standing is None:
        raise SuspensionError
    standing.ended_at = timezone.now()
    standing.save(update_fields=["ended_at"])
    raise_group_access(current.pk)
    _recorded("suspension.lifted", by, standing)


def _recorded(action: str, by, suspension: Suspension, **data: str) -> None:
    record(
        action=action,
        actor=by,
        target=suspension,
        group_id=suspension.group_id,
        user=str(suspension.user_id),
        **data,
    )
