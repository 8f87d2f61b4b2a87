"""Calls for participation, the questions they ask, what collectivités answer or begin to."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from common.text import french_number
from groups.enums import AnswerStatus, QuestionKind
from groups.models.groups import WorkingGroup
from organisations.models import Organisation


class CallForParticipation(TimeStamped):
    """A group's open call: published until it closes."""

    group = models.ForeignKey(WorkingGroup, models.CASCADE, related_name="calls")
    title = models.CharField(_("titre"), max_length=160)
    text = models.TextField(_("texte de l’appel"))
    expected = models.TextField(_("ce qui est demandé"), blank=True)
    criteria = models.TextField(_("critères"), blank=True)
    published_at = models.DateTimeField(_("publié le"), null=True, blank=True)
    closes_at = models.DateTimeField(_("clôture"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("appel à participation")
        verbose_name_plural = _("appels à participation")
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Published and not closed at this moment."""
        now = timezone.now()
        return (
            self.published_at is not None
            and self.published_at <= now
            and (self.closes_at is None or now < self.closes_at)
        )

    @property
    def is_over(self) -> bool:
        """Published, and closed since: nothing in it changes any more."""
        return self.published_at is not None and not self.is_open


class CallQuestionQuerySet(models.QuerySet):
    def asked(self):
        """Those that whoever answers now is asked."""
        return self.filter(retired_at=None)


class CallQuestion(TimeStamped):
    """One question of a call, beside those that every call asks.

    A retired one is asked no more; what was answered to it stays readable.
    """

    call = models.ForeignKey(CallForParticipation, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("forme de la réponse"), max_length=8, choices=QuestionKind)
    label = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("aide"), max_length=300, blank=True)
    required = models.BooleanField(_("réponse obligatoire"), default=False)
    options = models.JSONField(_("choix proposés"), default=list, blank=True)
    unit = models.CharField(_("unité"), max_length=30, blank=True)
    retired_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    objects = CallQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question d’un appel")
        verbose_name_plural = _("questions d’un appel")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class CallAnswer(TimeStamped):
    """What one collectivité answers to a call, written by one of its agents."""

    call = models.ForeignKey(CallForParticipation, models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="call_answers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="call_answers"
    )
    function = models.CharField(_("votre fonction"), max_length=120, blank=True)
    intention = models.TextField(_("ce que votre collectivité veut essayer"))
    neighbourhood = models.CharField(_("quartier ou territoire visé"), max_length=160, blank=True)
    partners = models.TextField(_("partenaires pressentis"), blank=True)
    wants_mirror = models.BooleanField(_("rejoindre seulement le groupe miroir"), default=False)
    status = models.CharField(
        _("suite donnée"), max_length=12, choices=AnswerStatus, default=AnswerStatus.SUBMITTED
    )
    # Who changed it last, if that is not its author but a colleague.
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decision_message = models.TextField(_("message à la collectivité"), blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("réponse à un appel")
        verbose_name_plural = _("réponses à un appel")
        ordering = ["-created_at", "-pk"]
        constraints = [
            # A collectivité whose answer was declined or withdrawn may answer anew.
            models.UniqueConstraint(
                fields=["call", "organisation"],
                condition=~Q(status__in=[AnswerStatus.DECLINED, AnswerStatus.WITHDRAWN]),
                name="one_answer_per_call",
            ),
        ]
        indexes = [models.Index(fields=["call", "status"], name="answer_by_status")]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.call}"

    @property
    def wish(self) -> str:
        """What the collectivité asks for."""
        return gettext("Groupe miroir") if self.wants_mirror else gettext("Expérimenter")


class CallQuestionAnswer(models.Model):
    """What one answer says to one question; no row where it says nothing.

    `value` is text, one of the options as it was worded, or a number in plain digits (`-12.5`).
    """

    answer = models.ForeignKey(CallAnswer, models.CASCADE, related_name="replies")
    question = models.ForeignKey(CallQuestion, models.RESTRICT, related_name="replies")
    value = models.TextField(_("réponse"))

    class Meta:
        verbose_name = _("réponse à une question")
        verbose_name_plural = _("réponses à une question")
        ordering = ["question__position", "question_id"]
        constraints = [
            models.UniqueConstraint(fields=["answer", "question"], name="one_reply_per_question"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} · {self.answer_id}"

    @property
    def words(self) -> str:
        """The value as people read it: « 1 250 habitant·es »."""
        if self.question.kind != QuestionKind.NUMBER:
            return self.value
        number = french_number(Decimal(self.value))
        return f"{number}\u00a0{self.question.unit}" if self.question.unit else number


class AnswerDraft(TimeStamped):
    """What somebody typed and has not sent: hers alone, as she left it, complete or not.

    `answer` is the sent answer that she was changing; None for one that she has yet to send.
    `typed` holds what the form posted, by field.
    """

    call = models.ForeignKey(CallForParticipation, models.CASCADE, related_name="drafts")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="answer_drafts"
    )
    answer = models.ForeignKey(
        CallAnswer, models.CASCADE, null=True, blank=True, related_name="drafts"
    )
    typed = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("brouillon de réponse")
        verbose_name_plural = _("brouillons de réponse")
        constraints = [
            models.UniqueConstraint(
                fields=["call", "author"], condition=Q(answer=None), name="one_draft_per_call"
            ),
            models.UniqueConstraint(
                fields=["answer", "author"],
                condition=Q(answer__isnull=False),
                name="one_draft_per_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"Brouillon {self.pk}"
