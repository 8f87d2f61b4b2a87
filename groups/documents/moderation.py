"""A document, as something that may be reported and taken out of sight."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.documents.models import Document
from groups.documents.services import withhold_document
from groups.moderation.registry import Kind, Thing, register
from groups.moderation.withholding import offered, withheld_by

KEY = "document"


def _thing(document: Document | None) -> Thing | None:
    if document is None:
        return None
    version = document.versions.first()
    shared = (version.filename or version.url) if version else ""
    return Thing(
        kind=KEY,
        pk=document.pk,
        space=document.space,
        label=_("Document «\u00a0%(title)s\u00a0»") % {"title": document.title},
        person=document.author,
        words="\n".join(filter(None, [document.title, document.description, shared])),
        url=reverse("document", args=[document.pk]),
        edit_url=reverse("document_edit", args=[document.pk]),
        verbs=offered(document.withheld, gone=document.removed_at is not None),
        gone=document.removed_at is not None,
    )


def _find(pk: int) -> Thing | None:
    rows = Document.with_removed.select_related("space__group", "author")
    return _thing(rows.filter(pk=pk).first())


def _seen(user, pk: int) -> Thing | None:
    rows = Document.objects.visible_to(user).select_related("space__group", "author")
    return _thing(rows.filter(pk=pk).first())


def _act(pk: int, verb: str, *, by, reason: str, data: dict) -> None:
    withhold_document(pk=pk, withheld=withheld_by(verb), by=by)


def register_documents() -> None:
    """Called once, when the app is ready."""
    register(Kind(key=KEY, name=gettext_lazy("ce document"), find=_find, seen=_seen, act=_act))
