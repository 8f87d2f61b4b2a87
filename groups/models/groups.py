"""Working groups, and the charter as each of them published it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from groups.enums import GroupState, Hue
from groups.querysets import PUBLIC_STATES, WorkingGroupQuerySet


class WorkingGroup(TimeStamped):
    """A chantier: a theme, a call, collectivités that commit, and what comes of it."""

    slug = models.SlugField(_("adresse"), max_length=60, unique=True)
    name = models.CharField(_("nom"), max_length=120)
    initials = models.CharField(_("sigle"), max_length=3, blank=True)
    hue = models.CharField(_("couleur"), max_length=8, choices=Hue, default=Hue.GREEN)
    summary = models.CharField(_("en une phrase"), max_length=300, blank=True)
    presentation = models.TextField(_("présentation"), blank=True)
    objectives = models.TextField(_("objectifs"), blank=True)
    calendar = models.TextField(_("calendrier"), blank=True)
    charter = models.TextField(_("charte"), blank=True)
    # The newest CharterVersion that members are asked to accept; 0 while none was published.
    charter_version = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(
        _("état"), max_length=12, choices=GroupState, default=GroupState.PREPARING
    )
    approves_guests = models.BooleanField(
        _("les invitations d’invité·es doivent être approuvées par l’animation"), default=False
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = WorkingGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("groupe de travail")
        verbose_name_plural = _("groupes de travail")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_public(self) -> bool:
        """Its presentation may be read by anyone."""
        return self.state in PUBLIC_STATES


class CharterVersion(models.Model):
    """The charter of a group as it was published: each version asks members anew.

    A small correction changes the group's text only, and asks nobody: what a version said when it
    was published stays here.
    """

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="charter_versions")
    number = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("texte"))
    published_at = models.DateTimeField(_("publiée le"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("version de la charte")
        verbose_name_plural = _("versions de la charte")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="charter_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"Charte {self.group_id}, version {self.number}"
