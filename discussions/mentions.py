"""People whom messages name: « @ » and the name of somebody who reads the thread."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from common.markdown import Names, named
from common.text import fold
from discussions.audience import readers
from discussions.following import note_named
from discussions.models import Mention, Message, Thread
from groups.models import Space

SUGGESTIONS = 8


def _names(people: QuerySet) -> Names:
    """Each name with the ids of those who bear it, parted by spaces."""
    found: dict[str, list[str]] = {}
    for pk, name in people.exclude(name="").order_by("name", "pk").values_list("pk", "name"):
        found.setdefault(name, []).append(str(pk))
    return tuple((name, " ".join(ids)) for name, ids in found.items())


def named_in(body: str, space: Space) -> Names:
    """The readers of `space` whom `body` names; two queries, none without an « @ ». Somebody who
    may not read is not named: her name stays words."""
    if "@" not in body:
        return ()
    people = get_user_model().objects.filter(pk__in=readers(space).keys())
    return named(body, _names(people))


def note(message: Message, names: Names) -> None:
    """Keep whom `message` names, as one of its changes: who is newly named follows the thread,
    unless she muted it. In the transaction of the change."""
    ids = {pk for _name, each in names for pk in each.split()} - {str(message.author_id)}
    if not names and "@" not in message.body:
        return
    known = {str(pk) for pk in message.mentions.values_list("user", flat=True)}
    if gone := known - ids:
        message.mentions.filter(user__in=gone).delete()
    fresh = [Mention(message=message, user_id=pk) for pk in sorted(ids - known)]
    if fresh:
        Mention.objects.bulk_create(fresh)
        note_named(thread=message.thread, user_ids=[each.user_id for each in fresh])


def kept(message: Message) -> Names:
    """Those whom a message named, for its text to be drawn again. A query, none without « @ »."""
    if "@" not in message.body:
        return ()
    return _names(get_user_model().objects.filter(mentions__message=message))


def suggested(thread: Thread, asked: str, *, but) -> list[dict]:
    """The readers of `thread` whose name has a word that begins with `asked`, `but` one: `id`,
    `name`. Two queries."""
    wanted = f" {fold(asked)}"
    people = get_user_model().objects.filter(pk__in=readers(thread.space).keys())
    rows = people.exclude(pk=but.pk).exclude(name="").order_by("name", "pk")
    found = [
        {"id": str(pk), "name": name}
        for pk, name in rows.values_list("pk", "name")
        if wanted in f" {fold(name)}"
    ]
    return found[:SUGGESTIONS]
