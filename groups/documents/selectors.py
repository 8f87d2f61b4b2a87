"""Reads of documents: lists with a fixed number of queries."""

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404

from groups.documents.models import Document, DocumentVersion
from groups.enums import SpaceKind
from groups.models import Space, WorkingGroup
from groups.permissions import Access, space_access


def documents_of(user, space: Space) -> QuerySet:
    """The documents of a space that `user` may see, each with its newest version as
    `document.current` (number, filename, size, url) and its date as `renewed_at`. One query."""
    return _with_current(Document.objects.filter(space=space).visible_to(user))


def recent_documents(user, group: WorkingGroup, limit: int = 4) -> list[Document]:
    """The newest documents of the group's own space that `user` may see. One query."""
    rows = Document.objects.filter(space__group=group, space__kind=SpaceKind.GROUP)
    return list(_with_current(rows.visible_to(user))[:limit])


def documents_counted(user, group: WorkingGroup) -> QuerySet:
    """The documents of the group's own space that `user` may see, for the number on their tab."""
    rows = Document.objects.filter(space__group=group, space__kind=SpaceKind.GROUP)
    return rows.visible_to(user)


def _with_current(rows: QuerySet) -> QuerySet:
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    fields = {name: name for name in ["number", "filename", "size", "url"]}
    current = newest.annotate(fields=JSONObject(**fields)).values("fields")[:1]
    return rows.select_related("author", "organisation").annotate(
        current=Subquery(current), renewed_at=Subquery(newest.values("created_at")[:1])
    )


def get_document(user, pk: int) -> tuple[Document, Access]:
    """A document that `user` may see and what she may do in its space, or 404. Two queries."""
    rows = Document.objects.visible_to(user)
    document = get_object_or_404(
        rows.select_related("space__group", "author", "organisation"), pk=pk
    )
    return document, space_access(user, document.space)


def get_removed_document(user, pk: int) -> tuple[Document, Access]:
    """A removed document that `user` could see, or 404. Two queries."""
    rows = Document.with_removed.exclude(removed_at=None).visible_to(user)
    document = get_object_or_404(rows.select_related("space__group"), pk=pk)
    return document, space_access(user, document.space)


def versions_of(document: Document) -> QuerySet:
    """Every version, the newest first, with who gave it."""
    return document.versions.select_related("author")


def get_version(document: Document, number: int) -> DocumentVersion:
    """A stored file of this document, or 404; a link has nothing to download."""
    version = get_object_or_404(document.versions, number=number)
    if not version.file:
        raise Http404
    return version
