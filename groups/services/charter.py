"""The charter of a group: published by versions, accepted by each of its people."""

from django.db import transaction
from django.utils import timezone

from audit.services import record
from groups.enums import SpaceKind
from groups.models import CharterVersion, GuestAccess, Membership, WorkingGroup
from groups.services.errors import CharterChangedError, NotInsideError
from groups.services.shared import lock_group


def publish(*, group: WorkingGroup, by) -> None:
    """Make the text of the group's charter its next version, that each is asked to accept; the
    caller holds the group's lock. Nothing happens if the text is that of the newest version."""
    newest = group.charter_versions.first()
    if not group.charter or (newest is not None and newest.text == group.charter):
        return
    number = newest.number + 1 if newest else 1
    CharterVersion.objects.create(group=group, number=number, text=group.charter, published_by=by)
    group.charter_version = number
    group.save(update_fields=["charter_version", "updated_at"])
    record(action="charter.published", actor=by, target=group, group_id=group.pk, version=number)
    accept(group=group, user=by)


def accept(*, group: WorkingGroup, user) -> bool:
    """Note that `user` accepts the newest version, by her role in the group or her access to its
    space; the caller holds the group's lock. False if she has neither."""
    place = Membership.objects.active().filter(group=group, user=user).first()
    if place is None:
        place = (
            GuestAccess.objects.active()
            .filter(space__group=group, space__kind=SpaceKind.GROUP, user=user)
            .first()
        )
    if place is None:
        return False
    if place.charter_accepted < group.charter_version:
        place.charter_accepted = group.charter_version
        place.charter_accepted_at = timezone.now()
        place.save(update_fields=["charter_accepted", "charter_accepted_at", "updated_at"])
        record(
            action="charter.accepted",
            actor=user,
            target=place,
            group_id=group.pk,
            version=group.charter_version,
        )
    return True


@transaction.atomic
def accept_charter(*, group: WorkingGroup, user, version: int | None) -> None:
    """Accept the version that `user` has read. Twice is once. Raises CharterChangedError if a
    newer one was published meanwhile, NotInsideError if she is no longer there."""
    current = lock_group(group.pk)
    if version != current.charter_version:
        raise CharterChangedError
    if not accept(group=current, user=user):
        raise NotInsideError
