"""Guests of one space: their dated access, and the guardian grants that follow it.

The row is the truth; grants are written only here, in the same transaction. An access past its
date gives nothing from that second on, whether or not its grants were swept away.
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.services import record
from groups.models import GuestAccess, Membership, Space, SpaceUserObjectPermission
from groups.permissions import GRANTS
from groups.services.errors import AlreadyInsideError, PeriodError
from groups.services.shared import lock_group, raise_space_access
from organisations.models import Organisation

LONGEST = timedelta(days=366)


def check_period(until: datetime) -> None:
    """Raise PeriodError unless `until` is in the future, a year away at most."""
    now = timezone.now()
    if not now < until <= now + LONGEST:
        raise PeriodError


def record_seen_as(*, access: GuestAccess, by, part: str) -> None:
    """Journal that `by` looked at `part` of the space ("" for none) as the guest of `access`."""
    record(
        action="guest.seen_as",
        actor=by,
        target=access,
        group_id=access.space.group_id,
        space_id=access.space_id,
        user=str(access.user_id),
        part=part,
    )


def write_grants(*, user_id, space_id: int, level: str) -> None:
    """Make the guardian grants of one guest on one space exactly those of `level` ("": none)."""
    grants = SpaceUserObjectPermission.objects.filter(user=user_id, content_object=space_id)
    codenames = GRANTS[level] if level else ()
    grants.exclude(permission__codename__in=codenames).delete()
    if not codenames:
        return
    permissions = Permission.objects.filter(
        content_type__app_label="groups", content_type__model="space", codename__in=codenames
    )
    SpaceUserObjectPermission.objects.bulk_create(
        [
            SpaceUserObjectPermission(
                user_id=user_id, content_object_id=space_id, permission=permission
            )
            for permission in permissions
        ],
        ignore_conflicts=True,
    )


def close_accesses(accesses: QuerySet, *, by) -> None:
    """End `accesses` with their grants; the caller holds the group's lock and raises versions."""
    now = timezone.now()
    for access in accesses.select_related("space"):
        # One that ran out by itself ended at its date, not today.
        access.ended_at = min(now, access.until)
        access.ended_by = by if now < access.until else None
        access.save(update_fields=["ended_at", "ended_by", "updated_at"])
        write_grants(user_id=access.user_id, space_id=access.space_id, level="")
        if now < access.until:
            _record("guest.ended", access, by)


def _record(action: str, access: GuestAccess, by) -> None:
    record(
        action=action,
        actor=by,
        target=access,
        group_id=access.space.group_id,
        space_id=access.space_id,
        user=str(access.user_id),
        level=access.level,
        until=access.until.isoformat(),
    )


def admit_guest(
    *, space: Space, user, level: str, until: datetime, by, organisation=None, invitation=None
) -> GuestAccess:
    """Open `space` to `user`; the caller holds the group's lock and has checked the period.

    Whoever is a guest there already keeps the higher level and the later date. Raises
    AlreadyInsideError for someone who has a role in the group.
    """
    if Membership.objects.active().filter(group=space.group_id, user=user).exists():
        raise AlreadyInsideError
    mine = GuestAccess.objects.filter(space=space, user=user, ended_at=None)
    close_accesses(mine.filter(until__lte=timezone.now()), by=by)
    access = mine.select_related("space").first()
    if access is None:
        access = GuestAccess(
            space=space,
            user=user,
            level=level,
            until=until,
            organisation=organisation,
            invited_by=by,
            invitation=invitation,
        )
    else:
        access.level = max(access.level, level, key=lambda each: len(GRANTS[each]))
        access.until = max(access.until, until)
        access.starts_at = min(access.starts_at, timezone.now())
        access.organisation = access.organisation or organisation
        access.invitation = access.invitation or invitation
    access.save()
    write_grants(user_id=user.pk, space_id=space.pk, level=access.level)
    raise_space_access(space.pk)
    _record("guest.granted", access, by)
    return access


@transaction.atomic
def grant_guest_access(
    *,
    space: Space,
    user,
    level: str,
    until: datetime,
    by,
    organisation: Organisation | None = None,
) -> GuestAccess:
    """Make `user` a guest of `space` until a date, without an invitation by e-mail."""
    check_period(until)
    lock_group(space.group_id)
    return admit_guest(
        space=space, user=user, level=level, until=until, by=by, organisation=organisation
    )


@transaction.atomic
def change_guest_access(*, access: GuestAccess, level: str, until: datetime, by) -> GuestAccess:
    """Give a guest another level or another end date; also brings back one that ran out."""
    check_period(until)
    lock_group(access.space.group_id)
    current = GuestAccess.objects.select_related("space").get(pk=access.pk)
    if current.ended_at is not None:
        raise PeriodError
    seen_differently = current.until != until
    if current.level == level and not seen_differently:
        return current
    current.level, current.until = level, until
    current.save(update_fields=["level", "until", "updated_at"])
    write_grants(user_id=current.user_id, space_id=current.space_id, level=level)
    if seen_differently:
        raise_space_access(current.space_id)
    _record("guest.changed", current, by)
    return current


@transaction.atomic
def end_guest_access(*, access: GuestAccess, by) -> GuestAccess:
    """Close the space to a guest, now. Twice is once; an archived group may still do it."""
    lock_group(access.space.group_id, writable=False)
    current = GuestAccess.objects.select_related("space").get(pk=access.pk)
    if current.ended_at is not None:
        return current
    close_accesses(GuestAccess.objects.filter(pk=current.pk), by=by)
    raise_space_access(current.space_id)
    current.refresh_from_db()
    return current


@transaction.atomic
def restore_guest_access(*, access: GuestAccess, by) -> GuestAccess:
    """Undo `end_guest_access`, with the same level and end date. Raises AlreadyInsideError if she
    came back another way since, PeriodError if the date has passed."""
    lock_group(access.space.group_id)
    current = GuestAccess.objects.select_related("space").get(pk=access.pk)
    if current.ended_at is None:
        return current
    check_period(current.until)
    inside = Membership.objects.active().filter(group=current.space.group_id, user=current.user_id)
    back = GuestAccess.objects.filter(space=current.space_id, user=current.user_id, ended_at=None)
    if inside.exists() or back.exists():
        raise AlreadyInsideError
    current.ended_at = current.ended_by = None
    current.save(update_fields=["ended_at", "ended_by", "updated_at"])
    write_grants(user_id=current.user_id, space_id=current.space_id, level=current.level)
    raise_space_access(current.space_id)
    _record("guest.restored", current, by)
    return current
