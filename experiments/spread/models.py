"""Which experimentation was inspired by which: what spreads from one territory to another."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experiments.models import Experimentation
from experiments.sheets.models import ExperienceSheet


class InspirationQuerySet(models.QuerySet):
    def visible_to(self, user, *, among: Iterable[int] | None = None) -> "InspirationQuerySet":
        """Links of which `user` may read both ends: the other end as an experimentation, which
        `source_seen` then says, or as the published sheet that the link names. Of a few, told
        `among` which experimentations their ends are, so that no other is looked at."""
        trials = Experimentation.objects.visible_to(user)
        if among is not None:
            trials = trials.filter(pk__in=among)
        sheets = ExperienceSheet.objects.published()
        return self.annotate(source_seen=Exists(trials.filter(pk=OuterRef("source")))).filter(
            Exists(trials.filter(pk=OuterRef("inspired"))),
            Q(source_seen=True) | Exists(sheets.filter(pk=OuterRef("sheet"))),
        )


class Inspiration(models.Model):
    """That an experimentation took up something of another, `source`.

    With a `sheet`, which is the source's own, it was read there: who may not enter the source still
    sees the link while the sheet is published.
    """

    inspired = models.ForeignKey(Experimentation, models.CASCADE, related_name="inspirations")
    source = models.ForeignKey(Experimentation, models.CASCADE, related_name="followers")
    sheet = models.ForeignKey(
        ExperienceSheet, models.SET_NULL, null=True, blank=True, related_name="followers"
    )
    note = models.CharField(_("ce qui a été repris"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InspirationQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspiration")
        verbose_name_plural = _("inspirations")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["inspired", "source"], name="inspiration_once"),
            models.CheckConstraint(
                name="inspiration_of_another", condition=~Q(inspired=F("source"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspired_id} ← {self.source_id}"
