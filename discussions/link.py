"""One process's single place in the channel layer: the groups it listens to, kept joined.

A layer may forget everything (restarted, flushed), stop answering, or go deaf on a connection that
looks alive. So wanted groups are joined again at every beat, and a probe sent to oneself shows
whether what is sent still arrives; if not, everything is opened anew.
"""

import asyncio
import logging
import time
from collections.abc import Callable

from channels.layers import get_channel_layer
from channels_redis.pubsub import RedisPubSubChannelLayer

from discussions import metrics

logger = logging.getLogger(__name__)

# Seconds: how long a subscriber waits for the layer, how often the link looks after itself, and
# how long it may hear nothing of its own probes.
JOIN_WITHIN = 1.0
BEAT = 4.0
DEAF_AFTER = 12.0
RETRY_AFTER = 1.0


class LayerLink:
    """Listens to groups of the layer and hands each event to `hear`."""

    def __init__(self, hear: Callable[[dict], None]):
        self._hear = hear
        self._layer = get_channel_layer()
        self._wanted: set[str] = set()
        self._channel: str | None = None
        self._opened = asyncio.Event()
        self._lock = asyncio.Lock()
        self._heard_at = time.monotonic()
        self._tasks: list[asyncio.Task] = []

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._listen()),
            asyncio.create_task(self._look_after()),
        ]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            # A layer that hangs does not keep the process from ending.
            await asyncio.wait(self._tasks, timeout=JOIN_WITHIN)

    async def join(self, group: str) -> bool:
        """Listen to `group`; False if the layer did not take it in time (the beat tries again)."""
        self._wanted.add(group)
        try:
            async with asyncio.timeout(JOIN_WITHIN):
                await self._opened.wait()
                await self._add(group)
        except Exception as problem:  # noqa: BLE001 - whatever the layer raises, we live without it
            logger.warning("could not join %s: %r", group, problem)
            return False
        return True

    async def tell(self, group: str, event: dict) -> None:
        """Say something to the other processes that may as well be lost."""
        try:
            async with asyncio.timeout(JOIN_WITHIN):
                await self._layer.group_send(group, event)
        except Exception as problem:  # noqa: BLE001 - a layer that fails is lived without
            logger.info("could not tell %s: %r", event["type"], problem)

    def unwant(self, group: str) -> None:
        """`group` is needed no more; `leave` then stops listening, unless it is wanted again."""
        self._wanted.discard(group)

    async def leave(self, group: str) -> None:
        """Stop listening to a group that is not wanted."""
        if self._channel is None:
            return
        try:
            async with asyncio.timeout(JOIN_WITHIN), self._lock:
                if group not in self._wanted:
                    await self._layer.group_discard(group, self._channel)
        except Exception as problem:  # noqa: BLE001 - a layer that fails is lived without
            logger.warning("could not leave %s: %r", group, problem)

    async def _add(self, group: str) -> None:
        async with self._lock:
            if group in self._wanted and self._channel is not None:
                await self._layer.group_add(group, self._channel)

    async def _listen(self) -> None:
        while True:
            try:
                channel = await self._layer.new_channel()
                self._channel = channel
                self._heard_at = time.monotonic()
                self._opened.set()
                await self._add_wanted()
                while True:
                    self._take(await self._layer.receive(channel))
            except Exception as problem:  # noqa: BLE001 - a layer that fails is lived without
                logger.warning("the channel layer is not there: %r", problem)
                await self._forget()
                await asyncio.sleep(RETRY_AFTER)

    def _take(self, event: dict) -> None:
        self._heard_at = time.monotonic()
        if event["type"] == "link.probe":
            return
        try:
            self._hear(event)
        except Exception:
            logger.exception("event %s could not be handled", event["type"])

    async def _add_wanted(self) -> None:
        for group in list(self._wanted):
            await self._add(group)

    async def _look_after(self) -> None:
        while True:
            await asyncio.sleep(BEAT)
            try:
                async with asyncio.timeout(BEAT):
                    await self._beat()
            except Exception as problem:  # noqa: BLE001 - a layer that fails is lived without
                logger.warning("the channel layer does not answer: %r", problem)

    async def _beat(self) -> None:
        if self._channel is None:
            return
        if time.monotonic() - self._heard_at > DEAF_AFTER:
            await self._open_anew()
            return
        await self._layer.send(self._channel, {"type": "link.probe"})
        await self._add_wanted()

    async def _open_anew(self) -> None:
        """Give up a connection on which nothing arrives any more."""
        logger.warning("nothing arrives from the channel layer any more: opening it anew")
        self._tasks[0].cancel()
        await asyncio.wait({self._tasks[0]}, timeout=JOIN_WITHIN)
        await self._forget()
        self._tasks[0] = asyncio.create_task(self._listen())

    async def _forget(self) -> None:
        metrics.REOPENED.inc()
        self._opened.clear()
        self._channel = None
        if isinstance(self._layer, RedisPubSubChannelLayer):
            # Of this process only: it closes connections and touches nothing in Redis.
            await self._layer.flush()
