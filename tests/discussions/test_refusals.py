"""What the socket refuses: other sites, strangers, nonsense."""

import contextlib

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from discussions import consumers, services
from discussions.sockets import CLOSE_TOO_MANY
from tests import factories
from tests.discussions.sockets import ORIGIN, Socket, connected, sign_in

pytestmark = pytest.mark.services

# Who may


async def test_somebody_elses_thread_does_not_exist(live_scene):
    stranger = await sync_to_async(factories.make_user)()
    async with connected(stranger) as socket:
        answer = await socket.subscribe(live_scene.thread)
        absent = await socket.subscribe(live_scene.thread.pk + 1)
    assert answer["code"] == absent["code"] == "not_found"
    assert answer["detail"] == absent["detail"]


@pytest.mark.parametrize(
    "origins",
    [
        [],
        [b"null"],
        [b""],
        [b"http://ailleurs.example"],
        [b"http://testserver.ailleurs.example"],
        [b"http://testserver:81"],
        [b"http://[testserver"],
        [b"http://testserver:port"],
        [b"ftp://testserver"],
        [b"http://testserver/page"],
        [ORIGIN, b"http://ailleurs.example"],
    ],
)
async def test_a_page_of_another_site_gets_no_socket(live_scene, origins):
    cookie = f"chantiers_session={await sync_to_async(sign_in)(live_scene.member)}"
    headers = [(b"host", b"testserver"), (b"cookie", cookie.encode())]
    socket = Socket(headers=headers + [(b"origin", origin) for origin in origins])
    assert not await socket.open()


async def test_a_host_that_is_not_ours_gets_no_socket(live_scene):
    cookie = f"chantiers_session={await sync_to_async(sign_in)(live_scene.member)}"
    headers = [(b"host", b"ailleurs.example"), (b"origin", b"http://ailleurs.example")]
    socket = Socket(headers=[*headers, (b"cookie", cookie.encode())])
    assert not await socket.open()


async def test_a_trusted_origin_is_let_in(live_scene, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://chantiers.example"]
    cookie = f"chantiers_session={await sync_to_async(sign_in)(live_scene.member)}"
    headers = [(b"host", b"testserver"), (b"origin", b"https://chantiers.example")]
    socket = Socket(headers=[*headers, (b"cookie", cookie.encode())])
    assert await socket.open()
    await socket.close()


@pytest.mark.parametrize("key", ["", "n-existe-pas"])
async def test_who_is_not_signed_in_gets_no_socket(transactional_db, key):
    assert not await Socket(key).open()


async def test_who_was_deactivated_gets_no_socket(live_scene):
    key = await sync_to_async(sign_in)(live_scene.member)
    live_scene.member.is_active = False
    await live_scene.member.asave()
    assert not await Socket(key).open()


async def test_a_session_that_is_over_gets_no_socket(live_scene):
    key = await sync_to_async(sign_in)(live_scene.member)
    await Session.objects.filter(pk=key).aupdate(expire_date=timezone.now())
    assert not await Socket(key).open()


# Hostile frames

NONSENSE = [
    ("", "bad_json"),
    ("bonjour", "bad_json"),
    ("[" * 4000, "bad_json"),
    ("[]", "bad_frame"),
    ("null", "bad_frame"),
    ("{}", "bad_frame"),
    ('{"type": 3}', "bad_frame"),
    ('{"type": {"a": 1}}', "bad_frame"),
    ('{"type": "subscribe"}', "bad_frame"),
    ('{"type": "subscribe", "thread": "1", "after": 0}', "bad_frame"),
    ('{"type": "subscribe", "thread": true, "after": 0}', "bad_frame"),
    ('{"type": "subscribe", "thread": 1.5, "after": 0}', "bad_frame"),
    ('{"type": "subscribe", "thread": 1, "after": -1}', "bad_frame"),
    ('{"type": "subscribe", "thread": 1, "after": 1e400}', "bad_frame"),
    ('{"type": "subscribe", "thread": 99999999999999999999, "after": 0}', "bad_frame"),
    ('{"type": "subscribe", "thread": [1], "after": 0}', "bad_frame"),
    ('{"type": "subscribe", "inbox": false}', "bad_frame"),
    ('{"type": "subscribe", "inbox": 1}', "bad_frame"),
    ('{"type": "subscribe", "inbox": true, "thread": 1}', "bad_frame"),
    ('{"type": "unsubscribe", "inbox": null}', "bad_frame"),
    ('{"type": "subscribe inbox"}', "bad_frame"),
    ('{"type": "read", "inbox": true}', "unknown_type"),
    ('{"type": "typing", "thread": 1}', "not_found"),
    ('{"type": "typing"}', "bad_frame"),
    ('{"type": "typing", "inbox": true}', "unknown_type"),
    ('{"type": "presence"}', "bad_frame"),
    ('{"type": "presence", "thread": 1, "reading": "oui"}', "bad_frame"),
    ('{"type": "presence", "thread": 1, "reading": true}', "not_found"),
    ('{"type": "presence", "inbox": true}', "unknown_type"),
    ('{"type": "__class__"}', "unknown_type"),
    ('{"type": "' + "x" * 5000 + '"}', "too_large"),
]


@pytest.mark.parametrize(("text", "code"), NONSENSE)
async def test_nonsense_is_answered_by_an_error(live_scene, text, code):
    async with connected(live_scene.member) as socket:
        await socket.send_text(text)
        answer = await socket.next()
        assert (answer["type"], answer["code"]) == ("error", code)
        assert await socket.is_silent()


async def test_bytes_are_answered_by_an_error(live_scene):
    async with connected(live_scene.member) as socket:
        await socket.wire.send_input({"type": "websocket.receive", "bytes": b"\xff"})
        assert (await socket.next())["code"] == "bad_frame"


async def test_repeated_nonsense_closes_the_socket(live_scene):
    async with connected(live_scene.member) as socket:
        for _turn in range(12):
            await socket.send_text("nonsense")
        code, _frames = await socket.until_closed()
        assert code == consumers.CLOSE_ABUSE


async def test_too_many_frames_close_the_socket(live_scene):
    async with connected(live_scene.member) as socket:
        for _turn in range(60):
            await socket.send(type="ping")
        code, _frames = await socket.until_closed()
        assert code == consumers.CLOSE_ABUSE


async def test_a_socket_follows_a_limited_number_of_threads(live_scene, monkeypatch):
    monkeypatch.setattr(consumers, "MAX_SUBSCRIPTIONS", 1)
    other = await sync_to_async(services.create_thread)(
        space=live_scene.space, author=live_scene.member, title="Autre", body="…"
    )
    async with connected(live_scene.member) as socket:
        await socket.subscribe(live_scene.thread, after=1)
        assert (await socket.subscribe(other))["code"] == "too_many"
        assert (await socket.subscribe(live_scene.thread, after=1))["type"] == "changes"
        await socket.send(type="unsubscribe", thread=live_scene.thread.pk)
        assert (await socket.subscribe(other))["type"] == "changes"


async def test_one_socket_too_many_closes_the_oldest_of_the_same_person(live_scene, settings):
    settings.SOCKETS_PER_PERSON = 2
    async with connected(live_scene.facilitator) as other, contextlib.AsyncExitStack() as stack:
        pages = [await stack.enter_async_context(connected(live_scene.member)) for _n in range(3)]
        assert await pages[0].until_closed() == (CLOSE_TOO_MANY, [])
        for socket in (*pages[1:], other):
            assert await socket.is_silent()
        await pages[1].close()
        # One that left by itself counts no more.
        last = await stack.enter_async_context(connected(live_scene.member))
        for socket in (pages[2], last):
            assert await socket.is_silent()


async def test_another_address_is_refused(live_scene):
    socket = Socket(await sync_to_async(sign_in)(live_scene.member))
    socket.wire.scope["path"] = "/ws/ailleurs/"
    assert not await socket.open()
