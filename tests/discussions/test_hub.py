"""The hub alone, with sockets made for the occasion."""

import asyncio
import time

import pytest
from django.db.models import F

from discussions import events, publishing, selectors, services
from discussions.hub import Hub
from groups.services.shared import raise_group_access
from tests.discussions.fakes import FakeSocket, change, follow, leave, post, told

pytestmark = pytest.mark.services


async def test_one_event_is_one_frame_for_all(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member, live_scene.facilitator)
    hub.hear(change(live_scene, 2))
    one, two = (socket.frames for socket in sockets)
    assert len(one) == len(two) == 1
    assert one[0] is two[0]
    await leave(hub, sockets)


async def test_an_event_that_comes_twice_is_delivered_once(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member)
    hub.hear(change(live_scene, 2))
    hub.hear(change(live_scene, 2))
    assert len(sockets[0].frames) == 1
    await leave(hub, sockets)


async def test_events_out_of_order_cost_one_read_for_all_sockets(live_scene, monkeypatch):
    hub, sockets = await follow(live_scene, live_scene.member, live_scene.facilitator)
    reads = []
    changes_since = selectors.changes_since

    def counted(*args):
        reads.append(args)
        return changes_since(*args)

    monkeypatch.setattr(selectors, "changes_since", counted)
    monkeypatch.setattr(publishing, "publish", lambda group, event: None)
    for body in ("Deux", "Trois"):
        await post(thread=live_scene.thread, author=live_scene.member, body=body)
    hub.hear(change(live_scene, 3))
    hub.hear(change(live_scene, 2))
    await asyncio.gather(*hub._tasks)
    assert reads == [(live_scene.thread.pk, 1)]
    for socket in sockets:
        assert len(socket.frames) == 1
        assert '"from":1,"to":3' in socket.frames[0]
    await leave(hub, sockets)


async def test_the_last_socket_leaves_the_group_and_stops_the_hub(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member, live_scene.facilitator)
    running = hub._link
    group = events.thread_group(live_scene.thread.pk)
    assert group in running._wanted
    hub.unsubscribe(sockets[0], live_scene.thread.pk)
    assert live_scene.thread.pk in hub.topics
    hub.unsubscribe(sockets[1], live_scene.thread.pk)
    await asyncio.gather(*hub._tasks)
    assert hub.topics == {}
    assert hub.checked == {}
    assert group not in running._wanted
    await leave(hub, sockets)
    assert hub._link is None
    assert all(task.done() for task in running._tasks)


async def test_a_newer_access_version_is_checked_before_the_delivery(live_scene):
    hub, sockets = await follow(live_scene, live_scene.member)
    await live_scene.member.memberships.all().aupdate(ended_at=live_scene.thread.created_at)
    await type(live_scene.space).objects.filter(pk=live_scene.space.pk).aupdate(access_version=2)
    hub.hear(change(live_scene, 2, version=2, body="Canari"))
    await asyncio.gather(*hub._tasks)
    forgotten, revoked = sockets[0].frames
    assert forgotten == f"forget {live_scene.thread.pk}"
    assert revoked == events.revoked_frame(live_scene.thread.pk)
    await leave(hub, sockets)


async def test_a_database_that_fails_delivers_nothing_and_the_next_head_repairs(
    live_scene, monkeypatch
):
    hub, sockets = await follow(live_scene, live_scene.member)
    changes_since = selectors.changes_since

    def broken(*args):
        raise RuntimeError("no database")

    monkeypatch.setattr(selectors, "changes_since", broken)
    monkeypatch.setattr(publishing, "publish", lambda group, event: None)
    await post(thread=live_scene.thread, author=live_scene.member, body="Deux")
    hub.hear(change(live_scene, 9))
    await asyncio.gather(*hub._tasks)
    assert sockets[0].frames == []
    monkeypatch.setattr(selectors, "changes_since", changes_since)
    await hub.tick()
    kinds = [frame.split('"')[3] for frame in sockets[0].frames]
    assert kinds == ["changes", "head"]
    await leave(hub, sockets)


# Nothing falls between


def during_replay(monkeypatch, act):
    """Have `act` done once, after the replay was read and before the hub gets it."""
    replay_for, done = selectors.replay_for, []

    def read_then_act(*args):
        replay = replay_for(*args)
        if not done:
            done.append(True)
            act()
        return replay

    monkeypatch.setattr(selectors, "replay_for", read_then_act)


async def subscribe(hub, scene, socket, after=1):
    return await hub.subscribe(
        socket, thread_id=scene.thread.pk, space_id=scene.space.pk, after=after
    )


async def test_what_is_told_while_the_replay_is_read_is_delivered(live_scene, monkeypatch):
    hub, socket = Hub.current(), FakeSocket(live_scene.member)
    await hub.enter(socket)
    during_replay(
        monkeypatch,
        lambda: services.post_message(
            thread=live_scene.thread, author=live_scene.facilitator, body="Entre deux"
        ),
    )
    assert await subscribe(hub, live_scene, socket)
    assert "Entre deux" in "".join(socket.frames)
    await leave(hub, [socket])


@pytest.mark.parametrize("announced", [True, False])
async def test_who_is_removed_while_her_replay_is_read_gets_nothing_more(
    live_scene, monkeypatch, announced
):
    hub, (facilitator,) = await follow(live_scene, live_scene.facilitator)
    member = FakeSocket(live_scene.member)
    await hub.enter(member)

    def remove():
        live_scene.member.memberships.update(ended_at=live_scene.thread.created_at)
        if announced:
            raise_group_access(live_scene.group.pk)
        else:
            spaces = type(live_scene.space).objects.filter(pk=live_scene.space.pk)
            spaces.update(access_version=F("access_version") + 1)

    during_replay(monkeypatch, remove)
    await subscribe(hub, live_scene, member)
    await asyncio.gather(*hub._tasks)
    member.frames.clear()
    await post(thread=live_scene.thread, author=live_scene.facilitator, body="Canari")
    await asyncio.gather(*hub._tasks)
    assert "Canari" not in "".join(member.frames)
    assert "Canari" in "".join(facilitator.frames)
    await leave(hub, [facilitator, member])


async def test_who_was_put_out_while_her_replay_was_read_does_not_get_it(live_scene, monkeypatch):
    hub, member = Hub.current(), FakeSocket(live_scene.member)
    await hub.enter(member)
    loop = asyncio.get_running_loop()

    def remove_and_wait():
        live_scene.member.memberships.update(ended_at=live_scene.thread.created_at)
        checking = asyncio.run_coroutine_threadsafe(hub._recheck(live_scene.space.pk), loop)
        checking.result(5)

    during_replay(monkeypatch, remove_and_wait)
    await subscribe(hub, live_scene, member)
    assert member.frames[-1] == events.revoked_frame(live_scene.thread.pk)
    assert "changes" not in "".join(member.frames)
    await leave(hub, [member])


async def test_who_was_read_before_the_others_were_checked_again_is_read_again(
    live_scene, monkeypatch
):
    """Her right was read at an older access version than the one that the hub trusts since."""
    hub, (facilitator,) = await follow(live_scene, live_scene.facilitator)
    member = FakeSocket(live_scene.member)
    await hub.enter(member)

    def remove_and_check_the_others():
        live_scene.member.memberships.update(ended_at=live_scene.thread.created_at)
        hub.checked[live_scene.space.pk] = 2
        type(live_scene.space).objects.filter(pk=live_scene.space.pk).update(access_version=2)

    during_replay(monkeypatch, remove_and_check_the_others)
    assert not await subscribe(hub, live_scene, member)
    assert member.frames == []
    await leave(hub, [facilitator, member])


async def test_who_has_more_to_ask_for_is_not_live_yet(live_scene, monkeypatch):
    for body in ("Deux", "Trois"):
        await post(thread=live_scene.thread, author=live_scene.member, body=body)
    hub, (quick,) = await follow(live_scene, live_scene.facilitator)
    monkeypatch.setattr(selectors, "CHANGES_AT_ONCE", 1)
    behind = FakeSocket(live_scene.member)
    await hub.enter(behind)
    assert await subscribe(hub, live_scene, behind)
    behind.frames.clear()
    quick.frames.clear()
    await post(thread=live_scene.thread, author=live_scene.member, body="Quatre")
    await asyncio.gather(*hub._tasks)
    assert len(quick.frames) == 1
    assert behind.frames == []
    await leave(hub, [quick, behind])


async def test_what_the_hub_does_is_counted(live_scene):
    before = told("chantiers_live_sockets")
    hub, sockets = await follow(live_scene, live_scene.member, live_scene.facilitator)
    assert told("chantiers_live_sockets") == before + 2
    delays = told("chantiers_live_publish_to_send_seconds_count")
    hub.hear(change(live_scene, 2) | {"at": time.time() - 3})
    await asyncio.sleep(0)
    assert told("chantiers_live_publish_to_send_seconds_count") == delays + 1
    repairs = told("chantiers_live_resyncs_total", kind="repair")
    hub.hear(change(live_scene, 9))
    await asyncio.gather(*hub._tasks)
    assert told("chantiers_live_resyncs_total", kind="repair") == repairs + 1
    sent = told("chantiers_live_frames_sent_total")
    hub.sent += 3
    await leave(hub, sockets)
    assert told("chantiers_live_frames_sent_total") == sent + 3
    assert told("chantiers_live_sockets") == before


async def test_what_was_published_bears_its_time(live_scene):
    """Whatever clock it is given by, the delay is told of events that come from a write."""
    hub, sockets = await follow(live_scene, live_scene.member)
    delays = told("chantiers_live_publish_to_send_seconds_count")
    await post(thread=live_scene.thread, author=live_scene.member, body="Deux")
    async with asyncio.timeout(5):
        while told("chantiers_live_publish_to_send_seconds_count") == delays:
            await asyncio.sleep(0)
    await leave(hub, sockets)
