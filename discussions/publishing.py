"""Telling the other processes, after commit, for at most a moment.

What is told only brings sooner what the database already holds: a layer that is down, slow or
forgetful neither fails nor delays a write, and `head` repairs what was missed.
"""

import asyncio
import logging
import time

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from common.prepared import Prepared
from discussions import events, metrics
from discussions.hub import Hub
from discussions.models import Message, Thread
from groups.models import Space

logger = logging.getLogger(__name__)

# Seconds that a write waits for the layer, at most.
PUBLISH_WITHIN = 0.25
# Seconds that a change is worth telling when nobody waits: by then `head` has told it.
WORTH_TELLING = 5

# What goes on after its request stopped waiting: kept so that it is not collected.
_sending: set[asyncio.Task] = set()
# The event loop that serves this process: what is told there need not be waited for.
_serving: asyncio.AbstractEventLoop | None = None


def serve_on(loop: asyncio.AbstractEventLoop | None) -> None:
    """From now on, have changes told on this loop, after the answer rather than before it. For the
    server's start and end."""
    global _serving  # noqa: PLW0603 - one server per process
    _serving = loop


def publish_change(message: Message, *, posted: bool = False, read: bool = False) -> None:
    """Once the transaction commits, tell that `message` changed; `posted`: that its thread has one
    more, too; `read`: that its author has read until there, on her other pages. In one wait."""
    transaction.on_commit(lambda: _tell_change(message, posted=posted, read=read), robust=True)


def publish_state(thread: Thread) -> None:
    """Once the transaction commits, tell that the thread itself changed: on its page, and on those
    that list it."""
    transaction.on_commit(lambda: _tell_state(thread), robust=True)


def publish_marker(*, thread: Thread, user, position: int) -> None:
    """Once the transaction commits, tell the person's other sockets how far she has read."""
    told = _marker(thread.pk, user.pk, position)
    transaction.on_commit(lambda: publish(told), robust=True)


def _marker(thread_id: int, user_id, position: int) -> tuple[str, dict]:
    return events.person_group(user_id), events.marker_event(thread_id, user_id, position)


def publish_refresh(*, user_ids) -> None:
    """Once the transaction commits, tell the pages of these people to read their badges again."""
    told = [(events.person_group(pk), events.refresh_event(pk)) for pk in user_ids]
    transaction.on_commit(lambda: publish(*told), robust=True)


def on_access_changed(sender, *, space_ids: list[int], **kwargs) -> None:
    """Receiver of common.live.access_changed."""
    publish((events.EVERY_PROCESS, events.access_event(space_ids)), wait=True)


def on_shown_changed(sender, *, space_ids: list[int], **kwargs) -> None:
    """Receiver of common.live.shown_changed."""
    # Read after commit: whoever lost access before this moment is checked before the delivery.
    versions = Space.objects.filter(pk__in=space_ids).values_list("pk", "access_version")
    publish(
        *((events.space_group(pk), events.shown_event(pk, version)) for pk, version in versions),
        wait=True,
    )


def on_session_ended(sender, *, session_keys: list[str], user_id, **kwargs) -> None:
    """Receiver of common.live.session_ended."""
    publish((events.EVERY_PROCESS, events.session_event(session_keys, user_id)), wait=True)


def _tell_change(message: Message, *, posted: bool, read: bool) -> None:
    place = _place(message.thread_id)
    if place is None:
        return
    event = events.change_event(message, *place, posted=posted)
    told = [(events.thread_group(message.thread_id), event)]
    if read:
        told.append(_marker(message.thread_id, message.author_id, message.position))
    publish(*told)


def _tell_state(thread: Thread) -> None:
    place = _place(thread.pk)
    if place is not None:
        publish((events.thread_group(thread.pk), events.state_event(thread, *place)))


_space = Prepared(lambda thread: Space.objects.filter(threads=thread).only("access_version"))


def _place(thread_id: int) -> tuple[int, int] | None:
    """The space of a thread and its access version. Read after commit: whoever lost access before
    this moment is checked before the delivery, and the thread may have been moved."""
    return next(((space.pk, space.access_version) for space in _space(thread=thread_id)), None)


def publish(*told: tuple[str, dict], wait: bool = False) -> None:
    """Tell every process about these (group, event); never raises, never waits past
    PUBLISH_WITHIN, however many they are. Where a server runs it goes on after this, while it is
    worth telling, unless asked to `wait`: what is lost if the process dies, `head` repairs."""
    stamped = [(group, event | {"at": time.time()}) for group, event in told]
    besides = [each for _group, event in told for each in events.besides(event)]
    try:
        if wait or _serving is None:
            async_to_sync(_publish)([*stamped, *besides], PUBLISH_WITHIN)
        else:
            _serving.call_soon_threadsafe(_begin, [*stamped, *besides])
    except Exception:
        logger.exception("could not publish %s", [event["type"] for _group, event in told])


def _begin(told: list[tuple[str, dict]]) -> None:
    _keep(asyncio.ensure_future(_publish(told, WORTH_TELLING)))


def _keep(task: asyncio.Task) -> None:
    _sending.add(task)
    task.add_done_callback(_sent)


async def _publish(told: list[tuple[str, dict]], within: float) -> None:
    hub = Hub.running()
    if hub is not None:
        # This process's own sockets do not depend on the layer; its echo is then ignored.
        for _group, event in told:
            hub.hear(event)
        told = [(group, event | {"origin": hub.id}) for group, event in told]
    layer = get_channel_layer()
    if layer is None or not told:
        return
    tasks = {asyncio.create_task(layer.group_send(group, event)) for group, event in told}
    for task in tasks:
        _keep(task)
    _done, late = await asyncio.wait(tasks, timeout=within)
    for task in late:
        logger.warning("the channel layer did not take %s in time", told[0][1]["type"])
        metrics.NOT_TAKEN.inc()
        task.cancel()


def _sent(task: asyncio.Task) -> None:
    _sending.discard(task)
    if not task.cancelled() and task.exception() is not None:
        metrics.NOT_TAKEN.inc()
        logger.warning("the channel layer failed: %r", task.exception())
