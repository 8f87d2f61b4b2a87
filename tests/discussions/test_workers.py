"""The delivery contract on PostgreSQL and Redis with two server processes (docs/realtime.md)."""

import asyncio
import contextlib
import signal
import threading
import time
import uuid

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, transaction
from django.utils import timezone

from discussions import moving, publishing, services
from groups.models import Membership
from groups.services.shared import raise_group_access
from tests import factories
from tests.discussions.cluster import Reader, post, post_and_hang_up, post_surely, stored
from tests.discussions.sockets import sign_in

pytestmark = pytest.mark.workers


write = sync_to_async(services.post_message)


@contextlib.contextmanager
def nothing_published(monkeypatch):
    """What this process writes meanwhile is told to nobody."""
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "publish", lambda group, event: None)
        yield


async def test_badges_learn_what_the_other_process_did(cluster, live_scene, member, facilitator):
    """An advance, a marker of mine, and a removal: each made on one, told on the other."""
    thread = live_scene.thread.pk
    async with (
        Reader([cluster.two], thread, member) as far,
        Reader([cluster.one], thread, member) as near,
        Reader([cluster.two], thread, facilitator) as other,
    ):
        for reader in (far, other):
            await reader.link.send('{"type":"subscribe","inbox":true}')
            await reader.until(lambda reader=reader: {"type": "inbox"} in reader.frames)
        assert (await post(cluster.one, thread, facilitator, "Deux")).status == 201
        told = {"type": "advanced", "space": live_scene.space.pk, "thread": thread, "position": 2}
        await far.until(lambda: told in far.frames)
        await near.link.send(f'{{"type":"read","thread":{thread},"position":2}}')
        marker = {"type": "read", "thread": thread, "position": 2}
        await far.until(lambda: marker in far.frames)
        await near.until_texts("Quelles formes ?", "Deux")
        await remove(live_scene)
        await far.until(lambda: far.frames.count({"type": "inbox"}) == 2)
        assert (await post(cluster.one, thread, facilitator, "Entre nous")).status == 201
        # Who still reads it has been told in that process: so would she have been.
        await other.until(lambda: told | {"position": 3} in other.frames)
        await far.link.send('{"type":"ping"}')
        await far.until(lambda: {"type": "pong"} in far.frames)
        assert far.kinds().count("advanced") == 1


async def test_a_message_reaches_sockets_of_both_processes(cluster, live_scene, member):
    thread = live_scene.thread.pk
    async with (
        Reader([cluster.one], thread, member) as near,
        Reader([cluster.two], thread, member) as far,
    ):
        started = time.monotonic()
        assert (await post(cluster.one, thread, member, "Bonjour")).status == 201
        await near.until_texts("Bonjour")
        await far.until_texts("Bonjour")
        assert time.monotonic() - started < 2
        # By the event itself: no head was needed.
        assert "head" not in far.kinds()


async def test_a_lost_event_is_a_gap_that_the_next_one_closes(
    cluster, live_scene, member, monkeypatch
):
    thread = live_scene.thread
    async with Reader([cluster.two], thread.pk, member) as far:
        with nothing_published(monkeypatch):
            await write(thread=thread, author=live_scene.member, body="Perdu")
        await post(cluster.one, thread.pk, member, "Arrivé")
        await far.until_texts("Arrivé", timeout=3)
        assert far.texts[-2:] == ["Perdu", "Arrivé"]


async def test_a_lost_last_event_is_repaired_by_the_head(cluster, live_scene, member, monkeypatch):
    thread = live_scene.thread
    async with Reader([cluster.two], thread.pk, member) as far:
        with nothing_published(monkeypatch):
            await write(thread=thread, author=live_scene.member, body="Perdu")
        await far.until_texts("Perdu", timeout=7)


async def test_who_comes_back_after_very_much_is_told_to_load_a_page(cluster, live_scene, member):
    thread = live_scene.thread
    await sync_to_async(type(thread).objects.filter(pk=thread.pk).update)(last_seq=502)
    reader = Reader([cluster.one], thread.pk, member)
    reader.seq = 1
    reader._task = asyncio.create_task(reader._run())
    await reader.until(lambda: reader.kinds() == ["reset"])
    await reader.__aexit__()


async def test_one_client_id_over_two_processes(cluster, live_scene, member):
    thread, client_id = live_scene.thread.pk, uuid.uuid4()
    answers = await asyncio.gather(
        *(
            post(worker, thread, member, "Une fois", client_id)
            for worker in cluster.workers
            for _turn in range(3)
        )
    )
    assert {answer.status for answer in answers} == {201}
    assert len({answer.json["message"]["id"] for answer in answers}) == 1
    other = await post(cluster.two, thread, member, "Autre chose", client_id)
    assert other.status == 409
    assert "déjà été envoyé" in other.json["error"]
    assert await sync_to_async(stored)(live_scene.thread) == ["Quelles formes ?", "Une fois"]


async def test_an_answer_that_was_cut_is_asked_again(cluster, live_scene, member):
    """The page hung up after its request: it does not know whether that was done."""
    thread, client_id = live_scene.thread.pk, uuid.uuid4()
    async with Reader([cluster.two], thread, member) as far:
        await asyncio.to_thread(post_and_hang_up, cluster.one, thread, member, "Coupé", client_id)
        again = [
            await post(worker, thread, member, "Coupé", client_id) for worker in cluster.workers
        ]
        await far.until_texts("Coupé")
    assert [answer.status for answer in again] == [201, 201]
    assert len({answer.json["message"]["id"] for answer in again}) == 1
    assert await sync_to_async(stored)(live_scene.thread) == ["Quelles formes ?", "Coupé"]


async def test_a_slow_commit_hides_nobodys_message(cluster, live_scene, member):
    thread = live_scene.thread
    taken, finish = threading.Event(), threading.Event()

    def slow():
        try:
            with transaction.atomic():
                services.post_message(thread=thread, author=live_scene.facilitator, body="Lent")
                taken.set()
                assert finish.wait(20)
        finally:
            connection.close()

    async with (
        Reader([cluster.one], thread.pk, member) as near,
        Reader([cluster.two], thread.pk, member) as far,
    ):
        writing = asyncio.create_task(asyncio.to_thread(slow))
        await asyncio.to_thread(taken.wait, 20)
        posted = asyncio.create_task(post(cluster.one, thread.pk, member, "Rapide"))
        done, _pending = await asyncio.wait({posted}, timeout=0.5)
        assert not done
        assert near.texts == far.texts == ["Quelles formes ?"]
        finish.set()
        await writing
        assert (await posted).status == 201
        for reader in (near, far):
            await reader.until_texts("Rapide")
            assert reader.texts == ["Quelles formes ?", "Lent", "Rapide"]
            assert reader.seq == 3


async def test_a_killed_process_loses_nothing(cluster, live_scene, member, facilitator):
    thread = live_scene.thread.pk
    async with (
        Reader(cluster.workers, thread, member) as reader,
        Reader(cluster.workers[::-1], thread, facilitator) as other,
    ):
        writing = asyncio.gather(
            *(post_surely(cluster.workers, thread, member, f"a{n}") for n in range(10)),
            *(post_surely(cluster.workers[::-1], thread, facilitator, f"b{n}") for n in range(10)),
        )
        await reader.until(lambda: len(reader.texts) > 4)
        cluster.one.kill()
        await writing
        expected = await sync_to_async(stored)(live_scene.thread)
        assert len(expected) == 21
        for each in (reader, other):
            await each.until_texts(*expected)
            assert each.texts == expected
        await asyncio.to_thread(cluster.one.start)


async def test_a_process_that_is_told_to_stop_sends_its_pages_elsewhere(
    cluster, live_scene, member
):
    thread = live_scene.thread.pk
    async with Reader(cluster.workers, thread, member) as reader:
        link = reader.link
        cluster.one.signal(signal.SIGTERM)
        await link.wait_closed()
        assert link.close_code == 1012
        await post_surely([cluster.two], thread, member, "Ailleurs")
        await reader.until_texts("Ailleurs")
        assert await asyncio.to_thread(cluster.one.process.wait, 10) is not None
    await asyncio.to_thread(cluster.one.start)


async def test_redis_restarted_empty_delivers_again(cluster, live_scene, member):
    thread = live_scene.thread.pk
    async with (
        Reader([cluster.one], thread, member) as near,
        Reader([cluster.two], thread, member) as far,
    ):
        cluster.redis.kill()
        started = time.monotonic()
        assert (await post(cluster.one, thread, member, "Sans Redis")).status == 201
        assert time.monotonic() - started < 2
        await near.until_texts("Sans Redis", timeout=2)
        await asyncio.to_thread(cluster.redis.start)
        back = time.monotonic()
        await far.until_texts("Sans Redis", timeout=10)
        # And events travel again, without waiting for a head.
        turn = 0
        while True:
            turn += 1
            await post(cluster.one, thread, member, f"Encore {turn}")
            with contextlib.suppress(TimeoutError):
                await far.until_texts(f"Encore {turn}", timeout=0.5)
                break
            assert time.monotonic() - back < 12
        assert near.texts == far.texts


async def test_redis_that_hangs_neither_delays_nor_loses(cluster, live_scene, member):
    thread = live_scene.thread.pk
    async with Reader([cluster.two], thread, member) as far:
        with cluster.redis.stopped():
            started = time.monotonic()
            assert (await post(cluster.one, thread, member, "Malgré tout")).status == 201
            assert time.monotonic() - started < 2
            await far.until_texts("Malgré tout", timeout=8)
        await post(cluster.one, thread, member, "Après")
        await far.until_texts("Après", timeout=10)
        assert far.texts == ["Quelles formes ?", "Malgré tout", "Après"]


@sync_to_async
def remove(scene):
    Membership.objects.filter(user=scene.member).update(ended_at=timezone.now())
    raise_group_access(scene.group.pk)


async def test_removal_crosses_processes_within_a_second(cluster, live_scene, member):
    async with Reader([cluster.two], live_scene.thread.pk, member) as reader:
        await remove(live_scene)
        await reader.until(lambda: "revoked" in reader.kinds(), timeout=1)


async def test_removal_with_the_layer_down(cluster, live_scene, member, facilitator):
    thread = live_scene.thread.pk
    async with (
        Reader([cluster.two], thread, member) as removed,
        Reader([cluster.two], thread, facilitator) as staying,
    ):
        cluster.redis.kill()
        await remove(live_scene)
        assert (await post(cluster.two, thread, facilitator, "Canari")).status == 201
        await staying.until_texts("Canari", timeout=2)
        await removed.until(lambda: "revoked" in removed.kinds(), timeout=2)
        assert "Canari" not in removed.texts


async def test_removal_with_the_layer_down_and_nobody_writing(cluster, live_scene, member):
    async with Reader([cluster.two], live_scene.thread.pk, member) as removed:
        cluster.redis.kill()
        await remove(live_scene)
        await removed.until(lambda: "revoked" in removed.kinds(), timeout=6)


async def test_a_lock_crosses_processes_like_a_message(cluster, live_scene, member):
    thread, lock = live_scene.thread, sync_to_async(services.lock_thread)
    async with (
        Reader([cluster.one], thread.pk, member) as near,
        Reader([cluster.two], thread.pk, member) as far,
    ):
        for locked, status in ((True, 403), (False, 201)):
            await lock(thread=thread, actor=live_scene.facilitator, locked=locked)
            for reader in (near, far):
                await reader.until(lambda r=reader, now=locked: r.is_locked is now, timeout=2)
            assert (await post(cluster.two, thread.pk, member, "Bonjour")).status == status
        assert "head" not in far.kinds()


async def test_a_thread_moved_while_people_write_in_it(cluster, live_scene, member):
    """Who may not follow it has nothing more of it; what the others write is all there."""
    thread = live_scene.thread
    guest = await sync_to_async(factories.make_guest)(live_scene.space)
    owner = await sync_to_async(lambda: live_scene.member.memberships.get().organisation)()
    trial = await sync_to_async(factories.make_experimentation)(live_scene.group, owner)
    texts = [f"Message {n}" for n in range(10)]
    async with (
        Reader([cluster.one], thread.pk, member) as near,
        Reader([cluster.two], thread.pk, await sync_to_async(sign_in)(guest)) as leaving,
    ):
        seen = (await sync_to_async(moving.preview)(thread, trial.space)).seen
        await asyncio.gather(
            *(post_surely(cluster.workers, thread.pk, member, text) for text in texts),
            sync_to_async(moving.move_thread)(
                thread=thread, actor=live_scene.facilitator, to_pk=trial.space_id, seen=seen
            ),
        )
        await near.until_texts(*texts)
        await leaving.until(lambda: "revoked" in leaving.kinds(), timeout=1)
        await post(cluster.two, thread.pk, member, "Entre nous")
        await near.until_texts("Entre nous")
        assert "Entre nous" not in leaving.texts
        assert leaving.kinds()[-1] == "revoked"
    assert sorted((await sync_to_async(stored)(thread))[1:-1]) == texts
