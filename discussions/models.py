"""Threads and messages. The database is the truth: docs/realtime.md has the contract."""

import hashlib
import re
import uuid
from collections.abc import Iterable
from html import unescape

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.models import Pictured
from discussions.enums import Attention, MessageState, ReactionKind, ThreadKind
from groups.models import Signed, Space
from groups.querysets import SpaceScopedQuerySet

# Characters of a message in the quotation of an answer; names of the people of a reaction.
EXCERPT = 140
NAMES = 12
# A picture, by its description.
_PICTURE = re.compile(r'<img[^>]* alt="([^"]*)"[^>]*>')


def excerpt_of(html: str) -> str:
    """The first words that `html` shows, on one line; message-list.js cuts them the same way."""
    html = _PICTURE.sub(r" \1 ", html)
    words = " ".join(unescape(strip_tags(html)).split())
    return words if len(words) <= EXCERPT else f"{words[: EXCERPT - 1].rstrip()}…"


class ThreadQuerySet(SpaceScopedQuerySet):
    audience_path = None


class MessageQuerySet(SpaceScopedQuerySet):
    space_path = "thread__space"
    audience_path = None

    def as_shown(self):
        """With all that showing them needs. Two queries."""
        reactions = Reaction.objects.select_related("user").order_by("pk")
        return self.select_related("author", "organisation", "reply_to__author").prefetch_related(
            models.Prefetch("reactions", reactions)
        )


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
    # By its author; its words are erased 30 days later.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # An earlier message of the same thread.
    reply_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replies"
    )

    # Posted by this very request: nobody has reacted yet, nothing to ask for.
    is_new = False

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
            models.Index(
                fields=["removed_at"],
                condition=models.Q(removed_at__isnull=False),
                name="message_by_removal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id}#{self.position}"

    def get_absolute_url(self) -> str:
        """The page of the thread that holds it, some later messages included."""
        url = reverse("thread", args=[self.thread_id])
        return f"{url}?jusqu_a={self.position + 10}#m{self.position}"

    @staticmethod
    def digest(body: str, files: Iterable[str] = ()) -> str:
        """What tells one first text, with files of these digests, from another."""
        return hashlib.sha256("\0".join([body, *files]).encode()).hexdigest()

    def began_as(self, body: str, files: Iterable[str] = ()) -> bool:
        """Whether this message was posted with `body` and these files, even if it was edited
        since."""
        return self.first_digest == self.digest(body, files)

    @property
    def is_visible(self) -> bool:
        return self.state == MessageState.VISIBLE

    @property
    def is_erased(self) -> bool:
        """Whether its author took it away for so long that its words are gone."""
        return self.state == MessageState.REMOVED and self.removed_at is None

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

    @property
    def excerpt(self) -> str:
        """Its first words as every reader may see them."""
        return excerpt_of(self.shown_html)

    @property
    def reactions_shown(self) -> list[dict]:
        """What readers thought of it, in the order of ReactionKind: `kind`, the people’s `ids`,
        the `names` of the first ones and how many `more`. Nothing of what is out of sight."""
        found: dict[str, list] = {}
        if self.is_visible and not self.is_new:
            for reaction in self.reactions.all():
                found.setdefault(reaction.kind, []).append(reaction.user)
        return [
            {
                "kind": kind,
                "ids": [str(person.pk) for person in found[kind]],
                "names": [str(person) for person in found[kind][:NAMES]],
                "more": max(0, len(found[kind]) - NAMES),
            }
            for kind in ReactionKind
            if kind in found
        ]


class Revision(models.Model):
    """What a message said before it was corrected, for those who may read the message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="revisions")
    body = models.TextField(_("message"))
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version antérieure")
        verbose_name_plural = _("versions antérieures")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.written_at}"


class Reaction(models.Model):
    """What one person thought of one message, in one sign of a short set."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=8, choices=ReactionKind)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("réaction")
        verbose_name_plural = _("réactions")
        constraints = [
            models.UniqueConstraint(fields=["message", "user", "kind"], name="one_reaction")
        ]
        indexes = [models.Index(fields=["user", "-created_at"], name="reaction_by_person")]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.user_id} · {self.kind}"


class Mention(models.Model):
    """Somebody whom a message names, and who could read it when it was written; or an
    experimentation, by its space, that every reader of the message could read."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="mentions"
    )
    space = models.ForeignKey(Space, models.CASCADE, null=True, related_name="mentions")

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["user", "message"], name="one_mention"),
            models.UniqueConstraint(fields=["space", "message"], name="one_mention_of_space"),
            models.CheckConstraint(
                condition=Q(user__isnull=False, space=None) | Q(user=None, space__isnull=False),
                name="mention_of_person_or_space",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.user_id or self.space_id}"


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """A server-made name: what a person typed never reaches the disk."""
    name = uuid.uuid4().hex
    return f"discussions/{name[:2]}/{name}"


class Attachment(Pictured, models.Model):
    """A file of a message: a document as it was checked, or a picture made anew, with a
    thumbnail."""

    shown_in = (320, 240)

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(_("fichier"), upload_to=attachment_path, max_length=120)
    thumbnail = models.FileField(
        _("vignette"), upload_to=attachment_path, max_length=120, blank=True
    )
    filename = models.CharField(_("nom du fichier"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("taille en octets"))
    # Of a picture alone.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    alt = models.CharField(_("description de la photo"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("fichier joint")
        verbose_name_plural = _("fichiers joints")
        ordering = ["message", "position", "pk"]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_picture(self) -> bool:
        return bool(self.thumbnail)


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
