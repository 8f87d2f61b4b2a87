"""Who reads a space: the people whom a thread in it may name, gain or lose."""

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from groups.models import GuestAccess, Membership, Space
from groups.permissions import Reader, readers_of


def candidates(group_ids, space_ids) -> QuerySet:
    """The people who may have a right in one of these spaces of these groups, network
    administrators aside, who read everything. Composed, not asked."""
    members = Membership.objects.active().filter(group__in=group_ids)
    guests = GuestAccess.objects.active().filter(space__in=space_ids)
    return get_user_model().objects.filter(
        Q(pk__in=members.values("user")) | Q(pk__in=guests.values("user")), is_superuser=False
    )


def readers(space: Space) -> dict[object, Reader]:
    """Who reads `space`, by id. One query."""
    return readers_of(space.pk, candidates([space.group_id], [space.pk]).values("pk"))
