"""Who keeps the words of the network. Reading them is for whoever reads what bears them."""

from django.db.models import Exists, OuterRef

from groups.enums import EngagementStatus, GroupState, Role
from groups.models import Engagement, Membership, Suspension


def can_edit_vocabulary(user) -> bool:
    """The words belong to the network: its facilitators, of whichever group, keep them together,
    with its administrators. One query."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        user.is_superuser
        or Membership.objects.active().filter(user=user, role=Role.FACILITATOR).exists()
    )


def can_suggest_word(user) -> bool:
    """The members who write in journals, for a collectivité that is engaged; those who keep the
    words add them. Two queries at most."""
    if not user.is_authenticated or not user.is_active:
        return False
    engaged = Engagement.objects.filter(
        group=OuterRef("group"),
        organisation=OuterRef("organisation"),
        status=EngagementStatus.ENGAGED,
    )
    suspended = Suspension.objects.active().filter(user=user, group=OuterRef("group"))
    writes = Membership.objects.active().filter(
        Exists(engaged), ~Exists(suspended), user=user, role=Role.MEMBER
    )
    return writes.exclude(group__state=GroupState.ARCHIVED).exists() or can_edit_vocabulary(user)
