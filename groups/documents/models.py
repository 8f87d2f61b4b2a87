"""Files and links shared in a space, with their versions."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from groups.models import SpaceScoped
from groups.moderation.enums import Withheld
from groups.moderation.models import Withholdable
from groups.querysets import SpaceScopedQuerySet
from organisations.models import Organisation


def version_path(version: "DocumentVersion", filename: str) -> str:
    """A server-made name: what a person typed never reaches the disk."""
    name = uuid.uuid4().hex
    return f"documents/{name[:2]}/{name}"


class DocumentManager(models.Manager.from_queryset(SpaceScopedQuerySet)):
    """Documents that nobody has removed or taken out of sight."""

    def get_queryset(self) -> SpaceScopedQuerySet:
        return super().get_queryset().filter(removed_at=None, withheld=Withheld.NO)


class Document(TimeStamped, SpaceScoped, Withholdable):
    """A file or a link; its content is that of its newest version."""

    title = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="documents"
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Made with the form: sent twice, it is stored once.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    source = models.CharField(_("source"), max_length=200, blank=True)
    # Removed documents can be brought back; they are out of `objects`, so out of every list.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = DocumentManager()
    with_removed = SpaceScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["space", "-created_at"], name="document_by_space")]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="document_client_id"),
        ]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One state of a document: a stored file, or an address on the web."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    file = models.FileField(_("fichier"), upload_to=version_path, max_length=120, blank=True)
    filename = models.CharField(_("nom du fichier"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("taille en octets"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    note = models.CharField(_("ce qui change"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_once"),
            models.CheckConstraint(
                name="version_file_or_url",
                condition=(models.Q(file="") & ~models.Q(url=""))
                | (~models.Q(file="") & models.Q(url="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"
