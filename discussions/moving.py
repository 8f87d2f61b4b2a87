"""Moving a thread to another space of its group: who gains and who loses sight of it, and the act.

Called by the machinery of moderation (discussions/moderation.py), under the group's lock.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from audit.services import record
from common.live import announce_shown_changed
from common.registry import space_home
from discussions.audience import candidates
from discussions.models import Thread
from groups.models import Space
from groups.permissions import readers_of
from groups.services import RuleError
from groups.services.shared import raise_space_access

# More names than this are counted.
NAMES = 30


class AudienceChangedError(RuleError):
    message = _(
        "Les personnes qui lisent ce fil, ou qui le liront, ont changé depuis votre aperçu. "
        "Rien n’a été déplacé\u00a0: relisez l’aperçu ci-dessous, puis confirmez."
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gains or loses sight of a thread; `until` is the end of a guest's access."""

    name: str
    until: datetime | None

    @property
    def is_guest(self) -> bool:
        return self.until is not None


@dataclass(frozen=True, slots=True)
class People:
    """Readers in the order of their names: the first ones, and how many `more`."""

    shown: list[Reader]
    more: int

    @property
    def total(self) -> int:
        return len(self.shown) + self.more


@dataclass(frozen=True, slots=True)
class Preview:
    """What moving a thread to `to` changes: who `gain` sight of it, who `lose` it, how many `keep`
    it (network administrators aside, who read everything). `seen` stands for all of it: two
    previews with the same one say the same."""

    to: Space
    place: str
    gain: People
    lose: People
    keep: int
    seen: str


def destinations(thread: Thread) -> QuerySet:
    """The other spaces of the thread's group, its own first. One query."""
    return (
        Space.objects.filter(group=thread.space.group_id)
        .exclude(pk=thread.space_id)
        .select_related("group", "experimentation")
        .order_by("-kind", "experimentation__title", "pk")
    )


def place_of(space: Space) -> str:
    """The name of a space: its experimentation's, or its group's."""
    return space_home(space)[0]


def _named(people: dict) -> People:
    names = get_user_model().objects.filter(pk__in=people).order_by("name", "pk")
    shown = [Reader(str(person), people[person.pk]) for person in names[:NAMES]]
    return People(shown, len(people) - len(shown))


def readers_of_both(here: Space, there: Space) -> tuple[dict, dict]:
    """Who reads each of two spaces, as `readers_of`, network administrators aside. Two queries,
    whatever their number."""
    ids = candidates({here.group_id, there.group_id}, [here.pk, there.pk]).values("pk")
    return readers_of(here.pk, ids), readers_of(there.pk, ids)


def preview(thread: Thread, to: Space) -> Preview:
    """Who will newly see the thread in `to`, and who will no longer. Four queries, whatever their
    number."""
    before, after = readers_of_both(thread.space, to)
    seen = [
        *map(str, [thread.space_id, to.pk]),
        *(" ".join(sorted(map(str, each))) for each in (before, after)),
    ]
    return Preview(
        to=to,
        place=place_of(to),
        gain=_named({pk: each.until for pk, each in after.items() if pk not in before}),
        lose=_named({pk: each.until for pk, each in before.items() if pk not in after}),
        keep=len(before.keys() & after.keys()),
        seen=hashlib.sha256("|".join(seen).encode()).hexdigest(),
    )


def move_thread(*, thread: Thread, actor, to_pk: int, seen: str) -> Space:
    """Put the thread in another space of its group: those who may read it are that space's from
    now on, on open pages too. Messages and read markers follow; gives the space.

    Raises AudienceChangedError unless `seen` is what a preview says now.
    """
    to = destinations(thread).filter(pk=to_pk).first()
    if to is None or preview(thread, to).seen != seen:
        raise AudienceChangedError
    left = thread.space_id
    Thread.objects.filter(pk=thread.pk).update(space=to)
    record(
        action="thread.moved",
        actor=actor,
        target=thread,
        group_id=to.group_id,
        space_id=left,
        to=to.pk,
    )
    for space_id in sorted({left, to.pk}):
        raise_space_access(space_id)
    announce_shown_changed([left, to.pk])
    return to
