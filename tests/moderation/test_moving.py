"""A thread moved between the spaces of its group: who sees it, who no longer does, and at once."""

import re

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from django.utils import timezone

from audit.models import AuditEvent
from discussions import moving
from discussions import services as discussions
from discussions.hub import Hub
from discussions.models import Message, ReadMarker, Thread
from groups.models import GuestAccess, Space
from groups.moderation.models import Act, Report
from groups.moderation.registry import get_kind
from groups.moderation.services import report
from tests import factories
from tests.discussions.sockets import connected
from tests.moderation.conftest import as_user

REASON = "Cela concerne tout le groupe"
EVERYBODY = (
    "member",
    "facilitator",
    "neighbour",
    "observer",
    "guest",
    "group_guest",
    "both_guest",
    "stranger",
    "foreign_facilitator",
    "administrator",
)


@pytest.fixture
def room(scene):
    """The scene, with a guest of the group's space and one of both."""
    scene.home = factories.group_space(scene.group)
    scene.group_guest = factories.make_guest(scene.home)
    scene.both_guest = factories.make_guest(scene.home)
    factories.make_guest(scene.space, user=scene.both_guest)
    scene.thread = scene.message.thread
    return scene


def _url(room, to=None) -> str:
    return f"/discussions/{room.thread.pk}/deplacer/{(to or room.home).pk}/"


def _seen(page) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.content.decode()).group(1)


def _move(room, by=None, to=None):
    client = as_user(by or room.facilitator)
    fields = {"reason": REASON, "seen": _seen(client.get(_url(room, to)))}
    return client.post(_url(room, to), fields)


def _sighted(room) -> set[str]:
    return {
        name
        for name in EVERYBODY
        if Thread.objects.visible_to(getattr(room, name)).filter(pk=room.thread.pk).exists()
    }


def test_the_preview_says_what_the_move_does_to_each_person(room):
    preview = moving.preview(Thread.objects.select_related("space").get(), room.home)
    page = as_user(room.facilitator).get(_url(room)).content.decode()
    gain, lose = page.split('id="gain"')[1].split('id="lose"')
    lose = lose.split("<form")[0]
    before = _sighted(room)
    assert _move(room).status_code == 302
    after = _sighted(room)
    for name in EVERYBODY:
        person = str(getattr(room, name))
        assert (person in gain) == (name in after - before), name
        assert (person in lose) == (name in before - after), name
        opened = as_user(getattr(room, name)).get(f"/discussions/{room.thread.pk}/").status_code
        assert (opened == 200) == (name in after), name
    assert (before - after, after - before) == ({"guest"}, {"group_guest"})
    assert [reader.is_guest for reader in preview.gain.shown + preview.lose.shown] == [True, True]
    # Members, facilitators, the observer, and the guest of both spaces.
    assert preview.keep == 6


def test_past_thirty_names_they_are_counted(room):
    for _turn in range(moving.NAMES + 1):
        factories.make_guest(room.home)
    page = as_user(room.facilitator).get(_url(room)).content.decode()
    assert "32 personnes le verront en plus" in page
    assert "et 2 autres" in page


def test_it_is_journalled_and_told_and_its_reports_follow(
    room, mailoutbox, django_capture_on_commit_callbacks
):
    ReadMarker.objects.create(user=room.neighbour, thread=room.thread, position=1)
    report(
        thing=get_kind("message").find(room.message.pk),
        reporter=room.neighbour,
        category="wrong",
    )
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = _move(room)
    assert answer.url == f"/discussions/{room.thread.pk}/"
    act = Act.objects.get()
    assert (act.verb, act.reason, act.person_id) == ("move", REASON, room.member.pk)
    assert AuditEvent.objects.get(action="thread.moved").data == {"to": room.home.pk}
    assert mailoutbox[0].to == [room.member.email]
    assert REASON in mailoutbox[0].body
    assert f"Il est maintenant dans\u00a0: {room.group.name}" in mailoutbox[0].body
    journal = as_user(room.other_facilitator).get(f"/groupes/{room.group.slug}/moderation/journal/")
    assert "fil déplacé" in journal.content.decode()
    assert ReadMarker.objects.filter(user=room.neighbour, thread=room.thread).get().position == 1
    assert Report.objects.get().space == room.home
    queue = f"/espaces/{room.home.pk}/moderation/message/{room.message.pk}/"
    assert as_user(room.facilitator).get(queue).status_code == 200


def test_who_opened_it_and_no_longer_sees_it_is_not_told_where_it_went(
    room, mailoutbox, django_capture_on_commit_callbacks
):
    room.thread = discussions.create_thread(
        space=room.space, author=room.guest, title="Ouvert par l’invité", body="…"
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert _move(room).status_code == 302
    act = Act.objects.get()
    mine = as_user(room.guest).get(f"/espaces/{act.space_id}/actes/{act.pk}/").content.decode()
    for text in (mailoutbox[0].body, mine):
        assert REASON in text
        assert "Vous ne pouvez plus le lire" in text
        assert room.group.name not in text
    assert f"/discussions/{room.thread.pk}/" not in mine


@pytest.mark.parametrize("change", ["gains", "loses", "moved"])
def test_what_changed_since_the_preview_is_refused_and_nothing_lost(room, change):
    client = as_user(room.facilitator)
    seen = _seen(client.get(_url(room)))
    if change == "gains":
        factories.make_guest(room.home)
    elif change == "loses":
        GuestAccess.objects.filter(user=room.guest).update(ended_at=timezone.now())
    else:
        trial = factories.make_experimentation(room.group, factories.make_collectivity())
        assert _move(room, by=room.other_facilitator, to=trial.space).status_code == 302
    place, acts = Thread.objects.get().space_id, Act.objects.count()
    refused = client.post(_url(room), {"reason": REASON, "seen": seen})
    assert refused.status_code == 409
    assert "ont changé depuis votre aperçu" in refused.content.decode()
    assert f'value="{REASON}"' in refused.content.decode()
    assert (Thread.objects.get().space_id, Act.objects.count()) == (place, acts)
    fields = {"reason": REASON, "seen": _seen(refused)}
    assert client.post(_url(room), fields).status_code == 302
    assert Thread.objects.get().space_id == room.home.pk


def test_it_needs_a_reason_a_preview_and_a_space_of_the_group(room):
    client = as_user(room.facilitator)
    seen = _seen(client.get(_url(room)))
    assert client.post(_url(room), {"reason": " ", "seen": seen}).status_code == 400
    assert client.post(_url(room), {"reason": REASON}).status_code == 409
    moderate = f"/espaces/{room.space.pk}/moderation/fil/{room.thread.pk}/"
    assert f"/discussions/{room.thread.pk}/deplacer/" in client.get(moderate).content.decode()
    assert client.post(moderate, {"verb": "move", "reason": REASON}).status_code == 400
    foreign = factories.group_space(room.foreign_facilitator.memberships.get().group)
    for space in (foreign, room.space):
        fields = {"reason": REASON, "seen": seen}
        assert client.post(_url(room, space), fields).status_code == 404
    for name in set(EVERYBODY) - {"facilitator", "administrator"}:
        client = as_user(getattr(room, name))
        fields = {"reason": REASON, "seen": seen}
        assert client.post(_url(room), fields).status_code == 404, name
    room.group.state = "archived"
    room.group.save()
    assert as_user(room.facilitator).get(_url(room)).status_code == 404
    assert Thread.objects.get().space_id == room.space.pk


def test_who_was_writing_while_it_moved_writes_nowhere_she_may_not(room):
    read = Thread.objects.select_related("space").get()
    assert _move(room).status_code == 302
    with pytest.raises(discussions.ThreadMovedError):
        discussions.post_message(thread=read, author=room.guest, body="Trop tard")
    assert Message.objects.count() == 1


# Open pages


@pytest.fixture
async def _no_connection_left():
    yield
    await sync_to_async(connections.close_all)()


post = sync_to_async(discussions.post_message)


@sync_to_async
def _write(room, body):
    thread = Thread.objects.select_related("space").get(pk=room.thread.pk)
    discussions.post_message(thread=thread, author=room.facilitator, body=body)


@sync_to_async
def _raise_version(room):
    Space.objects.filter(pk=room.space.pk).update(access_version=50)


@pytest.fixture
def live_room(transactional_db, _no_connection_left, room):
    return room


@pytest.mark.services
@pytest.mark.parametrize("told", ["announced", "by the next message", "by the next head"])
async def test_open_sockets_follow_the_move(live_room, monkeypatch, told):
    room = live_room
    # The old space's version is far above the new one's: they are not to be compared.
    await _raise_version(room)
    async with (
        connected(room.guest) as loses,
        connected(room.both_guest) as keeps,
        connected(room.member) as member,
    ):
        for socket in (loses, keeps, member):
            await socket.subscribe(room.thread, after=1)
        if told != "announced":
            monkeypatch.setattr("discussions.publishing.publish", lambda *told, **how: None)
        moved = await sync_to_async(_move)(room)
        assert moved.status_code == 302
        if told == "announced":
            assert (await loses.next(timeout=1))["type"] == "revoked"
        elif told == "by the next head":
            await Hub.current().tick()
            assert (await loses.next())["type"] == "revoked"
        monkeypatch.undo()
        await _write(room, "Canari")
        for socket in (keeps, member):
            frame = await socket.next("changes")
            assert [message["html"] for message in frame["messages"]] == ["<p>Canari</p>\n"]
        if told == "by the next message":
            assert (await loses.next())["type"] == "revoked"
        assert await loses.is_silent()
        assert (await loses.subscribe(room.thread, after=1))["code"] == "not_found"
        async with connected(room.group_guest) as gains:
            replay = await gains.subscribe(room.thread, after=0)
            assert [message["position"] for message in replay["messages"]] == [1, 2]
            # In its new space, ends of access are heard.
            await sync_to_async(_end)(room)
            assert (await gains.next("revoked", timeout=1))["thread"] == room.thread.pk
            await _write(room, "Entre nous")
            assert (await member.next("changes"))["messages"][0]["position"] == 3
            assert await gains.is_silent()


def _end(room):
    from groups.services.shared import raise_space_access

    GuestAccess.objects.filter(user=room.group_guest).update(ended_at=timezone.now())
    raise_space_access(room.home.pk)
