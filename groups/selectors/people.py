"""Who belongs to a group, and the collectivités engaged in it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from groups.enums import EngagementStatus
from groups.models import Engagement, Membership, WorkingGroup
from organisations.models import Affiliation, Organisation

STANDING = [EngagementStatus.ENGAGED, EngagementStatus.MIRROR]
# How long a departure can be taken back from the list of members.
UNDO_FOR = timedelta(days=30)


def verified_place(user: str, organisation: str, on: date | None = None) -> Exists:
    """Whether somebody vouched for the place that the row's `user` holds today (or on that day) in
    its `organisation`."""
    return Exists(
        Affiliation.objects.current(on)
        .verified()
        .filter(user=OuterRef(user), organisation=OuterRef(organisation))
    )


def unverified_in(group, on: date | None = None) -> QuerySet:
    """Memberships of the group in the name of an organisation where nobody confirmed the place
    that is held today (or on that day)."""
    return (
        Membership.objects.active()
        .filter(group=group, organisation__isnull=False, user__is_active=True)
        .exclude(verified_place("user", "organisation", on))
    )


@dataclass
class Delegation:
    """The people of one collectivité in a group. `engagement` is None for those who come for an
    organisation that is not engaged, `organisation` for those who come for none."""

    organisation: Organisation | None
    engagement: Engagement | None = None
    people: list = field(default_factory=list)


def engagements_of(group: WorkingGroup) -> QuerySet:
    """The collectivités of the group, engaged ones first. One query."""
    return (
        Engagement.objects.filter(group=group)
        .select_related("organisation")
        .only("status", "group", "organisation__name", "organisation__department_code")
        .order_by("status", "organisation__name", "pk")
    )


def engaged_organisations(user) -> QuerySet:
    """Ids of the collectivités engaged in groups whose presentation `user` may read, for the map of
    the directory."""
    return Engagement.objects.filter(
        status__in=STANDING, group__in=WorkingGroup.objects.visible_to(user)
    ).values("organisation")


def points_of(engagements) -> list[tuple]:
    """The standing collectivités, for the map. No query."""
    return [
        (
            each.organisation.department_code,
            f"{each.organisation} ({each.get_status_display().lower()})",
            1,
            "",
        )
        for each in engagements
        if each.status in STANDING
    ]


def members_in_order(group: WorkingGroup) -> list[tuple[int, int | None, str | None]]:
    """Everyone who belongs today, as (membership id, organisation id, its name), in the order that
    each collectivité lists its people. One query, and little per person: a page shows a few."""
    rows = Membership.objects.filter(group=group).active().order_by("role", "user__name", "pk")
    return list(rows.values_list("pk", "organisation_id", "organisation__name"))


def members_shown(pks) -> QuerySet:
    """These members, each with her function and whether it is `verified`. One query."""
    function = Affiliation.objects.current().filter(
        user=OuterRef("user"), organisation=OuterRef("organisation")
    )
    return (
        Membership.objects.filter(pk__in=pks)
        .select_related("user", "organisation")
        .only(
            "role",
            "joined_at",
            "charter_accepted",
            "charter_accepted_at",
            "group",
            "user__name",
            "organisation__name",
        )
        .annotate(
            function=Subquery(function.values("function")[:1]),
            verified=verified_place("user", "organisation"),
        )
    )


def charter_unaccepted(group: WorkingGroup) -> QuerySet:
    """Who belongs to the group and has not accepted the newest version of its charter."""
    return Membership.objects.active().filter(
        group=group, charter_accepted__lt=group.charter_version
    )


def left_recently(group: WorkingGroup) -> QuerySet:
    """Those who left a short while ago and have not come back. One query."""
    back = Membership.objects.active().filter(group=group, user=OuterRef("user"))
    return (
        Membership.objects.filter(group=group, ended_at__gt=timezone.now() - UNDO_FOR)
        .exclude(Exists(back))
        .select_related("user", "organisation")
        .order_by("-ended_at")[:10]
    )


def delegations(members: list[tuple], engagements) -> list[Delegation]:
    """`members_in_order` by collectivité: engaged, mirror, others, withdrawn, and last those of
    none; their `people` are membership ids yet. No query."""
    rows = {
        each.organisation_id: Delegation(each.organisation, each)
        for each in engagements
        if each.status != EngagementStatus.CANDIDATE
    }
    for pk, organisation_id, name in members:
        if organisation_id not in rows:
            known = Organisation(pk=organisation_id, name=name) if organisation_id else None
            rows[organisation_id] = Delegation(known)
        rows[organisation_id].people.append(pk)

    def rank(row: Delegation):
        order = [
            EngagementStatus.ENGAGED,
            EngagementStatus.MIRROR,
            None,
            EngagementStatus.WITHDRAWN,
        ]
        status = row.engagement.status if row.engagement else None
        name = row.organisation.name if row.organisation else ""
        return (row.organisation is None, order.index(status), name)

    return sorted(rows.values(), key=rank)


def people_by_page(rows: list[Delegation], per_page: int) -> Paginator:
    """Pages of at most `per_page` people, in the order of `rows`; an organisation without anyone
    takes the place of one. No query."""
    return Paginator([(row, person) for row in rows for person in row.people or [None]], per_page)


def on_page(page: Page) -> list[Delegation]:
    """What one of those pages shows, by collectivité again, with its people. One query."""
    people = {each.pk: each for each in members_shown([pk for _row, pk in page if pk])}
    return [
        replace(row, people=[people[pk] for _row, pk in found if pk in people])
        for row, found in groupby(page, key=itemgetter(0))
    ]
