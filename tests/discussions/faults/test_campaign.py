"""Everything breaks while fifty pages read two hundred messages: docs/realtime.md."""

import sys

import pytest

from tests.discussions.faults.campaign import CALM, STUCK, Campaign, order_of
from tests.servers import Redis

pytestmark = pytest.mark.workers


async def test_whatever_breaks_every_page_ends_with_the_same_list(cluster, live_scene, capsys):
    async with Campaign(cluster, live_scene) as campaign:
        try:
            await campaign.calm()
            await campaign.one_never_reads()
            await campaign.one_is_removed()
            await campaign.connections_are_cut()
            await campaign.a_worker_is_killed()
            await campaign.redis_comes_back_empty()
            await campaign.events_travel_again()
            await campaign.redis_stops_answering()
            await campaign.events_travel_again()
            await campaign.the_one_who_slept_wakes_up()
        finally:
            with capsys.disabled():
                sys.stdout.write(f"\n{campaign.table()}\n")
        truth = await order_of(live_scene.thread)
        assert len(truth) == campaign.posted + 1 >= 200
        for page in (*campaign.pages, campaign.stuck):
            assert page.problems == []
            assert page.shown == truth
        for page in campaign.removed:
            assert page.problems == []
            assert page.shown == truth[: len(page.shown)]
            assert len(page.shown) < len(truth)
        # Who does not read holds up nobody; half a second for a machine that others use.
        assert campaign.delays.p95(STUCK) < 1.2 * campaign.delays.p95(CALM) + 0.5
        # What nobody answered was sent again; nobody was shown an error.
        assert set(campaign.refusals) <= {0}


def test_a_redis_that_somebody_else_started_is_not_touched(cluster):
    other = Redis()
    other.port = cluster.redis.port
    with pytest.raises(RuntimeError, match="not started here"):
        other.flush()
