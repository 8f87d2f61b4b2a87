"""The network's levers and obstacles, shared by all its groups."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common.models import TimeStamped
from common.text import fold
from experiments.vocabularies.enums import Decision, TermKind

MAX_LABEL = 80


def _key(label: str) -> str:
    # Some signs fold to several letters.
    return fold(label)[: MAX_LABEL * 2]


class TermQuerySet(models.QuerySet):
    def known(self) -> "TermQuerySet":
        """Those that still stand for themselves, retired ones included."""
        return self.filter(merged_into=None)

    def offered(self) -> "TermQuerySet":
        """Those that one may choose."""
        return self.known().filter(retired_at=None)


class Term(TimeStamped):
    """One lever or obstacle. Retired, it is no longer offered and stays on what it was put on.
    Merged, it only leads to the one that took its place: what still names it is understood."""

    kind = models.CharField(_("nature"), max_length=8, choices=TermKind)
    label = models.CharField(_("en quelques mots"), max_length=MAX_LABEL)
    # The same words, however they are typed, are one term; the order of lists too.
    key = models.CharField(max_length=MAX_LABEL * 2, editable=False)
    description = models.CharField(_("ce que cela veut dire"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("mot du réseau")
        verbose_name_plural = _("mots du réseau")
        ordering = ["kind", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(merged_into=None), name="term_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs):
        self.key = _key(self.label)
        super().save(*args, **kwargs)

    @classmethod
    def named(cls, pk: int, kind: str, label: str) -> "Term":
        """One to be shown, of which no more was read."""
        return cls(pk=pk, kind=kind, label=label, key=_key(label))

    @property
    def tone(self) -> str:
        """The colour of its badge; its icon and words say the same."""
        return "ok" if self.kind == TermKind.LEVER else "warn"


class Suggestion(models.Model):
    """A word that a member misses. It is none of the network's until a facilitator accepts it: no
    list, count or form can show it by mistake. Who suggested it is told on her own page."""

    kind = models.CharField(_("nature"), max_length=8, choices=TermKind)
    label = models.CharField(_("en quelques mots"), max_length=MAX_LABEL)
    key = models.CharField(max_length=MAX_LABEL * 2, editable=False)
    description = models.CharField(_("ce que cela veut dire"), max_length=300, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    decision = models.CharField(
        _("suite donnée"), max_length=8, choices=Decision, default=Decision.WAITING, editable=False
    )
    # Why it was refused.
    reason = models.CharField(_("raison"), max_length=300, blank=True)
    # What it became, or what says it already.
    term = models.ForeignKey(Term, models.SET_NULL, null=True, editable=False, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("mot suggéré")
        verbose_name_plural = _("mots suggérés")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(decision=Decision.WAITING),
                name="suggestion_once",
            ),
        ]
        indexes = [models.Index(fields=["author", "-id"], name="suggestion_by_author")]

    def __str__(self) -> str:
        return self.label

    def save(self, *args, **kwargs):
        self.key = _key(self.label)
        super().save(*args, **kwargs)
