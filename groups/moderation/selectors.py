"""Reads of reports and of the journal, each with a fixed number of queries."""

from dataclasses import dataclass, replace

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import Http404

from groups.enums import GroupState
from groups.models import Space
from groups.moderation.enums import Verb
from groups.moderation.models import Act, Report
from groups.moderation.permissions import can_moderate, can_report
from groups.moderation.registry import Thing, get_kind
from groups.permissions import Access, space_access


def reports_for(user, group_id: int) -> QuerySet:
    """The reports of a group that a facilitator handles: not those about herself. One query."""
    return (
        Report.objects.filter(group=group_id)
        .exclude(person=user)
        .select_related("person", "reporter", "settled_by__answer")
    )


def open_reports(user, group, access: Access) -> QuerySet:
    """Those that wait for a decision, for the number on the tab."""
    return Report.objects.filter(group=group, settled_by=None).exclude(person=user)


def reports_about(user, thing: Thing) -> QuerySet:
    """Every report about one thing, the newest first. One query."""
    return reports_for(user, thing.space.group_id).filter(kind=thing.kind, target_id=thing.pk)


def acts_of(group_id: int) -> QuerySet:
    """The journal of a group, the newest first, with the answers. One query."""
    return Act.objects.filter(group_id=group_id).select_related("answer")


def with_people(acts) -> list[Act]:
    """These acts, each with its `actor` and `person` (None if gone). One query, whatever their
    number."""
    acts = list(acts)
    ids = {pk for act in acts for pk in (act.actor_id, act.person_id)} - {None}
    people = get_user_model().objects.in_bulk(ids) if ids else {}
    for act in acts:
        act.actor, act.person = people.get(act.actor_id), people.get(act.person_id)
    return acts


def acts_about(thing: Thing) -> list[Act]:
    """What was done about one thing, the newest first. Two queries."""
    rows = acts_of(thing.space.group_id).filter(kind=thing.kind, target_id=thing.pk)
    return with_people(rows[:20])


def last_act(kind: str, pk: int, *, since=None) -> Act | None:
    """The act that stands on a thing, for the notice on its page: what took it out of sight, or an
    edit request that its author has not followed (`since`: when she last edited). One query."""
    told = [Verb.HIDE, Verb.REMOVE, Verb.RESTORE, Verb.ASK_EDIT]
    act = Act.objects.filter(kind=kind, target_id=pk, verb__in=told).select_related("answer")
    act = act.first()
    if act is None or act.verb == Verb.RESTORE:
        return None
    if act.verb == Verb.ASK_EDIT and since is not None and since > act.at:
        return None
    return act


@dataclass(frozen=True, slots=True)
class Standing:
    """What a thing's own page says of moderation to one person: the `act` that stands on it, and
    whether it is hers (`mine`), and what she may do."""

    kind: str
    pk: int
    space_id: int
    act: Act | None
    mine: bool
    can_report: bool
    can_moderate: bool


def standing_of(
    user, access: Access, row, *, kind: str, group, since=None, told: bool = True
) -> Standing:
    """The Standing of `row` (a message, a note, a document, with its `author_id`). One query, none
    for who neither wrote nor moderates it, nor where the act is not `told`, as in a list. `since`:
    when it was last edited."""
    known = user.is_authenticated
    mine = known and row.author_id == user.pk
    told = told and (mine or access.is_facilitator)
    return Standing(
        kind=kind,
        pk=row.pk,
        space_id=access.space_id,
        act=last_act(kind, row.pk, since=since) if told else None,
        mine=mine,
        can_report=known
        and not mine
        and not access.is_facilitator
        and group.state != GroupState.ARCHIVED,
        can_moderate=access.can_moderate and not mine,
    )


def get_reportable(user, space_pk: int, kind: str, pk: int) -> Thing:
    """A thing of that space that `user` may read and report; or 404."""
    kind = get_kind(kind)
    thing = kind.seen(user, pk) if kind.seen else None
    if thing is None or thing.space.pk != space_pk or not can_report(user, thing):
        raise Http404
    # What is public is found without it; an administrator's visit is journalled all the same.
    space_access(user, thing.space)
    return thing


def get_moderated(user, space_pk: int, kind: str, pk: int) -> Thing:
    """A thing of that space, whatever its state, that `user` may moderate; or 404.

    What its author took away is there only where somebody reported it, with the report's words.
    """
    thing = get_kind(kind).find(pk)
    if thing is None or thing.space.pk != space_pk:
        raise Http404
    if not can_moderate(user, space_access(user, thing.space), thing):
        raise Http404
    if not thing.gone:
        return thing
    if not reports_about(user, thing).exists():
        raise Http404
    return replace(thing, words="")


def get_act(user, space_pk: int, pk: int) -> Act:
    """An act that concerns `user` (whether or not she is still there), or one of a group that she
    facilitates; or 404."""
    act = Act.objects.filter(pk=pk, space_id=space_pk).select_related("answer").first()
    space = Space.objects.select_related("group").filter(pk=space_pk).first()
    if act is None or space is None:
        raise Http404
    access = space_access(user, space)
    if act.person_id != user.pk and not access.is_facilitator:
        raise Http404
    return act
