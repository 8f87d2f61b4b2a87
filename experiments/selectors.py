"""Reads of experimentations: lists with a fixed number of queries."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import get_user_model
from django.db.models import (
    Count,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from common.models import Audience
from common.tally import tally
from discussions.models import Thread
from experiments.enums import STAGE_PATH, ActionState, Stage
from experiments.filtering import JournalFilter
from experiments.models import (
    Experimentation,
    Funding,
    JournalEntry,
    JournalPicture,
    Partnership,
    PlannedAction,
    StageChange,
)
from experiments.rooms import notices, rooms
from groups.documents.models import Document
from groups.enums import EngagementStatus, Role
from groups.models import Carrier, GuestAccess, Space, WorkingGroup
from groups.moderation.enums import Withheld
from groups.permissions import Access, SpacesWithAccess
from groups.querysets import OwnPlaces
from organisations.models import Organisation

PER_PAGE = 20
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{1,18})")


_spaces_of = SpacesWithAccess(
    lambda pk: Space.objects.select_related("group", "experimentation__owner").filter(
        experimentation__pk=pk
    )
)


def get_experimentation(user, pk: int) -> tuple[Experimentation, Access]:
    """The experimentation and what `user` may do in it, or 404. One query."""
    for space, access in _spaces_of(user, pk=pk):
        experimentation = space.experimentation
        experimentation.space = space
        # The same rule as Experimentation.objects.visible_to, without asking it again.
        public = experimentation.audience == Audience.PUBLIC and space.group.is_public
        if access.can_read or public:
            return experimentation, access
    raise Http404


def count_column(rows: QuerySet, by: str):
    """How many `rows` (already tied to OuterRef) there are, as a column."""
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def counts_of(experimentation: Experimentation, access: Access) -> dict[str, int]:
    """What the tabs of the page count, each as the person sees it, and the notices. One query."""
    space = experimentation.space_id
    mine = {"experimentation": experimentation}
    inside = {}
    if access.can_read:
        inside["threads"] = Thread.objects.filter(space=space)
    if access.belongs:
        inside["guests"] = GuestAccess.objects.active().filter(space=space)
    for notice in notices:
        waiting = notice.rows(experimentation, access)
        if waiting is not None:
            inside[notice.key] = waiting
    return tally(
        experimentation,
        entries=JournalEntry.objects.filter(**mine).seen_with(access),
        actions=PlannedAction.objects.filter(**mine, done_on=None).seen_with(access),
        documents=Document.objects.filter(space=space).seen_with(access),
        partners=Partnership.objects.filter(**mine),
        **{room.key: room.rows(experimentation).seen_with(access) for room in rooms},
        **inside,
    )


def experimentations_of(user, group: WorkingGroup, access: Access | None) -> QuerySet:
    """The experimentations of a group that `user` may see, as cards need them: two queries.
    `access` is what she may do in the group's own space (None: nothing)."""
    entries = recent_entries().seen_in_group(user, access)
    rows = Experimentation.objects.filter(space__group=group).seen_in_group(user, access)
    return as_cards(rows, entries)


def public_experimentations_of(organisation: Organisation) -> QuerySet:
    """What anyone may see of what a collectivité carries: two queries."""
    rows = Experimentation.objects.filter(space__carriers__organisation=organisation)
    cards = as_cards(rows.visible_to(None), recent_entries().visible_to(None))
    return cards.select_related("space__group")


def recent_entries() -> QuerySet:
    """The entries of the week, tied to a card."""
    week = timezone.now() - timedelta(days=7)
    return JournalEntry.objects.filter(experimentation=OuterRef("pk"), created_at__gte=week)


def as_cards(rows: QuerySet, recent: QuerySet) -> QuerySet:
    """`rows` by title, each with what its card shows; `recent` are the entries it counts."""
    return (
        as_lines(rows)
        .prefetch_related(
            Prefetch(
                "partnerships",
                Partnership.objects.select_related("organisation").only(
                    "experimentation", "organisation__name"
                ),
            )
        )
        .annotate(recent_count=count_column(recent, "experimentation"))
        .order_by("title", "pk")
    )


def as_lines(rows: QuerySet) -> QuerySet:
    """`rows` with what names and places them, without their long texts."""
    return rows.select_related("owner").defer(
        "objective", "hypothesis", "modalities", "owner__description"
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the network's path: `state` is done, now or ahead; `change` says since when."""

    stage: Stage
    state: str
    change: StageChange | None

    @property
    def label(self) -> str:
        return self.stage.label


def path_of(experimentation: Experimentation) -> list[Step]:
    """The six steps, and how far this one went. One query.

    An abandoned experimentation shows how far it had gone: no step is the present one.
    """
    changes = {change.stage: change for change in experimentation.stages.all()}
    abandoned = experimentation.stage == Stage.ABANDONED
    if abandoned:
        reached = max((STAGE_PATH.index(s) for s in changes if s in STAGE_PATH), default=-1) + 1
    else:
        reached = STAGE_PATH.index(Stage(experimentation.stage))
    steps = []
    for index, stage in enumerate(STAGE_PATH):
        now = index == reached and not abandoned
        state = "done" if index < reached else "now" if now else "ahead"
        steps.append(Step(stage, state, changes.get(stage)))
    return steps


def history_of(experimentation: Experimentation) -> list[StageChange]:
    """Every change of stage, oldest first, with who said so. One query, which then serves its path
    too."""
    told = StageChange.objects.select_related("author")
    prefetch_related_objects([experimentation], Prefetch("stages", told))
    return list(experimentation.stages.all())


def carriers_of(experimentation: Experimentation) -> QuerySet:
    """The carrying collectivités, the lead one first."""
    return experimentation.space.carriers.select_related("organisation").order_by("-is_lead", "pk")


def possible_carriers(experimentation: Experimentation) -> QuerySet:
    """Collectivités engaged in the group that do not carry this experimentation yet."""
    return Organisation.objects.filter(
        engagements__group=experimentation.space.group_id,
        engagements__status=EngagementStatus.ENGAGED,
    ).exclude(carried_spaces__space=experimentation.space_id)


def partnerships_of(experimentation: Experimentation) -> QuerySet:
    return experimentation.partnerships.select_related("organisation").order_by("pk")


def fundings_of(experimentation: Experimentation, access: Access) -> QuerySet:
    rows = Funding.objects.filter(experimentation=experimentation).seen_with(access)
    return rows.select_related("funder").order_by(F("year").asc(nulls_last=True), "pk")


def actions_of(experimentation: Experimentation, access: Access) -> QuerySet:
    """Its planned actions: the open ones by date (those without one last), then those done."""
    return (
        PlannedAction.objects.filter(experimentation=experimentation)
        .seen_with(access)
        .select_related("assignee")
        .order_by(F("done_on").desc(nulls_first=True), F("due_on").asc(nulls_last=True), "pk")
    )


def actions_shown(rows: Iterable[PlannedAction], asked: Mapping[str, str]) -> dict:
    """What the page of actions needs: those `planned` and `done` and, with `vue=tableau` in the
    query `asked`, the `columns` of the board, an empty one included."""
    rows = list(rows)
    shown = {
        "planned": [row for row in rows if row.done_on is None],
        "done": [row for row in rows if row.done_on is not None],
    }
    if asked.get("vue") == "tableau":
        shown["columns"] = [
            (state, [row for row in rows if row.state == state]) for state in ActionState
        ]
    return shown


def my_actions(places: OwnPlaces) -> QuerySet:
    """Open actions that await a person in her own places, the most urgent first, with their
    experimentation."""
    return (
        PlannedAction.objects.filter(assignee=places.user, done_on=None)
        .seen_at_home(places)
        .select_related("experimentation__space__group")
        .order_by(F("due_on").asc(nulls_last=True), "pk")
    )


def people_of(experimentation: Experimentation) -> QuerySet:
    """Who may be in charge of an action: the carriers' members, facilitators, present guests."""
    space = experimentation.space
    carriers = Carrier.objects.filter(space=space).values("organisation")
    inside = Q(
        memberships__group=space.group_id,
        memberships__ended_at=None,
        memberships__role=Role.FACILITATOR,
    ) | Q(
        memberships__group=space.group_id,
        memberships__ended_at=None,
        memberships__role=Role.MEMBER,
        memberships__organisation__in=carriers,
    )
    guests = Q(pk__in=GuestAccess.objects.active().filter(space=space).values("user"))
    return (
        get_user_model()
        .objects.filter(inside | guests, is_active=True)
        .distinct()
        .order_by("name", "pk")
    )


def entries_of(experimentation: Experimentation, access: Access) -> QuerySet:
    """The journal as one reads it with `access`, with what an entry shows but for what
    stands beside it (`timeline.dress`): two queries."""
    rows = JournalEntry.objects.filter(experimentation=experimentation)
    return _as_shown(rows.seen_with(access))


def _as_shown(rows: QuerySet) -> QuerySet:
    quoted = [f"quotation__message__{name}" for name in ("author", "organisation", "thread__space")]
    rows = rows.select_related("author", "organisation", "edited_by", *quoted)
    return rows.prefetch_related("pictures")


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some entries, newest first; `older` is the cursor of what follows, "" at the end."""

    entries: list[JournalEntry]
    older: str


def journal_page(
    experimentation: Experimentation,
    access: Access,
    *,
    asked: JournalFilter,
    before: str = "",
    most: int = PER_PAGE,
) -> JournalPage:
    """Twenty entries of the journal (or `most`) of those asked for, from the cursor `before` on;
    what stands beside each is for `timeline` to say. Two queries."""
    rows = asked.apply(entries_of(experimentation, access))
    cursor = _CURSOR.fullmatch(before)
    if cursor:
        try:
            day = date.fromisoformat(cursor[1])
        except ValueError:
            day = None
        if day:
            rows = rows.filter(Q(occurred_on__lt=day) | Q(occurred_on=day, pk__lt=int(cursor[2])))
    entries = list(rows[: most + 1])
    older = ""
    if len(entries) > most:
        entries.pop()
        older = f"{entries[-1].occurred_on.isoformat()}_{entries[-1].pk}"
    return JournalPage(entries, older)


def get_entry(experimentation: Experimentation, access: Access, pk: int) -> JournalEntry:
    """One entry of this experimentation, or 404."""
    return get_object_or_404(entries_of(experimentation, access), pk=pk)


def get_own_entry(user, experimentation: Experimentation, access: Access, pk: int) -> JournalEntry:
    """`get_entry`, and what the facilitators took out of sight for its author and for them: to read
    it, not to change it."""
    rows = _own_entries(user, experimentation, access)
    return get_object_or_404(_as_shown(rows), pk=pk)


def _own_entries(user, experimentation: Experimentation, access: Access) -> QuerySet:
    rows = JournalEntry.with_removed.filter(experimentation=experimentation, removed_at=None)
    if not access.is_facilitator:
        author = user if user.is_authenticated else None
        rows = rows.filter(Q(withheld=Withheld.NO) | Q(author=author, author__isnull=False))
    return rows.seen_with(access)


def get_removed_entry(experimentation: Experimentation, access: Access, pk: int) -> JournalEntry:
    """An entry that was removed from this experimentation and that one could read, or 404."""
    rows = JournalEntry.with_removed.filter(experimentation=experimentation, withheld=Withheld.NO)
    return get_object_or_404(rows.seen_with(access).exclude(removed_at=None), pk=pk)


def get_picture(user, experimentation: Experimentation, access: Access, pk: int) -> JournalPicture:
    """A picture of an entry of this experimentation that one may read, or 404."""
    entries = _own_entries(user, experimentation, access)
    return get_object_or_404(JournalPicture, entry__in=entries, pk=pk)


def get_part(experimentation: Experimentation, access: Access, model, pk: int):
    """A partnership, an action… of this experimentation, or 404."""
    rows = model.objects.filter(experimentation=experimentation).seen_with(access)
    return get_object_or_404(rows, pk=pk)
