"""Words of a discussion and the journals where they are or may be kept: the reads.

The writes are in services/quotations.py. What differs per reader (links both ways) is read here for
each, by HTTP, and never stored in a message.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from discussions.models import Message
from discussions.moving import readers_of_both
from experiments.models import Experimentation, JournalEntry, Quotation
from experiments.permissions import can_add_entry, can_keep_message
from groups.enums import Role, SpaceKind
from groups.models import Membership, Space
from groups.permissions import SpacesWithAccess
from groups.querysets import carried_spaces_of, groups_of, guest_accesses_of

GUEST = "guest"


def _written(person, moment, visited) -> Q:
    """Spaces where a person may write in the journal as far as roles and accesses say; an
    administrator's are those of the group that she visits."""
    guest = guest_accesses_of(person, "contribute_space", moment)
    return (
        Q(pk__in=carried_spaces_of(person))
        | Q(pk__in=guest.values("space"))
        | Q(group__in=groups_of(person, Role.FACILITATOR))
        | Q(group=visited)
    )


_journals = SpacesWithAccess(
    lambda writer, moment, visited: (
        Space.objects.filter(_written(writer, moment, visited), kind=SpaceKind.EXPERIMENTATION)
        .select_related("experimentation")
        .order_by("experimentation__title", "pk")
    )
)


def journals_of(user, message: Message) -> list[Experimentation]:
    """The experimentations where `user` may keep a message that she reads. One query."""
    if not can_keep_message(message):
        return []
    visited = message.thread.space.group_id if user.is_superuser else 0
    found = _journals(user, writer=user.pk, moment=timezone.now(), visited=visited)
    return [space.experimentation for space, access in found if can_add_entry(access)]


@dataclass(frozen=True, slots=True)
class Newcomers:
    """Who would newly read the words of a message in a journal, network administrators aside:
    how many, of each kind. `seen` stands for them and for the words."""

    total: int
    facilitators: int
    members: int
    observers: int
    guests: int
    seen: str


def newcomers(message: Message, there: Space) -> Newcomers:
    """Who reads `there` and not the thread of `message`. Three queries, whatever their number."""
    before, after = readers_of_both(message.thread.space, there)
    gain = after.keys() - before.keys()
    roles = Membership.objects.active().filter(group=there.group_id, user__in=gain)
    kinds = Counter(dict(roles.values_list("user", "role")).values())
    told = "|".join([message.body, *sorted(map(str, gain))])
    return Newcomers(
        total=len(gain),
        facilitators=kinds[Role.FACILITATOR],
        members=kinds[Role.MEMBER],
        observers=kinds[Role.OBSERVER],
        guests=len(gain) - kinds.total(),
        seen=hashlib.sha256(told.encode()).hexdigest(),
    )


def entries_that_keep(user, message: Message) -> list[JournalEntry]:
    """The notes with words of this message, of the journals that `user` enters. One query."""
    rows = JournalEntry.objects.visible_to(user).filter(
        space__in=Space.objects.visible_to(user),
        quotation__message=message,
        quotation__withdrawn_at=None,
    )
    return list(rows.select_related("experimentation", "quotation").order_by("pk"))


def mark_openable(user, entries: Iterable[JournalEntry]) -> None:
    """Say of each quotation of these notes whether `user` may open the message in its thread, and
    whether the words are her own. One query where there are quotations."""
    quotations = [entry.quotation for entry in entries if hasattr(entry, "quotation")]
    quotations = [each for each in quotations if each.is_shown]
    if not quotations:
        return
    ids = [each.message_id for each in quotations]
    opened = Message.objects.visible_to(user).filter(pk__in=ids)
    opened = set(opened.values_list("pk", flat=True))
    for each in quotations:
        each.can_open = each.message_id in opened
        each.is_mine = user.is_authenticated and each.message.author_id == user.pk


def of_message(user, message: Message, access) -> dict | None:
    """What a message's page says of journals: where it is kept, as far as `user` sees it, how she
    withdraws her own words, where she may keep it. Three queries at most."""
    entries = entries_that_keep(user, message)
    elsewhere = []
    if message.author_id == user.pk:
        known = [entry.pk for entry in entries]
        rows = Quotation.objects.filter(message=message, withdrawn_at=None, entry__removed_at=None)
        elsewhere = list(rows.exclude(entry__in=known).order_by("pk"))
    can_keep = bool(journals_of(user, message))
    if not (entries or elsewhere or can_keep):
        return None
    return {
        "message": message,
        "entries": entries,
        "elsewhere": elsewhere,
        "is_mine": message.author_id == user.pk,
        "can_keep": can_keep,
    }


def get_own_quotation(user, pk: int) -> Quotation:
    """A quotation of the person's own words, wherever it is, or 404. One query."""
    rows = Quotation.objects.select_related(
        "message__thread__space", "message__author", "entry__author", "entry__experimentation"
    )
    found = get_object_or_404(rows, pk=pk)
    if found.message is None or found.message.author_id != user.pk:
        raise Http404
    return found
