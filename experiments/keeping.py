"""Words of a discussion and the journals where they are or may be kept: the reads.

The writes are in services/quotations.py. What differs per reader (links both ways) is read here for
each, by HTTP, and never stored in a message.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from discussions.models import Message
from discussions.moving import readers_of_both
from experiments.models import Experimentation, JournalEntry, Quotation
from experiments.permissions import can_add_entry, can_keep_message
from groups.enums import Role, SpaceKind
from groups.models import Membership, Space
from groups.permissions import Access, SpacesWithAccess
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


def quotations_of(user, message: Message) -> list[Quotation]:
    """Where words of this message are kept: each with its note, and `is_seen`, whether it is of a
    journal that `user` enters. Her own words elsewhere are in it too. One query."""
    entry = JournalEntry.objects.visible_to(user).filter(
        pk=OuterRef("entry"), space__in=Space.objects.visible_to(user)
    )
    rows = Quotation.objects.filter(message=message, withdrawn_at=None, entry__removed_at=None)
    rows = rows.annotate(is_seen=Exists(entry)).select_related("entry__experimentation")
    is_mine = message.author_id == user.pk
    return [each for each in rows.order_by("pk") if each.is_seen or is_mine]


def mark_openable(user, access: Access, entries: Iterable[JournalEntry]) -> None:
    """Say of each quotation of these notes of one journal, which `user` reads with `access`,
    whether she may open the message in its thread, and whether the words are her own. A query
    where `access` does not tell."""
    quotations = [entry.quotation for entry in entries if hasattr(entry, "quotation")]
    unknown = []
    for each in quotations:
        if not each.is_shown:
            continue
        place = each.message.thread.space
        same_group = place.group_id == access.group_id and access.belongs
        each.can_open = same_group or (place.pk == access.space_id and access.can_read)
        each.is_mine = user.is_authenticated and each.message.author_id == user.pk
        if not each.can_open:
            unknown.append(each)
    if unknown and access.can_read:
        ids = [each.message_id for each in unknown]
        opened = Message.objects.visible_to(user).filter(pk__in=ids)
        opened = set(opened.values_list("pk", flat=True))
        for each in unknown:
            each.can_open = each.message_id in opened


def of_message(user, message: Message, access) -> dict | None:
    """What a message's page says of journals: where it is kept, as far as `user` sees it, how she
    withdraws her own words, where she may keep it. Two queries."""
    quotations = quotations_of(user, message)
    can_keep = bool(journals_of(user, message))
    if not quotations and not can_keep:
        return None
    return {
        "message": message,
        "quotations": quotations,
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
