"""What messages name: « @ » and the name of somebody who reads the thread, or the title of an
experimentation that all its readers may read."""

import re

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from common.markdown import Name, Names, named
from common.registry import space_home, space_relations
from common.text import fold
from discussions.audience import readers
from discussions.following import note_named
from discussions.models import Mention, Message, Thread
from groups.enums import SpaceKind
from groups.models import GuestAccess, Membership, Space

SUGGESTIONS = 8
# Not an e-mail address.
CALL = re.compile(r"(?<![\w@])@\w")


def _people_of(space: Space) -> QuerySet:
    return get_user_model().objects.filter(pk__in=readers(space).keys()).exclude(name="")


def _places_of(space: Space) -> QuerySet:
    """The spaces of experimentations of the group that all who read `space` may read: its members
    may, its guests where they are guests too. Composed, not asked."""
    guests = GuestAccess.objects.active()
    members = Membership.objects.active().filter(group=space.group_id).values("user")
    there = guests.filter(space=OuterRef(OuterRef("pk")), user=OuterRef("user"))
    left_out = guests.filter(~Exists(there), space=space.pk).exclude(
        user__in=members.values("user")
    )
    places = Space.objects.filter(group=space.group_id, kind=SpaceKind.EXPERIMENTATION)
    return places.filter(~Exists(left_out)).select_related(*space_relations)


def _names_of_people(people: QuerySet) -> Names:
    """Each name with the ids of those who bear it."""
    found: dict[str, list[str]] = {}
    for pk, name in people.order_by("name", "pk").values_list("pk", "name"):
        found.setdefault(name, []).append(str(pk))
    return tuple(Name(name, people=" ".join(ids)) for name, ids in found.items())


def _names_of_places(places: QuerySet) -> Names:
    found = ((space.pk, *space_home(space)) for space in places.order_by("pk"))
    return tuple(Name(title, url=url, space=pk) for pk, title, url in found)


def named_in(body: str, space: Space) -> Names:
    """The readers of `space` and the experimentations that `body` names; three queries, none where
    no « @ » begins a word. Somebody who may not read is not named: her name stays words."""
    if not CALL.search(body):
        return ()
    return named(body, (*_names_of_people(_people_of(space)), *_names_of_places(_places_of(space))))


def note(message: Message, names: Names) -> None:
    """Keep what `message` names, as one of its changes: who is newly named follows the thread,
    unless she muted it. In the transaction of the change."""
    if not names and "@" not in message.body:
        return
    people = {pk for name in names for pk in name.people.split()} - {str(message.author_id)}
    if fresh := _keep(message, "user", people):
        note_named(thread=message.thread, user_ids=fresh)
    _keep(message, "space", {str(name.space) for name in names if name.space})


def _keep(message: Message, what: str, wanted: set[str]) -> list[str]:
    """Have the mentions of `message` name those `wanted`, by the field `what`, and no others;
    gives those that are new."""
    rows = message.mentions.exclude(**{what: None})
    known = {str(pk) for pk in rows.values_list(what, flat=True)}
    if gone := known - wanted:
        rows.filter(**{f"{what}__in": gone}).delete()
    fresh = sorted(wanted - known)
    Mention.objects.bulk_create(Mention(message=message, **{f"{what}_id": pk}) for pk in fresh)
    return fresh


def kept(message: Message) -> Names:
    """What a message named, for its text to be drawn again. Two queries, none without « @ »."""
    if "@" not in message.body:
        return ()
    people = get_user_model().objects.filter(mentions__message=message)
    places = Space.objects.filter(mentions__message=message).select_related(*space_relations)
    return (*_names_of_people(people), *_names_of_places(places))


def suggested(thread: Thread, asked: str, *, but) -> dict[str, list[dict]]:
    """What may be named in `thread` and has a word that begins with `asked`: its `people`, `but`
    one, each with `id` and `name`; and the `places`, each with `name`. Three queries."""
    wanted = f" {fold(asked)}"

    def is_meant(name: str) -> bool:
        return wanted in f" {fold(name)}"

    people = _people_of(thread.space).exclude(pk=but.pk).order_by("name", "pk")
    places = _names_of_places(_places_of(thread.space))
    return {
        "people": [
            {"id": str(pk), "name": name}
            for pk, name in people.values_list("pk", "name")
            if is_meant(name)
        ][:SUGGESTIONS],
        "places": [{"name": name.text} for name in places if is_meant(name.text)][:SUGGESTIONS],
    }
