"""Members and groups that nobody has seen for a long time."""

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from groups.enums import GroupState
from groups.models import Membership, WorkingGroup

# Without a visit to the site for so long, a person or a group is called dormant.
DORMANT_AFTER = timedelta(days=182)


def _not_seen(path: str) -> Q:
    """Who has not come to the site for `DORMANT_AFTER`; never, since she was given her account."""
    before = timezone.now() - DORMANT_AFTER
    return Q(**{f"{path}last_visit_at__lt": before}) | Q(
        **{f"{path}last_visit_at": None, f"{path}date_joined__lt": before}
    )


def dormant_members(group: WorkingGroup) -> QuerySet:
    """Who belongs to the group and has not come to the site for a long time, the longest first.
    One query."""
    return (
        Membership.objects.active()
        .filter(_not_seen("user__"), group=group)
        .select_related("user", "organisation")
        .order_by(F("user__last_visit_at").asc(nulls_first=True), "user__name", "pk")
    )


def dormant_groups() -> QuerySet:
    """Groups that live, and that none of their people has come back to for a long time, each with
    `last_seen`. One query; for administrators."""
    before = timezone.now() - DORMANT_AFTER
    people = Membership.objects.active().filter(group=OuterRef("pk"), user__is_active=True)
    return (
        WorkingGroup.objects.exclude(state=GroupState.ARCHIVED)
        .filter(~Exists(people.exclude(_not_seen("user__"))), created_at__lt=before)
        .annotate(
            last_seen=Subquery(
                people.filter(user__last_visit_at__isnull=False)
                .order_by("-user__last_visit_at")
                .values("user__last_visit_at")[:1]
            )
        )
        .order_by(F("last_seen").asc(nulls_first=True), "name", "pk")
    )
