"""The journal: entries and their pictures."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.services import record
from common.live import announce_shown_changed
from common.models import Audience, Precision
from common.uploads import CheckedFile, Picture
from experiments.beside import put as put_beside
from experiments.models import Experimentation, JournalEntry, JournalPicture
from experiments.services.experimentation import rounded
from experiments.vocabularies.models import Term
from experiments.vocabularies.services import put_terms
from groups.documents.models import Document
from groups.documents.services import add_document
from groups.permissions import authorship

# Of each source, by its key: ids chosen, ids that were offered.
Beside = Mapping[str, tuple[set[int], set[int]]]


class EntryConflict(Exception):  # noqa: N818 - it is not an error of ours
    """The same `client_id` came with another text; `entry` is what was stored the first time."""

    def __init__(self, entry: JournalEntry):
        super().__init__(f"entry {entry.pk} has this client_id and another content")
        self.entry = entry


def add_entry(
    *,
    experimentation: Experimentation,
    author,
    kind: str,
    text: str,
    occurred_on: date | None = None,
    precision: str = Precision.DAY,
    audience: str = Audience.SPACE,
    pictures: Iterable[tuple[Picture, str]] = (),
    terms: Iterable[Term] = (),
    documents: Iterable[Document] = (),
    file: CheckedFile | None = None,
    beside: Beside | None = None,
    client_id: uuid.UUID | None = None,
) -> tuple[JournalEntry, bool]:
    """Write in the journal, with pictures and their descriptions, and what it rests on: documents
    of its space, `file`, which becomes one, and what registered sources offered (`beside.put`);
    (entry, whether it is new).

    The same `client_id` and content from the same author return the entry already stored; with
    other content, EntryConflict.
    """
    client_id = client_id or uuid.uuid4()
    known = _stored(author, client_id)
    if known is None:
        try:
            with transaction.atomic():
                entry = JournalEntry.objects.create(
                    experimentation=experimentation,
                    space=experimentation.space,
                    kind=kind,
                    text=text,
                    occurred_on=rounded(occurred_on or timezone.localdate(), precision),
                    precision=precision,
                    audience=audience,
                    author=author,
                    client_id=client_id,
                    **_signed(author, experimentation),
                )
                if terms:
                    put_terms(entry, terms)
                _rest_on(entry, author, documents, file)
                put_beside(entry, beside or {})
                _attach(entry, pictures)
                return entry, True
        except IntegrityError:
            known = _stored(author, client_id)
            if known is None:
                raise
    same = (known.experimentation_id, known.kind, known.text) == (experimentation.pk, kind, text)
    if not same:
        raise EntryConflict(known)
    return known, False


def _rest_on(entry: JournalEntry, by, documents: Iterable[Document], file) -> None:
    """Add documents of its space to what a note rests on, and a new one made of `file`: for the
    same people as the note."""
    entry.documents.add(*documents)
    if file is not None:
        title = file.name.rpartition(".")[0] or file.name
        document, _new = add_document(
            space=entry.space, author=by, title=title[:200], audience=entry.audience, file=file
        )
        entry.documents.add(document)


def _stored(author, client_id: uuid.UUID) -> JournalEntry | None:
    return JournalEntry.with_removed.filter(author=author, client_id=client_id).first()


def _signed(author, experimentation: Experimentation) -> dict:
    signature = authorship(author, experimentation.space)
    return {"organisation_id": signature.organisation_id, "author_role": signature.role}


def _attach(entry: JournalEntry, pictures: Iterable[tuple[Picture, str]], start: int = 0) -> None:
    written = []
    try:
        for position, (picture, alt) in enumerate(pictures, start):
            row = JournalPicture(
                entry=entry,
                width=picture.width,
                height=picture.height,
                alt=alt,
                position=position,
            )
            row.image.save("", ContentFile(picture.full), save=False)
            written.append(row.image)
            row.thumbnail.save("", ContentFile(picture.thumbnail), save=False)
            written.append(row.thumbnail)
            row.save()
    except Exception:
        for stored in written:
            stored.storage.delete(stored.name)
        raise


@transaction.atomic
def edit_entry(
    *,
    entry: JournalEntry,
    editor,
    kind: str,
    text: str,
    occurred_on: date,
    precision: str,
    audience: str | None = None,
    terms: Iterable[Term] | None = None,
    documents: Iterable[Document] | None = None,
    among: Iterable[Document] = (),
    file: CheckedFile | None = None,
    beside: Beside | None = None,
    alts: dict[int, str] | None = None,
    removed_pictures: Iterable[int] = (),
    new_pictures: Iterable[tuple[Picture, str]] = (),
) -> JournalEntry:
    """Correct an entry; it then says that it was corrected and, if not by its author, by whom.

    `terms` and `documents` left out stay as they are; of the documents, only those `among` which
    the editor could choose are taken off. `alts` and `removed_pictures` are keyed by picture;
    those of another entry are ignored.
    """
    changed = ["kind", "text", "occurred_on", "precision", "audience", "edited_at", "edited_by"]
    entry.kind = kind
    entry.text = text
    entry.occurred_on = rounded(occurred_on, precision)
    entry.precision = precision
    if audience is not None:
        entry.audience = audience
    entry.edited_at = timezone.now()
    entry.edited_by = editor
    # And nothing else: the facilitators may have taken it out of sight since it was read.
    entry.save(update_fields=[*changed, "updated_at"])
    if terms is not None:
        put_terms(entry, terms)
    if documents is not None:
        kept = list(documents)
        entry.documents.remove(*(each for each in among if each not in kept))
        _rest_on(entry, editor, kept, file)
    put_beside(entry, beside or {})
    gone = set(removed_pictures)
    last = -1
    for picture in entry.pictures.all():
        if picture.pk in gone:
            _delete_picture(picture)
            continue
        last = max(last, picture.position)
        alt = (alts or {}).get(picture.pk)
        if alt is not None and alt != picture.alt:
            picture.alt = alt
            picture.save(update_fields=["alt"])
    _attach(entry, new_pictures, last + 1)
    return entry


def _delete_picture(picture: JournalPicture) -> None:
    files = [picture.image, picture.thumbnail]
    picture.delete()
    transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files], robust=True)


@transaction.atomic
def remove_entry(*, entry: JournalEntry, by) -> None:
    """Take an entry out of the journal; it can be brought back."""
    entry.removed_at = timezone.now()
    entry.removed_by = by
    entry.save(update_fields=["removed_at", "removed_by"])
    _recorded("entry.removed", by, entry)
    announce_shown_changed([entry.space_id])


@transaction.atomic
def restore_entry(*, entry: JournalEntry, by) -> None:
    """Bring a removed entry back."""
    entry.removed_at = None
    entry.removed_by = None
    entry.save(update_fields=["removed_at", "removed_by"])
    _recorded("entry.restored", by, entry)
    announce_shown_changed([entry.space_id])


@transaction.atomic
def withhold_entry(*, pk: int, withheld: str, by) -> None:
    """Take an entry out of sight or show it again: called by groups.moderation, which knows why."""
    entry = JournalEntry.with_removed.select_related("space").get(pk=pk)
    entry.withheld = withheld
    entry.save(update_fields=["withheld"])
    _recorded("entry.withheld", by, entry, withheld=withheld)
    announce_shown_changed([entry.space_id])


def _recorded(action: str, by, entry: JournalEntry, **data: str) -> None:
    record(
        action=action,
        actor=by,
        target=entry,
        group_id=entry.space.group_id,
        space_id=entry.space_id,
        **data,
    )
