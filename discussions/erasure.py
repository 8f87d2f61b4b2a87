"""Words that their author took back, erased once she can no longer want them again."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions.enums import MessageState
from discussions.models import Mention, Message, Reaction, Revision

# How long a removed message can be restored.
KEPT_FOR = timedelta(days=30)
_AT_ONCE = 500


def erase_removed() -> int:
    """Erase what was removed by its author more than KEPT_FOR ago: text, earlier versions, whom it
    named, reactions. The tombstone stays at its place. Gives how many."""
    before = timezone.now() - KEPT_FOR
    due = Message.objects.filter(state=MessageState.REMOVED, removed_at__lt=before)
    erased = 0
    while ids := list(due.order_by("removed_at").values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            # Still removed: its author may have restored it at this very moment.
            erased += due.filter(pk__in=ids).update(
                body="", html="", first_digest="", removed_at=None
            )
            for model in (Revision, Mention, Reaction):
                rows = model.objects.filter(message__in=ids, message__body="")
                rows.filter(message__state=MessageState.REMOVED).delete()
    return erased
