"""Who may say what inspired what, and start from a model. The table: docs/permissions.md."""

from django.db.models import Exists, OuterRef, QuerySet

from experiments.models import Experimentation
from groups.enums import EngagementStatus, GroupState, Role
from groups.models import Engagement, Membership, Space, Suspension
from groups.permissions import Access, SpacesWithAccess
from groups.querysets import carried_spaces_of

_carried = SpacesWithAccess(
    lambda carrier: Space.objects.select_related("group", "experimentation__owner").filter(
        pk__in=carried_spaces_of(carrier), experimentation__isnull=False
    )
)


def can_say_inspired(access: Access) -> bool:
    """The carrying collectivités and the facilitators say what their experimentation took up, and
    take it back. Nobody says it of somebody else's."""
    return access.can_manage


def trials_of(user) -> list[Experimentation]:
    """The experimentations of which `user` may say so as one of their carriers, by title. One
    query. A facilitator does it for another from that experimentation's own page."""
    if not user.is_authenticated:
        return []
    rows = _carried(user, carrier=user.pk)
    found = [space.experimentation for space, access in rows if can_say_inspired(access)]
    return sorted(found, key=lambda trial: (trial.title, trial.pk))


def places_for(user) -> QuerySet:
    """The memberships by which `user` may describe a new experimentation of her collectivité, with
    their group and organisation: what `owners_allowed` says, asked of all her groups at once."""
    if not user.is_authenticated or not user.is_active:
        return Membership.objects.none()
    engaged = Engagement.objects.filter(
        group=OuterRef("group"),
        organisation=OuterRef("organisation"),
        status=EngagementStatus.ENGAGED,
    )
    suspended = Suspension.objects.active().filter(user=user, group=OuterRef("group"))
    return (
        Membership.objects.active()
        .filter(Exists(engaged), ~Exists(suspended), user=user, role=Role.MEMBER)
        .exclude(group__state=GroupState.ARCHIVED)
        .select_related("group", "organisation")
        .order_by("group__name", "pk")
    )
