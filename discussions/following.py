"""What a person has read of threads and wants to hear of them: one row per person and thread.

A badge is positions minus that row: nothing is written per message and reader.
"""

from django.db import transaction
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from common.prepared import PreparedUpdate
from discussions import publishing
from discussions.enums import Attention
from discussions.models import ReadMarker, Thread


def mark_read(*, thread: Thread, user, position: int) -> int:
    """Move the person's marker forward to `position` (never back, never past the last message).

    Returns where it stands.
    """
    position = min(position, thread.last_position)
    markers = ReadMarker.objects.filter(user=user, thread=thread)
    ahead = markers.filter(position__lt=position)
    if not ahead.update(position=position, updated_at=timezone.now()):
        for stands in markers.values_list("position", flat=True):
            return stands
        first = ReadMarker(user=user, thread=thread, position=position)
        ReadMarker.objects.bulk_create([first], ignore_conflicts=True)
        # Told twice at the same time: the other one may have made it, less far.
        ahead.update(position=position, updated_at=timezone.now())
    publishing.publish_marker(thread=thread, user=user, position=position)
    return position


def set_attention(*, thread: Thread, user, attention: str) -> None:
    """Follow a thread, put it in mute, or neither; what was read of it stays."""
    markers = ReadMarker.objects.filter(user=user, thread=thread)
    if not markers.update(attention=attention):
        first = ReadMarker(user=user, thread=thread, attention=attention)
        ReadMarker.objects.bulk_create([first], ignore_conflicts=True)
        markers.update(attention=attention)
    publishing.publish_refresh(user_ids=[user.pk])


# Who writes follows what she wrote in, unless she muted it.
_FOLLOWS = Case(
    When(attention=Attention.USUAL, then=Value(Attention.FOLLOWED)), default=F("attention")
)
# She had read all before her own message.
_moved = PreparedUpdate(
    lambda user, thread, before, position, now: (
        ReadMarker.objects.filter(user=user, thread=thread, position=before),
        {"position": position, "attention": _FOLLOWS, "updated_at": now},
    )
)


def note_writer(*, thread: Thread, author, position: int) -> bool:
    """Who writes follows the thread, unless she muted it; and she has read her own message, if she
    had read all before it: whether her marker moved, for whoever tells it. In the transaction of
    the message; one query where she had."""
    moved = _moved(
        user=author.pk,
        thread=thread.pk,
        before=position - 1,
        position=position,
        now=timezone.now(),
    )
    markers = ReadMarker.objects.filter(user=author, thread=thread)
    if not moved and not markers.update(attention=_FOLLOWS):
        first = ReadMarker(
            user=author,
            thread=thread,
            attention=Attention.FOLLOWED,
            position=1 if position == 1 else 0,
        )
        ReadMarker.objects.bulk_create([first], ignore_conflicts=True)
    return bool(moved)


def note_named(*, thread: Thread, user_ids: list) -> None:
    """These people are named in the thread: they follow it, unless they muted it. In the
    transaction of the message. Two queries, three when it is new to one of them."""
    markers = ReadMarker.objects.filter(thread=thread, user__in=user_ids)
    known = {str(pk) for pk in markers.values_list("user", flat=True)}
    markers.filter(attention=Attention.USUAL).update(attention=Attention.FOLLOWED)
    first = [
        ReadMarker(user_id=pk, thread=thread, attention=Attention.FOLLOWED)
        for pk in user_ids
        if str(pk) not in known
    ]
    if first:
        ReadMarker.objects.bulk_create(first, ignore_conflicts=True)
    publishing.publish_refresh(user_ids=user_ids)


@transaction.atomic
def mark_all_read(*, user, threads: QuerySet) -> None:
    """Move the person's markers of all `threads` to their last messages. Three queries, whatever
    their number."""
    unknown = threads.exclude(read_markers__user=user).order_by().values_list("pk", flat=True)
    rows = [ReadMarker(user=user, thread_id=pk) for pk in unknown]
    ReadMarker.objects.bulk_create(rows, ignore_conflicts=True)
    last = Thread.objects.filter(pk=OuterRef("thread")).order_by().values("last_position")
    behind = ReadMarker.objects.filter(user=user, thread__in=threads.order_by().values("pk"))
    behind.filter(position__lt=Subquery(last)).update(
        position=Subquery(last), updated_at=timezone.now()
    )
    publishing.publish_refresh(user_ids=[user.pk])
