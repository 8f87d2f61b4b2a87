"""A process's link to the channel layer, when the layer fails, hangs, forgets or goes deaf."""

import asyncio

import pytest
from channels.layers import InMemoryChannelLayer, channel_layers

from discussions import link, publishing
from discussions.link import LayerLink
from tests.discussions.fakes import follow, leave, post, told

pytestmark = pytest.mark.services


class FailingLayer(InMemoryChannelLayer):
    """Refuses everything, or hangs."""

    def __init__(self, *, hangs: bool = False):
        super().__init__()
        self.hangs = hangs

    async def _fail(self):
        if self.hangs:
            await asyncio.Event().wait()
        raise ConnectionError("no layer")

    async def new_channel(self, prefix="specific."):
        await self._fail()

    async def group_add(self, group, channel):
        await self._fail()

    async def group_send(self, group, message):
        await self._fail()


@pytest.fixture
def layer():
    """Puts a layer in the place of the configured one."""
    kept = channel_layers.backends.get("default")

    def put(instance):
        channel_layers.backends["default"] = instance
        return instance

    yield put
    if kept is None:
        channel_layers.backends.pop("default", None)
    else:
        channel_layers.backends["default"] = kept


async def test_without_a_layer_messages_are_stored_and_local_sockets_told(live_scene, layer):
    layer(FailingLayer())
    hub, sockets = await follow(live_scene, live_scene.member)
    await post(thread=live_scene.thread, author=live_scene.member, body="Quand même")
    assert len(sockets[0].frames) == 1
    await leave(hub, sockets)


async def test_a_layer_that_hangs_delays_a_post_by_its_allowance_only(live_scene, layer):
    layer(FailingLayer(hangs=True))
    late = told("chantiers_live_layer_not_taken_total")
    loop = asyncio.get_running_loop()
    start = loop.time()
    await post(thread=live_scene.thread, author=live_scene.member, body="Patience")
    taken = loop.time() - start
    assert publishing.PUBLISH_WITHIN <= taken < publishing.PUBLISH_WITHIN + 0.5
    # The message, and that its space has one more.
    assert told("chantiers_live_layer_not_taken_total") == late + 2
    assert await live_scene.thread.messages.acount() == 2


class DeafLayer(InMemoryChannelLayer):
    """Takes everything; the first channel that it gives never hears anything."""

    def __init__(self):
        super().__init__()
        self.opened = 0
        self.reopened = asyncio.Event()

    async def new_channel(self, prefix="specific."):
        self.opened += 1
        if self.opened > 1:
            self.reopened.set()
        return await super().new_channel(prefix)

    async def receive(self, channel):
        if self.opened == 1:
            await asyncio.Event().wait()
        return await super().receive(channel)


async def test_a_link_that_hears_nothing_more_is_opened_anew(layer, monkeypatch):
    monkeypatch.setattr(link, "BEAT", 0.02)
    monkeypatch.setattr(link, "DEAF_AFTER", 0.05)
    deaf = layer(DeafLayer())
    reopened = told("chantiers_live_layer_reopened_total")
    heard = asyncio.Queue()
    listener = LayerLink(heard.put_nowait)
    listener.start()
    await listener.join("thread.1")
    async with asyncio.timeout(5):
        await deaf.reopened.wait()
        while not deaf.groups.get("thread.1"):
            await asyncio.sleep(0)
        await deaf.group_send("thread.1", {"type": "thread.changed", "n": 1})
        assert (await heard.get())["n"] == 1
    assert told("chantiers_live_layer_reopened_total") == reopened + 1
    await listener.stop()


async def test_a_layer_that_comes_back_is_joined_again(layer, monkeypatch):
    monkeypatch.setattr(link, "RETRY_AFTER", 0.01)
    monkeypatch.setattr(link, "JOIN_WITHIN", 0.05)
    layer(FailingLayer())
    heard = asyncio.Queue()
    listener = LayerLink(heard.put_nowait)
    listener.start()
    assert not await listener.join("thread.1")
    listener._layer = working = InMemoryChannelLayer()
    async with asyncio.timeout(5):
        while not working.groups.get("thread.1"):
            await asyncio.sleep(0.01)
        await working.group_send("thread.1", {"type": "thread.changed", "n": 1})
        assert (await heard.get())["n"] == 1
    await listener.stop()


async def test_a_layer_that_forgets_its_groups_is_reminded(layer, monkeypatch):
    monkeypatch.setattr(link, "BEAT", 0.01)
    forgetful = layer(InMemoryChannelLayer())
    listener = LayerLink(lambda event: None)
    listener.start()
    await listener.join("thread.1")
    forgetful.groups.clear()
    async with asyncio.timeout(5):
        while not forgetful.groups.get("thread.1"):
            await asyncio.sleep(0.01)
    await listener.stop()
