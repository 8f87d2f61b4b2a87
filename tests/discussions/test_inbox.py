"""The inbox of the socket: what advances in my spaces, and nothing of the others."""

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone

from discussions import events, following, services
from discussions.hub import Hub
from discussions.models import Thread
from groups.documents.services import add_document, remove_document, withhold_document
from groups.enums import Role
from groups.models import GuestAccess, Membership
from groups.moderation.enums import Withheld
from groups.services.shared import raise_group_access
from tests import factories
from tests.discussions.sockets import Socket, connected

pytestmark = pytest.mark.services

post = sync_to_async(services.post_message)
make = sync_to_async(services.create_thread)


async def follow_inbox(socket: Socket) -> None:
    await socket.send(type="subscribe", inbox=True)
    assert await socket.next() == {"type": "inbox"}


def advanced(thread: Thread, position: int) -> dict:
    return {
        "type": "advanced",
        "space": thread.space_id,
        "thread": thread.pk,
        "position": position,
    }


@sync_to_async
def elsewhere(scene, *, group=None):
    """A thread of another space: of an experimentation of the group, or of another group."""
    owner = factories.make_collectivity()
    trial = factories.make_experimentation(group or scene.group, owner)
    author = factories.join(trial.space.group, Role.FACILITATOR)
    thread = services.create_thread(space=trial.space, author=author, title="Ici", body="Un")
    return thread, author


@sync_to_async
def share_document(thread, author):
    """A document beside the thread."""
    shared = {"title": "Affiche", "url": "https://exemple.test/"}
    return add_document(space=thread.space, author=author, **shared)[0]


@sync_to_async
def remove(user):
    membership = Membership.objects.active().get(user=user)
    Membership.objects.filter(pk=membership.pk).update(ended_at=timezone.now())
    raise_group_access(membership.group_id)


@sync_to_async
def admit(user, group):
    Membership.objects.create(user=user, group=group, role=Role.OBSERVER)
    raise_group_access(group.pk)


async def test_what_advances_in_any_space_of_mine_is_told(live_scene):
    thread, author = await elsewhere(live_scene)
    async with connected(live_scene.member) as socket:
        await follow_inbox(socket)
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Deux")
        assert await socket.next() == advanced(live_scene.thread, 2)
        await post(thread=thread, author=author, body="Deux")
        assert await socket.next() == advanced(thread, 2)
        opened = await make(space=live_scene.space, author=author, title="Neuf", body="Un")
        assert await socket.next() == advanced(opened, 1)


async def test_only_a_new_message_advances(live_scene):
    message = await post(thread=live_scene.thread, author=live_scene.facilitator, body="Deux")
    async with connected(live_scene.member) as socket:
        await follow_inbox(socket)
        await sync_to_async(services.edit_message)(message=message, body="Corrigé")
        await sync_to_async(services.remove_message)(message=message)
        assert await socket.is_silent()


async def test_nothing_is_told_of_a_space_that_is_not_mine(live_scene):
    thread, author = await elsewhere(live_scene, group=await sync_to_async(factories.make_group)())
    guest = await sync_to_async(lambda: factories.make_guest(thread.space))()
    async with connected(live_scene.member) as member, connected(guest) as other:
        await follow_inbox(member)
        await follow_inbox(other)
        await post(thread=thread, author=author, body="Deux")
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Deux")
        assert await member.next() == advanced(live_scene.thread, 2)
        assert await other.next() == advanced(thread, 2)
        assert await member.is_silent()
        assert await other.is_silent()


async def test_an_administrator_hears_of_her_own_groups_only(live_scene):
    """What she visits elsewhere is journalled: no frame of it comes by itself."""
    administrator = await sync_to_async(factories.make_user)(is_superuser=True)
    async with connected(administrator) as socket:
        await follow_inbox(socket)
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Deux")
        assert await socket.is_silent()


async def test_pages_of_a_space_are_told_when_what_it_shows_goes_out_of_sight(live_scene):
    thread, author = await elsewhere(live_scene)
    stranger = await sync_to_async(lambda: factories.join(factories.make_group()))()
    document = await share_document(thread, author)
    async with connected(live_scene.member) as member, connected(stranger) as other:
        await follow_inbox(member)
        await follow_inbox(other)
        for withheld in (Withheld.HIDDEN, Withheld.NO):
            await sync_to_async(withhold_document)(pk=document.pk, withheld=withheld, by=author)
            # Whose space, and nothing of what.
            assert await member.next() == {"type": "shown", "space": thread.space_id}
        assert await other.is_silent()
        await remove(live_scene.member)
        assert await member.next(timeout=1) == {"type": "inbox"}
        await sync_to_async(remove_document)(document=document, by=author)
        assert await member.is_silent()


async def test_nothing_follows_a_removal(live_scene):
    async with connected(live_scene.member) as socket:
        await follow_inbox(socket)
        await remove(live_scene.member)
        assert await socket.next(timeout=1) == {"type": "inbox"}
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Entre nous")
        assert await socket.is_silent()


async def test_nothing_follows_a_removal_that_nobody_announced(live_scene, monkeypatch):
    async with connected(live_scene.member) as socket:
        await follow_inbox(socket)
        with monkeypatch.context() as patch:
            patch.setattr("common.live.announce_access_changed", lambda ids: None)
            patch.setattr("groups.services.shared.announce_access_changed", lambda ids: None)
            await remove(live_scene.member)
        assert await socket.is_silent()
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Entre nous")
        assert await socket.next() == {"type": "inbox"}
        assert await socket.is_silent()


async def test_the_beat_finds_a_removal_without_any_message(live_scene, monkeypatch):
    async with connected(live_scene.member) as socket:
        await follow_inbox(socket)
        with monkeypatch.context() as patch:
            patch.setattr("groups.services.shared.announce_access_changed", lambda ids: None)
            await remove(live_scene.member)
        await Hub.current().tick()
        assert await socket.next() == {"type": "inbox"}
        assert Hub.current().inbox.spaces == {}


async def test_a_guest_hears_nothing_past_her_end(live_scene):
    guest = await sync_to_async(factories.make_guest)(live_scene.space)
    async with connected(guest) as socket:
        await follow_inbox(socket)
        hub = Hub.current()
        [spaces] = list(hub.inbox.sockets.values())
        spaces[live_scene.space.pk] = timezone.now()
        await GuestAccess.objects.filter(user=guest).aupdate(until=timezone.now())
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Trop tard")
        assert await socket.is_silent()


async def test_who_is_admitted_hears_at_once(live_scene):
    group = await sync_to_async(factories.make_group)()
    thread, author = await elsewhere(live_scene, group=group)
    async with connected(live_scene.member) as socket:
        await follow_inbox(socket)
        await admit(live_scene.member, group)
        assert await socket.next() == {"type": "inbox"}
        await post(thread=thread, author=author, body="Deux")
        assert await socket.next() == advanced(thread, 2)


async def test_my_other_tab_learns_what_i_read(live_scene):
    async with (
        connected(live_scene.member) as reading,
        connected(live_scene.member) as tab,
        connected(live_scene.facilitator) as other,
    ):
        await reading.subscribe(live_scene.thread, after=1)
        for socket in (tab, other):
            await follow_inbox(socket)
        await reading.send(type="read", thread=live_scene.thread.pk, position=1)
        told = {"type": "read", "thread": live_scene.thread.pk, "position": 1}
        assert await tab.next() == told
        assert await other.is_silent()


async def test_my_own_message_is_read_on_all_my_pages(live_scene):
    async with connected(live_scene.facilitator) as socket:
        await follow_inbox(socket)
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Deux")
        frames = [await socket.next(), await socket.next()]
        told = {"type": "read", "thread": live_scene.thread.pk, "position": 2}
        assert told in frames
        assert advanced(live_scene.thread, 2) in frames


async def test_what_i_follow_changes_the_badges_of_my_pages_only(live_scene):
    async with connected(live_scene.member) as mine, connected(live_scene.facilitator) as other:
        await follow_inbox(mine)
        await follow_inbox(other)
        await sync_to_async(following.set_attention)(
            thread=live_scene.thread, user=live_scene.member, attention="muted"
        )
        assert await mine.next() == {"type": "inbox"}
        assert await other.is_silent()


async def test_who_leaves_the_inbox_hears_nothing_more(live_scene):
    async with connected(live_scene.member) as socket:
        await follow_inbox(socket)
        await socket.send(type="unsubscribe", inbox=True)
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Deux")
        assert await socket.is_silent()
        assert Hub.current().inbox.sockets == {}


async def test_a_process_joins_the_group_of_a_space_once(live_scene, monkeypatch):
    joined = []
    async with connected(live_scene.member) as one, connected(live_scene.facilitator) as two:
        assert await one.is_silent()
        assert await two.is_silent()
        link = Hub.current()._link
        join = link.join

        async def noted(group):
            joined.append(group)
            return await join(group)

        monkeypatch.setattr(link, "join", noted)
        await follow_inbox(one)
        await follow_inbox(two)
        assert joined == [events.space_group(live_scene.space.pk)]
