"""Reads of documents: lists with a fixed number of queries."""

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.shortcuts import get_object_or_404

from groups.documents.models import Document, DocumentVersion
from groups.moderation.enums import Withheld
from groups.permissions import Access, space_access

PER_PAGE = 50


def documents_of(access: Access) -> QuerySet:
    """The documents of the space of `access` that may be seen with it, each with its newest version
    as `document.current` (number, filename, size, url) and its date as `renewed_at`. One query."""
    return _with_current(Document.objects.filter(space=access.space_id).seen_with(access))


def documents_page(access: Access, asked: dict) -> Page:
    """A page of them, the one `asked` for in the query of an address. Two queries."""
    return Paginator(documents_of(access), PER_PAGE).get_page(asked.get("page"))


def documents_seen(space, access: Access, asked: dict) -> dict:
    """The documents of `space`, in the view of what a guest sees. Two queries."""
    return {"documents": documents_page(access, asked)}


def documents_counted(user, group, access: Access) -> QuerySet:
    """The documents of the group's own space that may be seen, for the number on their tab."""
    return Document.objects.filter(space=access.space_id).seen_with(access)


def _with_current(rows: QuerySet) -> QuerySet:
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    fields = {name: name for name in ["number", "filename", "size", "url"]}
    current = newest.annotate(fields=JSONObject(**fields)).values("fields")[:1]
    return rows.select_related("author", "organisation").annotate(
        current=Subquery(current), renewed_at=Subquery(newest.values("created_at")[:1])
    )


def get_document(user, pk: int) -> tuple[Document, Access]:
    """A document that `user` may see and what she may do in its space, or 404. Two queries."""
    return _found(Document.objects, user, pk)


def get_own_document(user, pk: int) -> tuple[Document, Access]:
    """`get_document`, and what the facilitators took out of sight for its author and for them:
    to read it, not to change it."""
    document, access = _found(Document.with_removed.filter(removed_at=None), user, pk)
    if document.withheld and document.author_id != user.pk and not access.is_facilitator:
        raise Http404
    return document, access


def _found(rows, user, pk: int) -> tuple[Document, Access]:
    rows = rows.visible_to(user).select_related("space__group", "author", "organisation")
    document = get_object_or_404(rows, pk=pk)
    return document, space_access(user, document.space)


def get_removed_document(user, pk: int) -> tuple[Document, Access]:
    """A removed document that `user` could see, or 404. Two queries."""
    removed = Document.with_removed.exclude(removed_at=None).filter(withheld=Withheld.NO)
    rows = removed.visible_to(user)
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


def titles_of(user, targets: list[str]) -> dict[str, str]:
    """The titles of these documents, of those that `user` may read. One query."""
    rows = Document.objects.visible_to(user).filter(pk__in=targets, removed_at=None)
    return {str(pk): title for pk, title in rows.values_list("pk", "title")}
