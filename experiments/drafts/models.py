"""An experimentation that is being prepared: it is none yet, so no list can show it by mistake."""

import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import Audience, Precision, TimeStamped
from experiments.drafts.enums import Step
from experiments.enums import Activity, Contribution, Stage
from experiments.indicators.enums import Direction
from experiments.models import Experimentation
from groups.models import WorkingGroup
from organisations.models import Organisation

# Without being written again; its readers are warned on screen for the last month of it.
KEPT_FOR = timedelta(days=365)
WARNED_FOR = timedelta(days=30)


def erased_soon(written: datetime) -> date | None:
    """The day when `drafts_daily` erases a draft last written then, if that day is near."""
    day = timezone.localdate(written + KEPT_FOR)
    return day if day <= timezone.localdate() + WARNED_FOR else None


class Draft(TimeStamped):
    """What was typed on the screens of the path, until it is opened to the group.

    It has no space: who may see it is `permissions.drafts_open_to`. Once opened, its words are in
    the experimentation and no longer here; the row stays, so that opening twice makes one.
    """

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="experiment_drafts")
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="experiment_drafts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="experiment_drafts"
    )
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Made with the form: sent twice, it is stored once.
    client_id = models.UUIDField(default=uuid.uuid4, editable=False)
    # The last screen that was filled in: where one takes it up again.
    step = models.CharField(_("écran"), max_length=8, choices=Step, default=Step.START)
    title = models.CharField(_("titre"), max_length=160, blank=True)
    summary = models.CharField(_("en une phrase"), max_length=300, blank=True)
    activity = models.CharField(
        _("activité de départ"), max_length=16, choices=Activity, blank=True
    )
    neighbourhood = models.CharField(_("quartier"), max_length=160, blank=True)
    neighbourhood_code = models.CharField(_("code du quartier"), max_length=8, blank=True)
    objective = models.TextField(_("objectif"), blank=True)
    hypothesis = models.TextField(_("hypothèse"), blank=True)
    modalities = models.TextField(_("modalités"), blank=True)
    stage = models.CharField(_("étape"), max_length=16, choices=Stage, default=Stage.SPOTTING)
    since = models.DateField(_("depuis"), null=True, blank=True)
    precision = models.CharField(
        _("précision"), max_length=5, choices=Precision, default=Precision.DAY
    )
    audience = models.CharField(
        _("visible par"), max_length=8, choices=Audience, default=Audience.SPACE
    )
    opened_as = models.OneToOneField(
        Experimentation, models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("brouillon d’expérimentation")
        verbose_name_plural = _("brouillons d’expérimentations")
        ordering = ["-updated_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="draft_client_id"),
        ]
        indexes = [
            models.Index(
                fields=["owner", "group"],
                condition=models.Q(opened_as=None),
                name="drafts_of_owner",
            ),
            models.Index(
                fields=["author"], condition=models.Q(opened_as=None), name="drafts_of_author"
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Brouillon sans titre"))

    @property
    def erased_soon(self) -> date | None:
        return erased_soon(self.updated_at)


class DraftPartner(models.Model):
    """A partner named on the third screen."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(_("rôle"), max_length=160, blank=True)
    contribution_kinds = models.JSONField(_("nature de l’apport"), default=list, blank=True)
    contribution = models.CharField(_("ce qu’elle apporte"), max_length=300, blank=True)
    contact = models.CharField(_("contact (fonction)"), max_length=160, blank=True)

    class Meta:
        verbose_name = _("partenaire d’un brouillon")
        verbose_name_plural = _("partenaires de brouillons")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "organisation"], name="draft_partner_once"),
        ]

    def __str__(self) -> str:
        return str(self.organisation)

    @property
    def kinds_named(self) -> list[str]:
        """What it would bring, in words."""
        return [kind.label for kind in Contribution if kind in self.contribution_kinds]


class DraftIndicator(models.Model):
    """Something to count, chosen on the last screen."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="indicators")
    name = models.CharField(_("indicateur"), max_length=160)
    unit = models.CharField(_("unité"), max_length=40, blank=True)
    direction = models.CharField(
        _("sens"), max_length=8, choices=Direction, default=Direction.NEITHER
    )

    class Meta:
        verbose_name = _("indicateur d’un brouillon")
        verbose_name_plural = _("indicateurs de brouillons")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("draft", Lower("name"), name="draft_indicator_by_name"),
        ]

    def __str__(self) -> str:
        return self.name
