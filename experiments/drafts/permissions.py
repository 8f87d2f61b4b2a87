"""Who may see and write a draft. The table: docs/permissions.md."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from experiments.drafts.models import Draft
from groups.enums import EngagementStatus, GroupState, Role
from groups.models import Engagement, Membership, Suspension


def drafts_open_to(user) -> QuerySet:
    """The drafts, not opened yet, that `user` may read and write: those of the collectivité she is
    a member for, and her own where she facilitates. Whoever could not create the experimentation
    does not see its draft, facilitators and administrators included. One query."""
    rows = Draft.objects.filter(opened_as=None)
    if not user.is_authenticated or not user.is_active:
        return rows.none()
    place = Membership.objects.active().filter(user=user, group=OuterRef("group"))
    colleague = place.filter(role=Role.MEMBER, organisation=OuterRef("owner"))
    facilitates = place.filter(role=Role.FACILITATOR)
    suspended = Suspension.objects.active().filter(user=user, group=OuterRef("group"))
    engaged = Engagement.objects.filter(
        group=OuterRef("group"), organisation=OuterRef("owner"), status=EngagementStatus.ENGAGED
    )
    own = Q(author=user)
    if not user.is_superuser:
        own &= Q(Exists(facilitates))
    return rows.filter(
        own | (Q(Exists(colleague)) & ~Q(Exists(suspended))), Exists(engaged)
    ).exclude(group__state=GroupState.ARCHIVED)
