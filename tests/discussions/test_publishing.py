"""Telling the other processes: what an answer waits for, and what it does not."""

import asyncio

import pytest
from asgiref.sync import sync_to_async

from discussions import publishing

TOLD = ("un-groupe", {"type": "thread.changed"})


class Layer:
    """Takes what it is given once it may."""

    def __init__(self):
        self.may, self.took = asyncio.Event(), asyncio.Event()

    async def group_send(self, group, event):
        await self.may.wait()
        self.took.set()


@pytest.fixture
async def layer(monkeypatch):
    layer = Layer()
    monkeypatch.setattr(publishing, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(publishing, "PUBLISH_WITHIN", 60)
    monkeypatch.setattr(publishing.events, "besides", lambda event: [])
    yield layer
    publishing.serve_on(None)


async def test_where_a_server_runs_a_change_is_told_after_the_answer(layer, monkeypatch):
    publishing.serve_on(asyncio.get_running_loop())
    # A busy loop is no reason to give up what nobody waits for.
    monkeypatch.setattr(publishing, "PUBLISH_WITHIN", 0)
    await asyncio.wait_for(sync_to_async(publishing.publish)(TOLD), 10)
    assert not layer.took.is_set()
    layer.may.set()
    await asyncio.wait_for(layer.took.wait(), 10)


@pytest.mark.parametrize("serves", [True, False])
async def test_a_change_of_access_is_told_before_the_answer(layer, serves):
    """So is everything where no server runs: a command would end before it told."""
    publishing.serve_on(asyncio.get_running_loop() if serves else None)
    telling = asyncio.create_task(sync_to_async(publishing.publish)(TOLD, wait=serves))
    layer.may.set()
    await asyncio.wait_for(telling, 10)
    assert layer.took.is_set()


async def test_a_server_that_ended_is_no_reason_to_fail(layer):
    loop = asyncio.new_event_loop()
    loop.close()
    publishing.serve_on(loop)
    await asyncio.wait_for(sync_to_async(publishing.publish)(TOLD), 10)
