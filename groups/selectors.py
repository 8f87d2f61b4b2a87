"""Reads of groups, each with a fixed number of queries."""

from groups.models import Membership


def count_members(user, group) -> int:
    """How many people belong to the group today."""
    return Membership.objects.active().filter(group=group).count()
