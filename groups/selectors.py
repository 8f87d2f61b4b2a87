"""Reads of groups, each with a fixed number of queries."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter

from allauth.account.models import EmailAddress
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import Http404
from django.utils import timezone

from common.registry import group_tabs, openings, space_relations
from common.tally import tally
from groups.enums import AnswerStatus, Approval, EngagementStatus, GroupState, SpaceKind
from groups.models import (
    AddressRequest,
    CallAnswer,
    CallForParticipation,
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    Space,
    WorkingGroup,
)
from groups.permissions import Access, SpacesWithAccess, can_open_group, must_accept_charter
from groups.querysets import groups_of
from groups.services.invitations import hashed
from organisations.models import Affiliation, Organisation

STANDING = [EngagementStatus.ENGAGED, EngagementStatus.MIRROR]
# How long a departure can be taken back from the list of members.
UNDO_FOR = timedelta(days=30)
# Without a visit to the site for so long, a person or a group is called dormant.
DORMANT_AFTER = timedelta(days=182)
OPENINGS_SHOWN = 50


# One group, one space

_spaces_at = SpacesWithAccess(
    lambda slug: Space.objects.select_related("group").filter(
        kind=SpaceKind.GROUP, group__slug=slug
    )
)
_spaces_numbered = SpacesWithAccess(
    lambda pk: Space.objects.select_related(*space_relations).filter(pk=pk)
)


def get_page(user, slug: str) -> tuple[WorkingGroup, Access]:
    """The group whose presentation `user` may read, and what she may do in its own space; or 404.
    One query."""
    for space, access in _spaces_at(user, slug=slug):
        # The same rule as WorkingGroup.objects.visible_to, without asking it again.
        if access.can_read or can_open_group(access, space.group):
            return space.group, access
    raise Http404


def get_room(user, slug: str) -> tuple[WorkingGroup, Access]:
    """`get_page` for who may enter the group's own space; 404 for everyone else. One query."""
    group, access = get_page(user, slug)
    if not access.can_read:
        raise Http404
    return group, access


def get_space(user, pk: int) -> tuple[Space, Access]:
    """A space that `user` may enter, with its group, and what she may do there; or 404. One
    query."""
    for space, access in _spaces_numbered(user, pk=pk):
        if access.can_read:
            return space, access
    raise Http404


def room_context(
    user, group: WorkingGroup, access: Access, current: str, **rows: QuerySet | int
) -> dict:
    """What `groups/room.html` draws around the room `current` of a group. One query.

    `rows` are more things to count in the same query, found in `numbers`; a tab whose number is
    given there is not counted again.
    """
    shown_to = access if access.can_read else None
    shown = [tab for tab in group_tabs if tab.shown(shown_to)]
    numbers = {key: each for key, each in rows.items() if isinstance(each, int)}
    counted = [tab for tab in shown if tab.rows is not None]
    to_count = {tab.key: tab.rows(user, group, shown_to) for tab in counted} | rows
    for key in numbers:
        del to_count[key]
    numbers |= tally(group, **to_count)
    return {
        "group": group,
        "access": access,
        "numbers": numbers,
        "tabs": [
            {
                "label": tab.label,
                "url": tab.url(group),
                "count": numbers.get(tab.key),
                "current": tab.key == current,
            }
            for tab in shown
        ],
        # An administrator who has no role here: the page says that her visit is journalled.
        "visiting": access.is_administrator and not access.role,
        "charter_asked": must_accept_charter(access, group),
    }


def members_counted(user, group: WorkingGroup, access: Access) -> QuerySet:
    """Who belongs to the group today, for the number on the tab."""
    return Membership.objects.active().filter(group=group)


def answers_to_decide(group: WorkingGroup) -> QuerySet:
    """Answers to the group's calls that wait for a decision."""
    return CallAnswer.objects.filter(call__group=group, status=AnswerStatus.SUBMITTED)


# Lists of groups


def unverified_in(group) -> QuerySet:
    """Memberships of the group in the name of an organisation where nobody confirmed the place."""
    return (
        Membership.objects.active()
        .filter(group=group, organisation__isnull=False, user__is_active=True)
        .exclude(verified_place("user", "organisation"))
    )


def my_groups(user) -> QuerySet:
    """The groups where `user` has a role, with `my_role` and, where she facilitates, how many
    answers wait (`to_decide`) and places (`to_confirm`). One query."""
    mine = Membership.objects.active().filter(user=user, group=OuterRef("pk"))

    def counted(rows: QuerySet, by: str) -> Subquery:
        return Subquery(rows.order_by().values(by).annotate(n=Count("pk")).values("n"))

    return (
        WorkingGroup.objects.filter(pk__in=groups_of(user))
        .annotate(
            my_role=Subquery(mine.values("role")[:1]),
            to_decide=counted(answers_to_decide(OuterRef("pk")), "call__group"),
            to_confirm=counted(unverified_in(OuterRef("pk")), "group"),
        )
        .order_by("name", "pk")
    )


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


def verified_place(user: str, organisation: str) -> Exists:
    """Whether somebody vouched for the place of the row's `user` in its `organisation`."""
    return Exists(
        Affiliation.objects.current()
        .verified()
        .filter(user=OuterRef(user), organisation=OuterRef(organisation))
    )


# People


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


# Invitations and guests


def find_invitation(token: str) -> Invitation | None:
    """The invitation whose newest e-mail carries `token`, whatever became of it. One query."""
    return (
        Invitation.objects.select_related("group", "space__group", "organisation", "invited_by")
        .filter(token_hash=hashed(token))
        .first()
    )


def _asked_by_others(rows: QuerySet) -> QuerySet:
    """Invitations with `request_pk`: the oldest request to accept it with another address that
    waits for a decision, or None."""
    waiting = AddressRequest.objects.filter(invitation=OuterRef("pk"), outcome="").order_by("pk")
    return rows.annotate(request_pk=Subquery(waiting.values("pk")[:1]))


def invitations_of(group: WorkingGroup) -> QuerySet:
    """Invitations to a role in the group that wait for an answer, past their date or not, with
    `request_pk`. One query."""
    rows = Invitation.objects.unanswered().filter(group=group, space=None)
    return _asked_by_others(rows).select_related("organisation", "invited_by")


def guest_invitations_of(space: Space) -> QuerySet:
    """Invitations to be a guest of the space that wait for an answer, with `request_pk`, and those
    that the facilitators refused lately. One query."""
    refused = Q(approval=Approval.REFUSED, approval_at__gt=timezone.now() - UNDO_FOR)
    waiting = Q(accepted_at=None, declined_at=None, revoked_at=None)
    rows = Invitation.objects.filter(waiting | refused, space=space)
    return _asked_by_others(rows).select_related("organisation", "invited_by")


def guests_to_approve(group: WorkingGroup) -> QuerySet:
    """Invitations of guests, in any space of the group, that wait for its facilitators."""
    return Invitation.objects.unanswered().filter(group=group, approval=Approval.WAITING)


def get_guest_to_approve(group: WorkingGroup, pk: int) -> Invitation:
    """An invitation of a guest in the group that waits for its facilitators or was settled by
    them; or 404. One query."""
    found = (
        Invitation.objects.filter(group=group, pk=pk)
        .exclude(approval="")
        .select_related("space__group", "organisation", "invited_by", "approval_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_address_request(pk: int, **of) -> AddressRequest:
    """A request about an invitation `of` a group and a space (None: to a role in the group) that
    waits or has been decided; or 404. One query."""
    found = (
        AddressRequest.objects.filter(pk=pk, **{f"invitation__{key}": of[key] for key in of})
        .select_related("user", "decided_by", "invitation__group", "invitation__organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found


def my_address_request(user, invitation: Invitation) -> AddressRequest | None:
    """What `user` asked about the invitation, if she did. One query."""
    return AddressRequest.objects.filter(invitation=invitation, user=user).first()


def guests_of(space_id: int) -> QuerySet:
    """Everyone who is or was a guest of the space, present ones first, with `is_current`. One
    query."""
    now = timezone.now()
    return (
        GuestAccess.objects.filter(space=space_id)
        .select_related("user", "organisation", "invited_by", "ended_by")
        .annotate(is_current=Q(ended_at=None, until__gt=now))
        .order_by("-is_current", "until", "pk")
    )


def get_guest(space: Space, pk: int) -> GuestAccess:
    """One access to this very space, or 404. One query."""
    access = GuestAccess.objects.filter(space=space, pk=pk).select_related("user", "space").first()
    if access is None:
        raise Http404
    return access


def _sent_to(user) -> Q:
    """Sent to an address that `user` proved: what still waits for facilitators was not."""
    mine = EmailAddress.objects.filter(user=user, verified=True)
    return Q(email__in=mine.values_list(Lower("email")), approval__in=["", Approval.GRANTED])


def pending_invitations(user) -> QuerySet:
    """What waits for the answer of `user`, at any address that she proved. One query."""
    return (
        Invitation.objects.pending()
        .filter(_sent_to(user))
        .select_related("group", "space", "invited_by")
    )


def get_my_invitation(user, pk: int) -> Invitation:
    """An invitation sent to an address that `user` proved, whatever became of it; or 404. One
    query."""
    invitation = (
        Invitation.objects.select_related("group", "space__group", "organisation", "invited_by")
        .filter(_sent_to(user), pk=pk)
        .first()
    )
    if invitation is None:
        raise Http404
    return invitation


def engaged_organisations(user) -> QuerySet:
    """Ids of the collectivités engaged in groups whose presentation `user` may read, for the map of
    the directory."""
    return Engagement.objects.filter(
        status__in=STANDING, group__in=WorkingGroup.objects.visible_to(user)
    ).values("organisation")


# What a guest opened


@dataclass(frozen=True, slots=True)
class Opened:
    """A line of a guest's journal: the day, what it is (`label`), its `title` where it has one that
    may be read."""

    day: date
    label: str
    title: str


def openings_of(user, access: GuestAccess, page: int) -> tuple[Page, list[Opened]]:
    """What the guest opened by `access`, newest first, for the eyes of `user`. A query or two, and
    one for each kind of thing that has titles."""
    rows = access.openings.order_by("-day", "page", "target")
    shown = Paginator(rows, OPENINGS_SHOWN).get_page(page)
    named = [row for row in shown if row.page in openings]
    # Pages of the same kind of thing (a document and its download) ask for their titles together.
    wanted: dict = {}
    for row in named:
        if row.target:
            wanted.setdefault(openings[row.page].titles, set()).add(row.target)
    titles = {ask: ask(user, sorted(targets)) for ask, targets in wanted.items()}
    return shown, [
        Opened(
            row.day,
            openings[row.page].label,
            titles.get(openings[row.page].titles, {}).get(row.target, ""),
        )
        for row in named
    ]
