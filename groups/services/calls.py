"""Calls for participation: written, published, closed."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from groups.enums import GroupState
from groups.models import CallForParticipation, WorkingGroup
from groups.services.errors import ChangedMeanwhileError, RuleError
from groups.services.shared import lock_group


@transaction.atomic
def save_call(
    *,
    group: WorkingGroup,
    by,
    title: str,
    text: str,
    expected: str = "",
    criteria: str = "",
    closes_at: datetime | None = None,
    call: CallForParticipation | None = None,
    unless_changed_since: datetime | None = None,
) -> CallForParticipation:
    """Write a call, or change it, whether or not it is published."""
    lock_group(group.pk)
    if call is None:
        current = CallForParticipation(group=group, created_by=by)
    else:
        current = CallForParticipation.objects.get(pk=call.pk, group=group)
        if unless_changed_since and current.updated_at > unless_changed_since:
            raise ChangedMeanwhileError
    current.title = title
    current.text = text
    current.expected = expected
    current.criteria = criteria
    current.closes_at = closes_at
    current.save()
    record(action="call.saved", actor=by, target=current, group_id=group.pk)
    return current


@transaction.atomic
def publish_call(*, call: CallForParticipation, by) -> CallForParticipation:
    """Open the call to answers; a group in preparation becomes public with it. One at a time."""
    group = lock_group(call.group_id)
    current = CallForParticipation.objects.get(pk=call.pk)
    now = timezone.now()
    if current.is_open:
        return current
    if current.closes_at is not None and current.closes_at <= now:
        raise RuleError(_("Choisissez d’abord une date de clôture à venir."))
    open_calls = CallForParticipation.objects.filter(
        Q(closes_at=None) | Q(closes_at__gt=now), group=group, published_at__lte=now
    )
    if open_calls.exclude(pk=current.pk).exists():
        raise RuleError(_("Un appel est déjà ouvert dans ce groupe\u00a0: terminez-le d’abord."))
    current.published_at = now
    current.save(update_fields=["published_at", "updated_at"])
    if group.state == GroupState.PREPARING:
        group.state = GroupState.OPEN
        group.save(update_fields=["state", "updated_at"])
    record(action="call.published", actor=by, target=current, group_id=group.pk)
    return current


@transaction.atomic
def close_call(*, call: CallForParticipation, by) -> CallForParticipation:
    """Stop taking answers, now; those received stay to be decided."""
    lock_group(call.group_id)
    current = CallForParticipation.objects.get(pk=call.pk)
    if not current.is_open:
        return current
    current.closes_at = timezone.now()
    current.save(update_fields=["closes_at", "updated_at"])
    record(action="call.closed", actor=by, target=current, group_id=current.group_id)
    return current
