"""The append-only journal of access changes, moderation, exports and visits."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act, by identifiers only: erasing a person empties her identity, not this journal.

    There is no foreign key on purpose: a row outlives what it speaks of.
    """

    at = models.DateTimeField(_("date"), default=timezone.now, editable=False)
    action = models.CharField(_("acte"), max_length=64)
    actor_id = models.UUIDField(_("auteur·rice"), null=True)
    group_id = models.BigIntegerField(_("groupe"), null=True)
    space_id = models.BigIntegerField(_("espace"), null=True)
    target_type = models.CharField(_("type d’objet"), max_length=64, blank=True)
    target_id = models.CharField(_("objet"), max_length=64, blank=True)
    data = models.JSONField(_("détails"), default=dict)

    class Meta:
        verbose_name = _("événement d’audit")
        verbose_name_plural = _("événements d’audit")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["group_id", "-id"], name="audit_by_group"),
            models.Index(fields=["target_type", "target_id", "-id"], name="audit_by_target"),
            models.Index(fields=["actor_id", "-id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
