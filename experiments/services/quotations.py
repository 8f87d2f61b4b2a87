"""Keeping words of a discussion in a journal, and taking one's own words back."""

import uuid

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from common.mail import absolute, send_template_mail
from discussions.models import Message
from experiments.keeping import newcomers
from experiments.models import Experimentation, JournalEntry, Quotation
from experiments.permissions import can_keep_message
from experiments.services.journal import add_entry
from groups.models import Space
from groups.services import RuleError


class NotVisibleError(RuleError):
    message = _(
        "Ce message vient d’être retiré de la discussion\u00a0: il ne peut plus être gardé."
    )


class ReadersChangedError(RuleError):
    message = _(
        "Le message, ou les personnes qui liront ces paroles, ont changé depuis votre aperçu. "
        "Rien n’a été gardé\u00a0: relisez l’aperçu ci-dessous, puis confirmez."
    )


class AlreadyKeptError(RuleError):
    message = _("Ce message est déjà gardé dans ce journal.")


class WithdrawnError(RuleError):
    message = _("La personne qui a écrit ce message a retiré ses paroles de ce journal.")


@transaction.atomic
def keep_message(
    *,
    message: Message,
    experimentation: Experimentation,
    by,
    kind: str,
    text: str,
    seen: str,
    client_id: uuid.UUID | None = None,
) -> JournalEntry:
    """Write a note with the words of `message`, `text` being the comment above them. Who wrote the
    words is told, if it is somebody else.

    The same `client_id` with the same message returns the note already there. Raises
    NotVisibleError, AlreadyKeptError, WithdrawnError, ReadersChangedError (unless `seen` is what
    `newcomers` says now) or EntryConflict.
    """
    # Who hides it waits, or is seen here.
    rows = Message.objects.select_for_update(of=("self",))
    message = rows.select_related("thread__space", "author").get(pk=message.pk)
    kept = Quotation.objects.filter(
        message=message, entry__experimentation=experimentation
    ).select_related("entry")
    for each in kept:
        if each.entry.author_id == by.pk and each.entry.client_id == client_id:
            return each.entry
    if not can_keep_message(message):
        raise NotVisibleError
    if any(each.withdrawn_at for each in kept):
        raise WithdrawnError
    if any(each.entry.removed_at is None for each in kept):
        raise AlreadyKeptError
    if newcomers(message, experimentation.space).seen != seen:
        raise ReadersChangedError
    entry, _new = add_entry(
        experimentation=experimentation,
        author=by,
        kind=kind,
        text=text,
        occurred_on=timezone.localdate(message.created_at),
        client_id=client_id,
    )
    quotation = Quotation.objects.create(entry=entry, message=message, words=message.body)
    _recorded("words.kept", by, quotation)
    _tell_author(quotation, by)
    return entry


def _tell_author(quotation: Quotation, by) -> None:
    author, experimentation = quotation.message.author, quotation.entry.experimentation
    if author is None or author == by or not author.is_active:
        return
    enters = Space.objects.visible_to(author).filter(pk=experimentation.space_id).exists()
    send_template_mail(
        to=author.email,
        template="experiments/email/words_kept.txt",
        context={
            "who": str(by),
            "label": experimentation.title if enters else "",
            "url": absolute(reverse("kept_words", args=[quotation.pk])),
        },
    )


@transaction.atomic
def withdraw_words(*, quotation: Quotation, by) -> None:
    """Take one's own words out of a note, for good; the note stays, and says so."""
    rows = Quotation.objects.filter(pk=quotation.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=timezone.now(), words=""):
        _recorded("words.withdrawn", by, quotation)


def forget_words(sender, *, message_ids: list[int], **kwargs) -> None:
    """Receiver of discussions.attachments.words_purged."""
    Quotation.objects.filter(message__in=message_ids).update(words="")


def _recorded(action: str, by, quotation: Quotation) -> None:
    entry = quotation.entry
    record(
        action=action,
        actor=by,
        target=entry,
        group_id=entry.space.group_id,
        space_id=entry.space_id,
        message=quotation.message_id,
    )
