"""The socket, from the browser's side: what it answers, what it refuses, what it never says."""

import asyncio
import json
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from audit.models import AuditEvent
from common import live
from discussions import selectors, services
from discussions.hub import Hub
from discussions.models import Message, ReadMarker, Thread
from discussions.sockets import CLOSE_COME_BACK, CLOSE_SESSION_ENDED
from groups.enums import GroupState
from groups.models import GuestAccess, Membership
from groups.services import change_state, lift_suspension, suspend_writing, withdraw_engagement
from groups.services.shared import raise_group_access
from tests import factories
from tests.discussions.sockets import ClosedError, Socket, connected, sign_in

pytestmark = pytest.mark.services

post = sync_to_async(services.post_message)


@sync_to_async
def fill(thread, author, count):
    """`count` messages, written at once."""
    thread.refresh_from_db()
    start = thread.last_position
    Message.objects.bulk_create(
        Message(
            thread=thread,
            author=author,
            position=n,
            changed_seq=n,
            body=f"{n}",
            html=f"<p>{n}</p>",
        )
        for n in range(start + 1, start + count + 1)
    )
    Thread.objects.filter(pk=thread.pk).update(last_position=start + count, last_seq=start + count)


# Reading


async def test_a_message_reaches_an_open_socket(live_scene):
    async with connected(live_scene.member) as socket:
        replay = await socket.subscribe(live_scene.thread)
        assert [message["position"] for message in replay["messages"]] == [1]
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Bonjour **tous**")
        frame = await socket.next()
    assert (frame["from"], frame["to"], frame["more"]) == (1, 2, False)
    message = frame["messages"][0]
    assert message["html"] == "<p>Bonjour <strong>tous</strong></p>\n"
    assert sorted(message) == [
        "author",
        "changed_seq",
        "client_id",
        "created_at",
        "edited_at",
        "html",
        "id",
        "position",
        "reactions",
        "reply",
        "state",
    ]


async def test_it_resumes_after_what_it_holds(live_scene):
    await fill(live_scene.thread, live_scene.member, 5)
    async with connected(live_scene.member) as socket:
        replay = await socket.subscribe(live_scene.thread, after=4)
    assert (replay["from"], replay["to"], replay["more"]) == (4, 6, False)
    assert [message["changed_seq"] for message in replay["messages"]] == [5, 6]


async def test_it_has_nothing_to_catch_up(live_scene):
    async with connected(live_scene.member) as socket:
        replay = await socket.subscribe(live_scene.thread, after=1)
        assert (replay["from"], replay["to"], replay["messages"]) == (1, 1, [])


async def test_much_to_catch_up_comes_by_hundreds_when_asked(live_scene):
    await fill(live_scene.thread, live_scene.member, 230)
    async with connected(live_scene.member) as socket:
        seen, after = [], 0
        while True:
            frame = await socket.subscribe(live_scene.thread, after=after)
            assert frame["from"] == after
            assert len(frame["messages"]) <= 100
            seen += [message["position"] for message in frame["messages"]]
            after = frame["to"]
            if not frame["more"]:
                break
            # It is not live before it is up to date: a change meanwhile is in a later answer.
            if after == 100:
                await post(thread=live_scene.thread, author=live_scene.facilitator, body="Encore")
                assert await socket.is_silent()
        assert seen == list(range(1, 233))
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="En direct")
        assert (await socket.next())["from"] == 232


async def test_an_answer_is_limited_in_size_too(live_scene, monkeypatch):
    monkeypatch.setattr(selectors, "CHANGES_SIZE", 10)
    await fill(live_scene.thread, live_scene.member, 3)
    async with connected(live_scene.member) as socket:
        frame = await socket.subscribe(live_scene.thread, after=1)
    assert (frame["to"], frame["more"], len(frame["messages"])) == (2, True, 1)


@pytest.mark.parametrize(("after", "kind"), [(1, "reset"), (2, "changes"), (999, "reset")])
async def test_who_is_very_far_behind_loads_a_fresh_page(live_scene, after, kind):
    await fill(live_scene.thread, live_scene.member, 501)
    async with connected(live_scene.member) as socket:
        frame = await socket.subscribe(live_scene.thread, after=after)
    assert frame["type"] == kind


async def test_a_lost_event_is_repaired_by_the_next_head(live_scene, monkeypatch):
    monkeypatch.setattr("discussions.publishing.publish", lambda *told, **how: None)
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Perdu en route")
        assert await socket.is_silent()
        await Hub.current().tick()
        frame = await socket.next()
        assert (frame["type"], frame["from"], frame["to"]) == ("changes", 1, 2)
        head = await socket.next()
        assert head == {"type": "head", "thread": live_scene.thread.pk, "seq": 2}


async def test_a_gap_is_closed_from_the_database(live_scene, monkeypatch):
    from discussions import publishing

    publish = publishing.publish
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        monkeypatch.setattr("discussions.publishing.publish", lambda *told, **how: None)
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Perdu")
        monkeypatch.setattr("discussions.publishing.publish", publish)
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Arrivé")
        frame = await socket.next()
    assert (frame["from"], frame["to"]) == (1, 3)
    assert [message["position"] for message in frame["messages"]] == [2, 3]


async def test_heads_come_by_themselves(live_scene, monkeypatch):
    monkeypatch.setattr("discussions.hub.HEAD_EVERY", 0.05)
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        assert (await socket.next("head"))["seq"] == 1
        assert (await socket.next("head"))["seq"] == 1


async def test_one_socket_follows_several_threads(live_scene):
    other = await sync_to_async(services.create_thread)(
        space=live_scene.space, author=live_scene.member, title="Autre", body="…"
    )
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        await socket.subscribe(other, after=1)
        await post(thread=other, author=live_scene.facilitator, body="Ici")
        assert (await socket.next())["thread"] == other.pk
        await socket.send(type="unsubscribe", thread=other.pk)
        assert await socket.is_silent()
        await post(thread=other, author=live_scene.facilitator, body="Plus ici")
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Là")
        assert (await socket.next())["thread"] == live_scene.thread.pk


async def test_a_tombstone_carries_no_text(live_scene):
    message = await post(thread=live_scene.thread, author=live_scene.member, body="Canari")
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        await sync_to_async(services.hide_message)(
            message=message, actor=live_scene.facilitator, reason="Hors sujet"
        )
        frame = await socket.next()
        assert frame["messages"][0]["state"] == "hidden"
        assert "Canari" not in json.dumps(frame)
        frame = await socket.subscribe(live_scene.thread, after=1)
        assert "Canari" not in json.dumps(frame)


# The read marker


async def test_the_read_marker_is_told_to_ones_own_sockets_only(live_scene):
    async with (
        connected(live_scene.member) as one,
        connected(live_scene.member) as two,
        connected(live_scene.facilitator) as other,
    ):
        for socket in (one, two, other):
            await socket.subscribe(live_scene.thread, after=1)
        await one.send(type="read", thread=live_scene.thread.pk, position=1)
        assert await two.next() == {"type": "read", "thread": live_scene.thread.pk, "position": 1}
        assert await other.is_silent()
        await one.send(type="read", thread=live_scene.thread.pk, position=1)
        assert (await one.next("error"))["code"] == "too_fast"
    marker = await ReadMarker.objects.aget(user=live_scene.member)
    assert marker.position == 1


async def test_the_marker_of_a_thread_that_is_not_followed_is_refused(live_scene):
    async with connected(live_scene.member) as socket:
        await socket.send(type="read", thread=live_scene.thread.pk, position=1)
        assert (await socket.next())["code"] == "not_found"
    assert not await ReadMarker.objects.filter(user=live_scene.member).aexists()


# Losing access


@sync_to_async
def remove(scene):
    Membership.objects.filter(user=scene.member).update(ended_at=timezone.now())
    raise_group_access(scene.group.pk)


async def test_removal_reaches_the_open_socket_at_once(live_scene):
    async with (
        connected(live_scene.member) as member,
        connected(live_scene.facilitator) as facilitator,
    ):
        await member.subscribe(live_scene.thread, after=1)
        await facilitator.subscribe(live_scene.thread, after=1)
        await remove(live_scene)
        assert await member.next(timeout=1) == {
            "type": "revoked",
            "thread": live_scene.thread.pk,
        }
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Entre nous")
        assert await facilitator.next("changes")
        assert await member.is_silent()
        assert (await member.subscribe(live_scene.thread, after=1))["code"] == "not_found"


async def test_removal_that_nobody_announced_comes_before_the_next_frame(live_scene, monkeypatch):
    monkeypatch.setattr("discussions.publishing.on_access_changed", lambda *a, **k: None)
    live.access_changed.receivers, kept = [], live.access_changed.receivers
    live.access_changed.sender_receivers_cache.clear()
    try:
        async with connected(live_scene.member) as member:
            await member.subscribe(live_scene.thread, after=1)
            await remove(live_scene)
            assert await member.is_silent()
            await post(thread=live_scene.thread, author=live_scene.facilitator, body="Canari")
            assert (await member.next())["type"] == "revoked"
            assert await member.is_silent()
    finally:
        live.access_changed.receivers = kept
        live.access_changed.sender_receivers_cache.clear()


async def test_removal_is_seen_by_the_next_head_at_the_latest(live_scene, monkeypatch):
    monkeypatch.setattr("discussions.publishing.publish", lambda *told, **how: None)
    async with connected(live_scene.member) as member:
        await member.subscribe(live_scene.thread, after=1)
        await remove(live_scene)
        assert await member.is_silent()
        await Hub.current().tick()
        assert (await member.next())["type"] == "revoked"
        assert await member.is_silent()


async def test_a_guests_access_ends_by_itself_on_the_open_socket(live_scene):
    until = timezone.now() + timedelta(seconds=0.6)
    guest = await sync_to_async(factories.make_guest)(live_scene.space, until=until)
    async with connected(guest) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        assert (await socket.next(timeout=2))["type"] == "revoked"
        assert timezone.now() >= until


async def test_a_longer_access_is_noticed(live_scene):
    until = timezone.now() + timedelta(minutes=1)
    guest = await sync_to_async(factories.make_guest)(live_scene.space, until=until)
    async with connected(guest) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        await GuestAccess.objects.aupdate(until=until + timedelta(days=1))
        await sync_to_async(raise_group_access)(live_scene.group.pk)
        hub = Hub.current()
        subscription = next(iter(hub.topics[live_scene.thread.pk].subscriptions.values()))
        await asyncio.gather(*hub._tasks)
        assert subscription.until == until + timedelta(days=1)


async def test_the_end_of_a_session_closes_its_sockets_only(live_scene):
    async with connected(live_scene.member) as one, connected(live_scene.member) as two:
        await two.subscribe(live_scene.thread, after=1)
        key = next(socket.session_key for socket in Hub.current().sockets if not socket._followed)
        await sync_to_async(live.announce_session_ended)(
            session_keys=[key], user_id=live_scene.member.pk
        )
        with pytest.raises(ClosedError) as closed:
            await one.next(timeout=1)
        assert closed.value.code == CLOSE_SESSION_ENDED
        assert await two.is_silent()


async def test_a_deactivated_person_is_put_out_everywhere(live_scene):
    async with connected(live_scene.member) as one, connected(live_scene.facilitator) as two:
        await sync_to_async(live.announce_session_ended)(user_id=live_scene.member.pk)
        with pytest.raises(ClosedError):
            await one.next(timeout=1)
        assert await two.is_silent()


@pytest.mark.parametrize("how", ["session", "person"])
async def test_an_end_that_nobody_announced_is_seen_by_the_next_head(live_scene, how):
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        if how == "session":
            await Session.objects.all().adelete()
        else:
            live_scene.member.is_active = False
            await live_scene.member.asave()
        await Hub.current().tick()
        assert (await socket.until_closed())[0] == CLOSE_SESSION_ENDED


async def test_a_new_password_makes_every_socket_show_its_session_again(live_scene):
    key = await sync_to_async(sign_in)(live_scene.member)
    socket = Socket(key)
    assert await socket.open()
    live_scene.member.set_password("un-autre-mot-de-passe")
    await live_scene.member.asave()
    # The hub counts a socket once it listens: a pong says so.
    assert await socket.is_silent()
    await Hub.current().tick()
    assert (await socket.until_closed())[0] == CLOSE_COME_BACK
    assert not await Socket(key).open()


async def test_a_deleted_thread_is_gone_for_all(live_scene):
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        await Thread.objects.all().adelete()
        await Hub.current().tick()
        assert (await socket.next())["type"] == "revoked"


# Visits


async def test_an_administrator_reads_no_thread_unseen(live_scene):
    """By the socket as by pages: once for all the threads of a group."""
    admin = await sync_to_async(factories.make_user)(is_superuser=True)
    async with connected(admin) as socket:
        await socket.subscribe(live_scene.thread)
        await socket.subscribe(live_scene.thread)
    visits = sync_to_async(
        lambda: list(AuditEvent.objects.filter(action="group.visited").values_list("group_id"))
    )
    assert await visits() == [(live_scene.group.pk,)]


# The thread itself, and what its readers may do


async def test_a_change_of_the_thread_itself_reaches_the_open_socket(live_scene):
    async with connected(live_scene.member) as socket:
        assert "state" not in await socket.subscribe(live_scene.thread)
        lock = sync_to_async(services.lock_thread)
        await lock(thread=live_scene.thread, actor=live_scene.facilitator, locked=True)
        frame = await socket.next()
    assert (frame["type"], frame["from"], frame["to"], frame["messages"]) == ("changes", 1, 2, [])
    assert frame["state"] == {
        "title": live_scene.thread.title,
        "kind": "exchange",
        "answer": None,
        "locked": True,
        "pinned": False,
        "slow_minutes": 0,
    }
    async with connected(live_scene.member) as socket:
        assert (await socket.subscribe(live_scene.thread, after=1))["state"] == frame["state"]
        assert "state" not in await socket.subscribe(live_scene.thread, after=2)


async def _suspend(scene):
    await sync_to_async(suspend_writing)(
        group=scene.group, user=scene.member, days=2, by=scene.facilitator
    )


async def _archive(scene):
    await sync_to_async(change_state)(
        group=scene.group, state=GroupState.ARCHIVED, by=scene.facilitator
    )


async def _withdraw(scene):
    engagement = await scene.group.engagements.aget(
        organisation=(await scene.member.memberships.aget()).organisation_id
    )
    await sync_to_async(withdraw_engagement)(engagement=engagement, by=scene.facilitator)


@pytest.mark.parametrize("act", [_suspend, _archive, _withdraw])
async def test_who_may_no_longer_write_is_told_and_reads_on(live_scene, act):
    async with connected(live_scene.member) as socket:
        assert (await socket.subscribe(live_scene.thread))["write"] is True
        await act(live_scene)
        assert await socket.next() == {
            "type": "rights",
            "thread": live_scene.thread.pk,
            "write": False,
        }
        assert (await socket.subscribe(live_scene.thread, after=1))["write"] is False


async def test_only_the_person_whose_rights_changed_is_told(live_scene):
    async with connected(live_scene.member) as one, connected(live_scene.facilitator) as other:
        for socket in (one, other):
            assert (await socket.subscribe(live_scene.thread))["write"] is True
        await _suspend(live_scene)
        assert (await one.next())["type"] == "rights"
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Suite")
        while (frame := await other.next())["type"] != "changes":
            assert frame["type"] != "rights"
        await sync_to_async(lift_suspension)(
            group=live_scene.group, user=live_scene.member, by=live_scene.facilitator
        )
        assert (await one.next("rights"))["write"] is True
