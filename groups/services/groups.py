"""A group and its states."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from audit.services import record
from common.text import fold
from groups.enums import GroupState, Hue, Role, SpaceKind
from groups.models import CallForParticipation, Membership, Space, WorkingGroup
from groups.services.charter import publish
from groups.services.errors import ChangedMeanwhileError
from groups.services.shared import lock_group, raise_group_access

# Addresses under /groupes/ that are pages of their own.
RESERVED_SLUGS = {"nouveau"}
# Where a session keeps the groups already visited in it.
VISITED = "visited_groups"


def _slugs(name: str):
    """Addresses for a group of this name, the plain one first."""
    base = slugify(fold(name))[:50].strip("-") or "groupe"
    if base not in RESERVED_SLUGS:
        yield base
    taken = set(WorkingGroup.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 2
    while True:
        if f"{base}-{number}" not in taken:
            yield f"{base}-{number}"
        number += 1


def _insert(name: str, **fields) -> WorkingGroup:
    for slug in _slugs(name):
        try:
            with transaction.atomic():
                return WorkingGroup.objects.create(name=name, slug=slug, **fields)
        except IntegrityError:
            # Somebody took this address a moment ago: the next one is tried.
            if not WorkingGroup.objects.filter(slug=slug).exists():
                raise
    raise AssertionError("addresses never run out")


@transaction.atomic
def create_group(
    *,
    by,
    name: str,
    initials: str = "",
    hue: str = Hue.GREEN,
    summary: str = "",
    presentation: str = "",
    objectives: str = "",
    calendar: str = "",
    charter: str = "",
    publish_charter: bool = False,
    state: str = GroupState.PREPARING,
    source: str = "",
) -> WorkingGroup:
    """Open a chantier with its own space; `by` becomes its first facilitator. `publish_charter`:
    whoever comes is asked to accept the charter."""
    group = _insert(
        name,
        initials=initials,
        hue=hue,
        summary=summary,
        presentation=presentation,
        objectives=objectives,
        calendar=calendar,
        charter=charter,
        state=state,
        source=source,
    )
    Space.objects.create(group=group, kind=SpaceKind.GROUP)
    Membership.objects.create(user=by, group=group, role=Role.FACILITATOR, admitted_by=by)
    record(action="group.created", actor=by, target=group, group_id=group.pk)
    if publish_charter:
        publish(group=group, by=by)
    return group


@transaction.atomic
def update_group(
    *,
    group: WorkingGroup,
    by,
    name: str,
    initials: str,
    hue: str,
    summary: str,
    presentation: str,
    objectives: str,
    calendar: str,
    charter: str,
    publish_charter: bool = False,
    unless_changed_since: datetime | None = None,
) -> WorkingGroup:
    """Change what the group says of itself; its address stays, links to it are everywhere.
    `publish_charter` makes the charter a new version, that its people are asked to accept.

    Raises ChangedMeanwhileError if someone saved it after `unless_changed_since`.
    """
    current = lock_group(group.pk)
    if unless_changed_since and current.updated_at > unless_changed_since:
        raise ChangedMeanwhileError
    current.name = name
    current.initials = initials
    current.hue = hue
    current.summary = summary
    current.presentation = presentation
    current.objectives = objectives
    current.calendar = calendar
    current.charter = charter
    current.save()
    record(action="group.updated", actor=by, target=current, group_id=current.pk)
    if publish_charter:
        publish(group=current, by=by)
    return current


@transaction.atomic
def change_state(*, group: WorkingGroup, state: str, by) -> WorkingGroup:
    """Move the group to `state`. Archiving closes its open calls."""
    current = lock_group(group.pk, writable=False)
    before = current.state
    if before == state:
        return current
    current.state = state
    current.save(update_fields=["state", "updated_at"])
    if state == GroupState.ARCHIVED:
        now = timezone.now()
        CallForParticipation.objects.filter(
            Q(closes_at=None) | Q(closes_at__gt=now), group=current, published_at__isnull=False
        ).update(closes_at=now)
    if GroupState.ARCHIVED in {before, state}:
        raise_group_access(current.pk)
    record(
        action="group.state_changed",
        actor=by,
        target=current,
        group_id=current.pk,
        before=before,
        after=state,
    )
    return current


def record_visits(*, entered: Iterable[tuple], by, session) -> None:
    """Journal that a network administrator entered groups where she has no role: once a session.

    `entered` comes from visits.collected; what was asked there about somebody else (who invited,
    say) is no visit of hers.
    """
    known = session.get(VISITED, [])
    new = sorted({group_id for user_id, group_id in entered if user_id == by.pk} - set(known))
    for group_id in new:
        record(action="group.visited", actor=by, group_id=group_id)
    if new:
        session[VISITED] = [*known, *new]
