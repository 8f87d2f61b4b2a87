"""A note of a journal, as something that may be reported and taken out of sight."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import date_format
from experiments.models import JournalEntry
from experiments.services import withhold_entry
from groups.moderation.registry import Kind, Thing, register
from groups.moderation.withholding import offered, withheld_by

KEY = "note"


def _thing(entry: JournalEntry | None) -> Thing | None:
    if entry is None:
        return None
    address = [entry.experimentation_id, entry.pk]
    photos = [picture.alt for picture in entry.pictures.all() if picture.alt]
    quotation = getattr(entry, "quotation", None)
    quoted = [quotation.words] if quotation and quotation.is_shown else []
    return Thing(
        kind=KEY,
        pk=entry.pk,
        space=entry.space,
        label=_("Note du %(day)s, journal de «\u00a0%(title)s\u00a0»")
        % {"day": date_format(entry.occurred_on, "j F Y"), "title": entry.experimentation.title},
        person=entry.author,
        words="\n".join([entry.text, *quoted, *photos]),
        url=reverse("entry", args=address),
        edit_url=reverse("entry_edit", args=address),
        verbs=offered(entry.withheld, gone=entry.removed_at is not None),
        gone=entry.removed_at is not None,
    )


def _loaded(rows, pk: int) -> JournalEntry | None:
    names = ("space__group", "author", "experimentation", "quotation__message")
    return rows.select_related(*names).filter(pk=pk).first()


def _find(pk: int) -> Thing | None:
    return _thing(_loaded(JournalEntry.with_removed, pk))


def _seen(user, pk: int) -> Thing | None:
    return _thing(_loaded(JournalEntry.objects.visible_to(user), pk))


def _act(pk: int, verb: str, *, by, reason: str, data: dict) -> None:
    withhold_entry(pk=pk, withheld=withheld_by(verb), by=by)


def register_entries() -> None:
    """Called once, when the app is ready."""
    register(Kind(key=KEY, name=gettext_lazy("cette note"), find=_find, seen=_seen, act=_act))
