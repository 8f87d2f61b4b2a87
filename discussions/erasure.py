"""Words that their author took back, erased once she can no longer want them again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions.attachments import purge_words
from discussions.enums import MessageState
from discussions.models import Mention, Message, Reaction, Revision, Thread

# How long a removed message can be restored.
KEPT_FOR = timedelta(days=30)
_AT_ONCE = 500


def erase_removed() -> int:
    """Erase what was removed by its author more than KEPT_FOR ago: text, files, earlier versions,
    whom it named, reactions. The tombstone stays at its place. Gives how many."""
    before = timezone.now() - KEPT_FOR
    due = Message.objects.filter(state=MessageState.REMOVED, removed_at__lt=before)
    erased = 0
    while ids := list(due.order_by("removed_at").values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            # Restoring takes the thread's row first, as every change does: so does this.
            threads = Message.objects.filter(pk__in=ids).values("thread")
            list(Thread.objects.filter(pk__in=threads).order_by("pk").select_for_update())
            ids = list(due.filter(pk__in=ids).values_list("pk", flat=True))
            rows = Message.objects.filter(pk__in=ids)
            erased += rows.update(body="", html="", first_digest="", removed_at=None)
            for model in (Revision, Mention, Reaction):
                model.objects.filter(message__in=ids).delete()
            purge_words(ids)
    return erased
