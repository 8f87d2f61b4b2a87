from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

# How many the group's overview shows.
RECENT = 4


class DocumentsConfig(AppConfig):
    name = "groups.documents"
    label = "documents"
    verbose_name = "Documents"

    def ready(self):
        from common import registry
        from groups.documents.models import Document
        from groups.documents.moderation import register_documents
        from groups.documents.selectors import (
            documents_counted,
            documents_of,
            documents_seen,
            titles_of,
        )

        register_documents()

        def recent(user, group, access):
            documents = list(documents_of(access)[:RECENT])
            return {"documents": documents, "group": group} if documents else None

        registry.openings |= {
            "group_documents": registry.Opening(_("Documents du groupe")),
            "space_documents": registry.Opening(_("Liste des documents")),
            "document": registry.Opening(_("Document"), registry.by_pk, titles_of),
            "document_download": registry.Opening(_("Téléchargement"), registry.by_pk, titles_of),
        }
        registry.add(
            registry.group_tabs,
            registry.Tab(
                key="documents",
                label=_("Documents"),
                order=40,
                url=lambda group: reverse("group_documents", args=[group.slug]),
                shown=lambda access: access is not None,
                rows=documents_counted,
            ),
        )
        registry.add(
            registry.seen_parts,
            registry.SeenPart(
                key="documents",
                label=_("Documents"),
                order=40,
                rows=lambda space: Document.objects.filter(space=space),
                template="documents/seen.html",
                context=documents_seen,
            ),
        )
        registry.add(
            registry.group_asides,
            registry.Panel(
                key="documents", order=40, template="documents/_panel.html", context=recent
            ),
        )
