"""Threads and messages. The database is the truth: docs/realtime.md has the contract."""

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from discussions.enums import Attention, MessageState, ThreadKind
from groups.models import Signed, Space
from groups.querysets import SpaceScopedQuerySet


class ThreadQuerySet(SpaceScopedQuerySet):
    audience_path = None


class MessageQuerySet(SpaceScopedQuerySet):
    space_path = "thread__space"
    audience_path = None


class Thread(models.Model):
    """A discussion in a space.

    `last_position` counts messages (dense: 1, 2, 3…); `last_seq` counts changes. Both are taken by
    updating this row first in the transaction that makes the change. `state_seq` is that of the
    last change of the thread itself: title, kind, answer, locked, pinned, slowed.
    """

    space = models.ForeignKey(Space, models.CASCADE, related_name="threads")
    title = models.CharField(_("titre"), max_length=200)
    kind = models.CharField(
        _("type"), max_length=8, choices=ThreadKind, default=ThreadKind.EXCHANGE
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="threads"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    last_position = models.PositiveIntegerField(default=0, editable=False)
    last_seq = models.PositiveBigIntegerField(default=0, editable=False)
    state_seq = models.PositiveBigIntegerField(default=0, editable=False)
    last_message_at = models.DateTimeField(default=timezone.now, editable=False)
    is_locked = models.BooleanField(_("verrouillé"), default=False)
    # A thread on top of its list.
    is_pinned = models.BooleanField(_("épinglé"), default=False)
    # Minutes between two messages of one person, facilitators excepted; 0: no wait.
    slow_minutes = models.PositiveSmallIntegerField(_("ralenti"), default=0)
    # Of a question: since when it is answered, and by which message.
    resolved_at = models.DateTimeField(_("résolu"), null=True, blank=True)
    answer = models.ForeignKey(
        "Message",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("réponse"),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("fil")
        verbose_name_plural = _("fils")
        ordering = ["-last_message_at", "-pk"]
        indexes = [
            models.Index(fields=["space", "-is_pinned", "-last_message_at"], name="thread_in_order")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.pk])


class Message(Signed):
    """One message: `body` as written (Markdown), `html` rendered once for all readers."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="messages"
    )
    client_id = models.UUIDField(default=uuid.uuid4)
    position = models.PositiveIntegerField()
    changed_seq = models.PositiveBigIntegerField()
    # Of the first text: a retry is recognised even after an edit.
    first_digest = models.CharField(max_length=64, blank=True, editable=False)
    body = models.TextField(_("message"), blank=True)
    html = models.TextField(blank=True, editable=False)
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.VISIBLE)
    state_reason = models.CharField(_("raison"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["thread", "position"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "position"], name="message_position"),
            models.UniqueConstraint(fields=["thread", "changed_seq"], name="message_seq"),
            models.UniqueConstraint(fields=["author", "client_id"], name="message_client_id"),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="message_by_author"),
            # Who wrote in a thread, however long (selectors.as_read_by).
            models.Index(fields=["thread", "author"], name="message_by_voice"),
            # How many came since a moment, however long the thread.
            models.Index(fields=["thread", "-created_at"], name="message_by_novelty"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}#{self.position}"

    def get_absolute_url(self) -> str:
        """The page of the thread that holds it, some later messages included."""
        url = reverse("thread", args=[self.thread_id])
        return f"{url}?jusqu_a={self.position + 10}#m{self.position}"

    @staticmethod
    def digest(body: str) -> str:
        """What tells one first text from another."""
        return hashlib.sha256(body.encode()).hexdigest()

    def began_as(self, body: str) -> bool:
        """Whether this message was posted with `body`, even if it was edited since."""
        return self.first_digest == self.digest(body)

    @property
    def is_visible(self) -> bool:
        return self.state == MessageState.VISIBLE

    @property
    def shown_html(self) -> SafeString:
        """What every reader of the thread may see: the text, or a sentence in its place."""
        if self.state == MessageState.VISIBLE:
            return mark_safe(self.html)  # noqa: S308 - rendered and cleaned by common.markdown
        if self.state == MessageState.REMOVED:
            return format_html("<p>{}</p>", gettext("Message supprimé par son auteur·rice."))
        if self.state == MessageState.TAKEN:
            text = gettext("Message retiré par l’animation.")
        else:
            text = gettext("Message masqué par l’animation.")
        if self.state_reason:
            text = f"{text.removesuffix('.')}\u00a0: {self.state_reason}"
        return format_html("<p>{}</p>", text)

    @property
    def author_name(self) -> str:
        return str(self.author) if self.author else gettext("Compte supprimé")


class MessageText(models.Model):
    """What a visible message is found by, folded: discussions/search.py.

    The index over it is made by migration 0007; on SQLite triggers keep it, which a migration that
    alters this table would lose.
    """

    message = models.OneToOneField(
        Message, models.CASCADE, primary_key=True, related_name="text", verbose_name=_("message")
    )
    words = models.TextField(_("mots"), editable=False)

    class Meta:
        verbose_name = _("texte cherché")
        verbose_name_plural = _("textes cherchés")

    def __str__(self) -> str:
        return str(self.message_id)


class ReadMarker(models.Model):
    """How far one person has read one thread (never moves back), and what she asked of it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_markers")
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="read_markers")
    position = models.PositiveIntegerField(default=0)
    attention = models.CharField(
        _("suivi"), max_length=8, choices=Attention, default=Attention.USUAL, blank=True
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("repère de lecture")
        verbose_name_plural = _("repères de lecture")
        constraints = [models.UniqueConstraint(fields=["user", "thread"], name="one_marker")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.thread_id} · {self.position}"
