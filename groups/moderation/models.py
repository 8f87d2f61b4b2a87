"""Reports, and the append-only journal of what was done about them (docs/adr/0009)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from groups.models import Space, WorkingGroup
from groups.moderation.enums import DONE, TOLD, Category, Verb, Withheld

MAX_REASON = 300
MAX_WORDS = 2_000
MAX_LABEL = 300


class Withholdable(models.Model):
    """A row that the facilitators may take out of sight. Its default manager must leave out what
    is withheld, so that no list, count or feed can forget to."""

    withheld = models.CharField(
        max_length=8, choices=Withheld, default=Withheld.NO, blank=True, editable=False
    )

    class Meta:
        abstract = True


class Act(models.Model):
    """One act of moderation: the journal, which the database lets nobody change or erase.

    People and things are named by identifiers only, as in the audit journal: erasing a person
    empties her identity, not this row.
    """

    at = models.DateTimeField(_("date"), default=timezone.now, editable=False)
    group_id = models.BigIntegerField(_("groupe"))
    space_id = models.BigIntegerField(_("espace"))
    verb = models.CharField(_("acte"), max_length=12, choices=Verb)
    kind = models.CharField(_("type d’objet"), max_length=12)
    target_id = models.BigIntegerField(_("objet"))
    label = models.CharField(_("ce dont il s’agit"), max_length=MAX_LABEL)
    reason = models.CharField(_("raison"), max_length=MAX_REASON)
    data = models.JSONField(_("détails"), default=dict)
    actor_id = models.UUIDField(_("par"), null=True)
    person_id = models.UUIDField(_("personne concernée"), null=True)

    class Meta:
        verbose_name = _("acte de modération")
        verbose_name_plural = _("journal de modération")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["group_id", "-id"], name="act_by_group"),
            models.Index(fields=["kind", "target_id", "-id"], name="act_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} · {self.label}"

    @property
    def done(self) -> str:
        """What was done, as the journal says it."""
        return DONE[self.verb]

    @property
    def told(self) -> str:
        """What was done, as the person concerned is told."""
        return TOLD.get(self.verb, self.get_verb_display())


class Answer(models.Model):
    """What the person concerned answered to an act: once, beside it."""

    act = models.OneToOneField(Act, models.PROTECT, related_name="answer")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    text = models.TextField(_("réponse"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("réponse à un acte")
        verbose_name_plural = _("réponses à un acte")

    def __str__(self) -> str:
        return f"{self.act_id} · {self.author_id}"


class Report(models.Model):
    """One person says that something is wrong with one thing; `words` is what it said then."""

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="reports")
    space = models.ForeignKey(Space, models.CASCADE, related_name="+")
    kind = models.CharField(_("type d’objet"), max_length=12)
    target_id = models.BigIntegerField(_("objet"))
    label = models.CharField(_("ce dont il s’agit"), max_length=MAX_LABEL)
    words = models.TextField(_("texte au moment du signalement"), blank=True)
    # Who wrote or is the thing.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports"
    )
    category = models.CharField(_("motif"), max_length=12, choices=Category)
    text = models.TextField(_("précisions"), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Whether the facilitators got an e-mail about it: one an hour for a group is enough.
    announced = models.BooleanField(default=False, editable=False)
    settled_by = models.ForeignKey(
        Act, models.PROTECT, null=True, blank=True, editable=False, related_name="reports"
    )

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "kind", "target_id"],
                condition=Q(settled_by=None),
                name="report_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["group", "-id"], condition=Q(settled_by=None), name="open_report_by_group"
            ),
            models.Index(fields=["kind", "target_id"], name="report_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.get_category_display()} · {self.label}"
