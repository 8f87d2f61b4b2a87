"""Chosen sheets in one PDF, kept for whoever reads the group."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from experiments.booklets.enums import BookletState
from experiments.sheets.models import ExperienceSheet
from groups.models import WorkingGroup


def booklet_path(booklet: "Booklet", filename: str) -> str:
    """A server-made name, new for each file."""
    name = uuid.uuid4().hex
    return f"booklets/{name[:2]}/{name}"


class Booklet(TimeStamped):
    """What was asked, and the file made of it until `expires_at`.

    `digest` is of what was asked: asked twice, it is made once. `shows` holds the identifiers of
    what the file shows (`experiments.booklets.standing`): as soon as any of it is not for everybody
    any more, the file is handed out to nobody.
    """

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="booklets")
    title = models.CharField(_("titre"), max_length=160)
    introduction = models.TextField(_("introduction"), blank=True)
    digest = models.CharField(max_length=64, editable=False)
    state = models.CharField(max_length=8, choices=BookletState, default=BookletState.WAITING)
    # Sheets prepared so far.
    done = models.PositiveIntegerField(default=0, editable=False)
    failed_on = models.ForeignKey(
        ExperienceSheet, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    shows = models.JSONField(default=dict, editable=False)
    file = models.FileField(_("fichier"), upload_to=booklet_path, max_length=120, blank=True)
    size = models.PositiveBigIntegerField(_("taille en octets"), default=0, editable=False)
    made_at = models.DateTimeField(_("fait le"), null=True, editable=False)
    expires_at = models.DateTimeField(_("gardé jusqu’au"), null=True, editable=False, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("recueil de fiches")
        verbose_name_plural = _("recueils de fiches")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["group", "-created_at", "-id"], name="booklet_by_group"),
            models.Index(fields=["group", "digest"], name="booklet_by_digest"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_expired(self) -> bool:
        """Its file was kept long enough."""
        past = self.expires_at is not None and self.expires_at <= timezone.now()
        return past or self.state == BookletState.EXPIRED

    @property
    def is_being_made(self) -> bool:
        return self.state in {BookletState.WAITING, BookletState.MAKING}


class BookletSheet(models.Model):
    """A sheet chosen for a booklet, at its place."""

    booklet = models.ForeignKey(Booklet, models.CASCADE, related_name="chosen")
    sheet = models.ForeignKey(ExperienceSheet, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("fiche du recueil")
        verbose_name_plural = _("fiches du recueil")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["booklet", "sheet"], name="booklet_sheet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.booklet_id} · {self.sheet_id}"
