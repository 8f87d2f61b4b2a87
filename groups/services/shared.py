"""What the services of this package have in common."""

from collections.abc import Collection

from django.db.models import F, Q, QuerySet

from common.live import announce_access_changed
from groups.enums import GroupState, Role
from groups.models import Membership, Space, WorkingGroup
from groups.services.errors import ArchivedError


def lock_group(group_id: int, *, writable: bool = True) -> WorkingGroup:
    """The group as it is now, held until the transaction ends: who joins, leaves or is decided
    upon in one group does so one after the other. Refuses an archived group if `writable`."""
    group = WorkingGroup.objects.select_for_update(no_key=True).get(pk=group_id)
    if writable and group.state == GroupState.ARCHIVED:
        raise ArchivedError
    return group


def raise_group_access(group_id: int) -> None:
    """Who may see every space of the group has changed: one statement, whatever their number."""
    spaces = Space.objects.filter(group_id=group_id)
    spaces.update(access_version=F("access_version") + 1)
    announce_access_changed(spaces.values_list("pk", flat=True))


def raise_space_access(space_id: int) -> None:
    """Who may see this one space has changed."""
    Space.objects.filter(pk=space_id).update(access_version=F("access_version") + 1)
    announce_access_changed([space_id])


def _groups_with(organisation_ids) -> QuerySet:
    """Where one of these organisations is engaged, carries something, or has people."""
    found = WorkingGroup.objects.filter(
        Q(engagements__organisation__in=organisation_ids)
        | Q(memberships__organisation__in=organisation_ids)
        | Q(spaces__carriers__organisation__in=organisation_ids)
    )
    return WorkingGroup.objects.filter(pk__in=found.values("pk")).order_by("pk")


def organisations_to_move(organisation_ids) -> None:
    """Two organisations are about to be merged, or parted: hold their groups first, as all those
    who then name an organisation do, or each would wait for the other."""
    list(_groups_with(organisation_ids).select_for_update(no_key=True).values_list("pk"))


def organisations_moved(organisation_ids) -> None:
    """Two organisations were merged, or parted again: who may see and do what has changed in every
    group where either is engaged, carries something, or has people."""
    for group_id in _groups_with(organisation_ids).values_list("pk", flat=True):
        raise_group_access(group_id)


def facilitators_of(group: WorkingGroup, *, but: Collection = ()) -> list[str]:
    """Where to write to those who facilitate the group, the people whose ids are in `but` aside."""
    rows = Membership.objects.active().filter(
        group=group, role=Role.FACILITATOR, user__is_active=True
    )
    return list(rows.exclude(user__in=but).values_list("user__email", flat=True))
