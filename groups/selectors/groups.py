"""Lists of groups."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from common.prepared import Prepared
from groups.enums import EngagementStatus
from groups.models import CallForParticipation, Engagement, Membership, WorkingGroup
from groups.querysets import groups_of
from groups.selectors.calls import answers_to_decide
from groups.selectors.people import unverified_in


def _of_person(person, today) -> QuerySet:
    mine = Membership.objects.active().filter(user=person, group=OuterRef("pk"))

    def counted(rows: QuerySet, by: str) -> Subquery:
        return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))

    return (
        WorkingGroup.objects.filter(pk__in=groups_of(person))
        .annotate(
            my_role=Subquery(mine.values("role")[:1]),
            to_decide=counted(answers_to_decide(OuterRef("pk")), "call__group"),
            to_confirm=counted(unverified_in(OuterRef("pk"), today), "group"),
        )
        .order_by("name", "pk")
    )


_of_a_person = Prepared(_of_person)


def my_groups(user) -> list[WorkingGroup]:
    """The groups where `user` has a role, with `my_role` and, where she facilitates, how many
    answers wait (`to_decide`) and places (`to_confirm`). One query."""
    return _of_a_person(person=user.pk, today=timezone.localdate())


def groups_listed(user) -> QuerySet:
    """The groups whose presentation `user` may read, her own first, each with `is_mine`,
    `engaged_count` and `open_call` (a title or None). One query."""
    now = timezone.now()
    engaged = (
        Engagement.objects.filter(group=OuterRef("pk"), status=EngagementStatus.ENGAGED)
        .order_by()
        .values("group")
        .annotate(n=Count("pk"))
        .values("n")
    )
    calls = CallForParticipation.objects.filter(
        Q(closes_at=None) | Q(closes_at__gt=now), group=OuterRef("pk"), published_at__lte=now
    )
    mine = Membership.objects.none()
    if user.is_authenticated:
        mine = Membership.objects.active().filter(user=user, group=OuterRef("pk"))
    return (
        WorkingGroup.objects.visible_to(user)
        .annotate(
            is_mine=Exists(mine),
            engaged_count=Subquery(engaged),
            open_call=Subquery(calls.values("title")[:1]),
        )
        .order_by("-is_mine", "name", "pk")
    )
