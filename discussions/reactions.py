"""Answering a message in one sign of a short set."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from discussions import publishing
from discussions.enums import MessageState
from discussions.models import Message, Reaction
from discussions.services import TooFastError, advance_as, locked_message

REACTIONS_PER_MINUTE = 60


@transaction.atomic
def react(*, message: Message, user, kind: str, on: bool) -> Message:
    """Put a reaction of `user` on a message, or take it back; asked twice, it is done once.

    A change of the message, as readers see it: raises what posting raises, and StaleStateError for
    a message that is out of sight.
    """
    mine = Reaction.objects.filter(message=message, user=user, kind=kind)
    if message.is_visible and mine.exists() == on:
        return message
    since = timezone.now() - timedelta(minutes=1)
    recent = Reaction.objects.filter(user=user, created_at__gt=since)
    if on and recent.count() >= REACTIONS_PER_MINUTE:
        raise TooFastError
    _position, seq, _access = advance_as(user, message.thread)
    # Under the lock of the thread: nobody else writes this row.
    if on:
        Reaction.objects.get_or_create(message=message, user=user, kind=kind)
    else:
        mine.delete()
    fresh = locked_message(message, MessageState.VISIBLE)
    fresh.changed_seq = seq
    fresh.save(update_fields=["changed_seq"])
    publishing.publish_change(fresh)
    return fresh
