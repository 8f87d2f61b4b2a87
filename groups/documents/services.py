"""Every write of documents."""

import uuid

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from audit.services import record
from common.live import announce_shown_changed
from common.models import Audience
from common.uploads import CheckedFile
from groups.documents.models import Document, DocumentVersion
from groups.models import Space
from groups.permissions import authorship


def add_document(
    *,
    space: Space,
    author,
    title: str,
    description: str = "",
    audience: str = Audience.SPACE,
    file: CheckedFile | None = None,
    url: str = "",
    client_id: uuid.UUID | None = None,
) -> tuple[Document, bool]:
    """Share a checked file or a link in a space: (document, whether it is new).

    The same `client_id` from the same author returns the document already there.
    """
    client_id = client_id or uuid.uuid4()
    signature = authorship(author, space)
    try:
        with transaction.atomic():
            document = Document.objects.create(
                space=space,
                title=title,
                description=description,
                audience=audience,
                author=author,
                organisation_id=signature.organisation_id,
                client_id=client_id,
            )
            _store(document, 1, author=author, file=file, url=url)
            return document, True
    except IntegrityError:
        known = Document.with_removed.filter(author=author, client_id=client_id).first()
        if known is None:
            raise
        if known.space_id != space.pk or known.removed_at is not None:
            # The form was kept and sent from another space, or after what it made was taken away.
            return add_document(
                space=space,
                author=author,
                title=title,
                description=description,
                audience=audience,
                file=file,
                url=url,
            )
        return known, False


@transaction.atomic
def add_version(
    *, document: Document, author, file: CheckedFile | None = None, url: str = "", note: str = ""
) -> DocumentVersion:
    """Add a newer state of the document. The content it already has adds nothing: its present
    version is returned."""
    Document.objects.select_for_update().only("pk").get(pk=document.pk)
    newest = document.versions.first()
    same_file = file is not None and newest.sha256 == file.sha256
    if same_file or (url and newest.url == url):
        return newest
    version = _store(document, newest.number + 1, author=author, file=file, url=url, note=note)
    document.save(update_fields=["updated_at"])
    return version


def _store(document, number: int, *, author, file, url: str, note: str = "") -> DocumentVersion:
    version = DocumentVersion(document=document, number=number, url=url, note=note, author=author)
    if file is None:
        version.save()
        return version
    version.filename = file.name
    version.content_type = file.content_type
    version.size = file.size
    version.sha256 = file.sha256
    version.file.save("", ContentFile(file.content), save=False)
    try:
        with transaction.atomic():
            version.save()
    except Exception:
        version.file.storage.delete(version.file.name)
        raise
    return version


@transaction.atomic
def edit_document(
    *, document: Document, editor, title: str, description: str, audience: str | None = None
) -> Document:
    """Change how it is described and, if given, who may see it."""
    before = document.audience
    document.title = title
    document.description = description
    if audience is not None:
        document.audience = audience
    document.save(update_fields=["title", "description", "audience", "updated_at"])
    if document.audience != before:
        _recorded("document.audience_changed", editor, document, audience=document.audience)
    return document


@transaction.atomic
def remove_document(*, document: Document, by) -> None:
    """Take a document out of the space, with its versions; it can be brought back."""
    document.removed_at = timezone.now()
    document.removed_by = by
    document.save(update_fields=["removed_at", "removed_by"])
    _recorded("document.removed", by, document)
    announce_shown_changed([document.space_id])


@transaction.atomic
def restore_document(*, document: Document, by) -> None:
    """Bring a removed document back."""
    document.removed_at = None
    document.removed_by = None
    document.save(update_fields=["removed_at", "removed_by"])
    _recorded("document.restored", by, document)
    announce_shown_changed([document.space_id])


@transaction.atomic
def withhold_document(*, pk: int, withheld: str, by) -> None:
    """Take a document out of sight or show it again: called by groups.moderation, which knows
    why."""
    document = Document.with_removed.select_related("space").get(pk=pk)
    document.withheld = withheld
    document.save(update_fields=["withheld"])
    _recorded("document.withheld", by, document, withheld=withheld)
    announce_shown_changed([document.space_id])


def _recorded(action: str, by, document: Document, **data: str) -> None:
    record(
        action=action,
        actor=by,
        target=document,
        group_id=document.space.group_id,
        space_id=document.space_id,
        **data,
    )
