"""The network's library: what it and its groups know, to be found and cited."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Precision, TimeStamped
from common.text import fold
from groups.library.enums import Kind, Origin, State
from organisations.models import Organisation

MAX_KEYWORD = 60


class Keyword(models.Model):
    """A word under which resources are found; the same words, however typed, are one."""

    label = models.CharField(_("mot-clé"), max_length=MAX_KEYWORD)
    key = models.CharField(max_length=MAX_KEYWORD * 2, unique=True, editable=False)

    class Meta:
        verbose_name = _("mot-clé")
        verbose_name_plural = _("mots-clés")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.label


class Resource(TimeStamped):
    """One item of the library. It belongs to no space: the network's facilitators keep it."""

    title = models.CharField(_("titre"), max_length=300)
    summary = models.TextField(_("résumé"), blank=True)
    body = models.TextField(_("texte"), blank=True)
    kind = models.CharField(_("nature"), max_length=12, choices=Kind)
    origin = models.CharField(
        _("type de ressource"), max_length=8, choices=Origin, default=Origin.NETWORK
    )
    category = models.CharField(_("catégorie"), max_length=120, blank=True)
    is_private = models.BooleanField(_("réservée aux membres du réseau"), default=False)
    # Of a fiche « Déniché pour vous ».
    number = models.PositiveIntegerField(_("numéro"), null=True, blank=True)
    # Of a conference.
    replay = models.URLField(_("adresse de l’enregistrement"), max_length=500, blank=True)
    attendance = models.PositiveIntegerField(_("participant·es"), null=True, blank=True)
    attendance_about = models.BooleanField(_("nombre approché"), default=False)
    dated = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(
        _("précision"), max_length=5, choices=Precision, default=Precision.MONTH
    )
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    zone = models.CharField(_("zone d’action"), max_length=200, blank=True)
    website = models.URLField(_("site internet"), max_length=500, blank=True)
    keywords = models.ManyToManyField(Keyword, blank=True, related_name="resources")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="resources")
    source = models.CharField(_("source"), max_length=300, blank=True)
    review_on = models.DateField(_("à relire le"), null=True, blank=True)
    to_check = models.BooleanField(_("à vérifier"), default=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.SUGGESTED)
    refusal = models.TextField(_("pourquoi elle n’est pas retenue"), blank=True)
    suggested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("publiée le"), null=True, blank=True, editable=False)
    # Made with the form: sent twice, it is there once.
    client_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Of what it was imported from: the same dump imported again adds nothing. None: by hand.
    import_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    # What a higher app put here, and the number that it knows it by (see `shelves`).
    shelf = models.CharField(max_length=20, blank=True, editable=False)
    shelf_pk = models.BigIntegerField(null=True, editable=False)
    # What a search looks through, folded.
    words = models.TextField(blank=True, editable=False)
    # `dated`, long ago if it is not known: both databases then put it last.
    sort_day = models.DateField(default=date.min, editable=False)

    class Meta:
        verbose_name = _("ressource")
        verbose_name_plural = _("ressources")
        ordering = ["-sort_day", "-pk"]
        indexes = [
            models.Index(fields=["state", "-sort_day", "-id"], name="resource_by_date"),
            models.Index(fields=["state", "kind", "-sort_day", "-id"], name="resource_by_kind"),
            models.Index(fields=["state", "title", "id"], name="resource_by_title"),
            models.Index(fields=["state", "-accepted_at", "-id"], name="resource_by_arrival"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["shelf", "shelf_pk"], condition=~Q(shelf=""), name="resource_shelved_once"
            ),
            models.CheckConstraint(
                name="resource_accepted_at",
                condition=~Q(state=State.ACCEPTED) | Q(accepted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_to_check(self) -> bool:
        """Said to be, or its day of review has come."""
        return self.to_check or (
            self.review_on is not None and self.review_on <= timezone.localdate()
        )

    def find_by(self, keywords: list[str]) -> None:
        """Say again what a search finds it by, and what lists put it in order by."""
        self.sort_day = self.dated or date.min
        parts = [self.title, self.summary, self.category, self.place, self.zone, *keywords]
        self.words = f" {fold(' '.join(parts))} "


class ResourceVersion(models.Model):
    """What a resource said once, for good. `content` is of `groups.library.content`."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    content = models.JSONField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("version de la ressource")
        verbose_name_plural = _("versions de la ressource")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["resource", "number"], name="resource_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.resource_id} v{self.number}"


def resource_path(file: "ResourceFile", filename: str) -> str:
    """A server-made name: what a person typed never reaches the disk."""
    name = uuid.uuid4().hex
    return f"library/{name[:2]}/{name}"


class ResourceFile(models.Model):
    """A stored file of a resource, or an address on the web."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="files")
    label = models.CharField(_("intitulé"), max_length=200, blank=True)
    file = models.FileField(_("fichier"), upload_to=resource_path, max_length=120, blank=True)
    filename = models.CharField(_("nom du fichier"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("taille en octets"), default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    url = models.URLField(_("adresse"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("fichier de la ressource")
        verbose_name_plural = _("fichiers de la ressource")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="resource_file_or_url",
                condition=(Q(file="") & ~Q(url="")) | (~Q(file="") & Q(url="")),
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.filename or self.url


class ImportDraft(TimeStamped):
    """A dump that was read, before its resources are in the library: hers who sent it."""

    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("source"), max_length=200, blank=True)
    # In the shape of `groups.library.importing.line_of`.
    lines = models.JSONField(default=list)

    class Meta:
        verbose_name = _("import de ressources")
        verbose_name_plural = _("imports de ressources")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name or str(self.pk)
