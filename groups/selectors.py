"""Reads of groups, each with a fixed number of queries."""

from groups.models import Invitation, Membership
from groups.services.invitations import hashed


def count_members(user, group) -> int:
    """How many people belong to the group today."""
    return Membership.objects.active().filter(group=group).count()


def find_invitation(token: str) -> Invitation | None:
    """The invitation whose newest e-mail carries `token`, whatever became of it."""
    return (
        Invitation.objects.select_related("group", "space__group", "organisation", "invited_by")
        .filter(token_hash=hashed(token))
        .first()
    )
