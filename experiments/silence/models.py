"""« Où en êtes-vous ? »: asked once for each silence of a journal."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from experiments.models import Experimentation
from experiments.silence.enums import Standing
from groups.querysets import SpaceScopedQuerySet


class QuestionQuerySet(SpaceScopedQuerySet):
    """Questions and answers are of those who enter the experimentation's space."""

    space_path = "experimentation__space"
    audience_path = None


class Question(models.Model):
    """One silence: asked, and answered or not. What its carriers say without being asked is here
    too. Something written after `asked_at` ends the silence."""

    experimentation = models.ForeignKey(Experimentation, models.CASCADE, related_name="questions")
    asked_at = models.DateTimeField(_("demandé le"), default=timezone.now)
    answer = models.CharField(_("réponse"), max_length=8, choices=Standing, blank=True)
    answered_at = models.DateTimeField(_("répondu le"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("«\u00a0Où en êtes-vous\u00a0?\u00a0»")
        verbose_name_plural = _("«\u00a0Où en êtes-vous\u00a0?\u00a0»")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["experimentation", "-asked_at"], name="last_question")]

    def __str__(self) -> str:
        return f"{self.experimentation} · {self.asked_at:%Y-%m-%d}"
