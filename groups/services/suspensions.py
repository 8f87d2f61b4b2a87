"""Writing suspended for a time: the person reads what she could read, and ends by itself."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.enums import Role
from groups.models import Membership, Suspension
from groups.services.errors import NotInsideError, SuspensionError
from groups.services.shared import lock_group, raise_group_access


@transaction.atomic
def suspend_member(*, membership: Membership, days: int, by) -> Suspension:
    """The person of `membership` writes nothing in the group for `days` days. Raises
    SuspensionError for a facilitator (change her role first) or one already suspended."""
    group = lock_group(membership.group_id)
    current = Membership.objects.get(pk=membership.pk)
    if current.ended_at is not None:
        raise NotInsideError
    standing = Suspension.objects.active().filter(group=group, user=current.user_id)
    if current.role == Role.FACILITATOR or standing.exists():
        raise SuspensionError
    made = Suspension.objects.create(
        group=group, user_id=current.user_id, until=timezone.now() + timedelta(days=days)
    )
    raise_group_access(group.pk)
    _recorded("suspension.started", by, made, until=made.until.isoformat())
    return made


@transaction.atomic
def lift_suspension(*, membership: Membership, by) -> None:
    """She writes again at once. Raises SuspensionError where nothing is suspended."""
    group = lock_group(membership.group_id)
    standing = Suspension.objects.active().filter(group=group, user=membership.user_id).first()
    if standing is None:
        raise SuspensionError
    standing.ended_at = timezone.now()
    standing.save(update_fields=["ended_at"])
    raise_group_access(group.pk)
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
