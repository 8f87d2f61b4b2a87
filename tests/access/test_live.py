"""The table again, for the live socket: who may follow which thread, frame by frame."""

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from discussions.consumers import LiveSocket
from discussions.services import post_message
from tests.access.addresses import FOLLOWED, FRAMES, TOLD_OF
from tests.access.crawl import PEOPLE, allowed_words, everything
from tests.access.world import World, build_world
from tests.discussions.sockets import Socket, sign_in

pytestmark = pytest.mark.services


@pytest.fixture
async def world(transactional_db) -> World:
    yield await sync_to_async(build_world)()
    await sync_to_async(connections.close_all)()


def test_the_table_knows_every_type_of_frame():
    assert set(LiveSocket._handlers) == set(FRAMES)


async def _until_pong(socket: Socket) -> list[dict]:
    await socket.send(type="ping")
    frames = []
    while (frame := await socket.next())["type"] != "pong":
        frames.append(frame)
    return frames


async def test_a_visitor_has_no_socket(world):
    assert not await Socket().open()


async def test_each_frame_is_answered_to_those_it_is_for(world):
    """What one may not follow does not exist; and no frame carries a word that is not hers."""
    threads = {name: getattr(world, name).thread for name in FOLLOWED}
    sockets = {}
    for person, user in world.people.items():
        sockets[person] = Socket(await sync_to_async(sign_in)(user))
        assert await sockets[person].open()

    heard = {person: [] for person in sockets}
    for person, socket in sockets.items():
        for room, allowed in FOLLOWED.items():
            answer = await socket.subscribe(threads[room])
            heard[person].append(answer)
            await socket.send(type="read", thread=threads[room].pk, position=1)
            if person in allowed:
                await socket.send(type="presence", thread=threads[room].pk, reading=True)
                await socket.send(type="typing", thread=threads[room].pk)
            told = await _until_pong(socket)
            heard[person] += told
            refused = [frame["code"] for frame in (answer, *told) if frame["type"] == "error"]
            expected = [] if person in allowed else ["not_found", "not_found"]
            # Who reads and may not write is not told to be typing: test_presence.py.
            assert [code for code in refused if code != "not_allowed"] == expected, (person, room)

    for room, thread in threads.items():
        author = world.people["administrator"]
        await sync_to_async(post_message)(thread=thread, author=author, body=f"Nouveau {room}")
        for person in FOLLOWED[room]:
            frame = await sockets[person].next("changes")
            heard[person].append(frame)
            assert f"Nouveau {room}" in frame["messages"][-1]["html"], (person, room)

    for person, socket in sockets.items():
        await socket.send(type="unsubscribe", thread=threads["mine"].pk)
        heard[person] += await _until_pong(socket)
        await socket.close()
        text = str(heard[person]).lower()
        assert {room for room in FOLLOWED if f"nouveau {room}<" in text} == {
            room for room, allowed in FOLLOWED.items() if person in allowed
        }, person
        if person in PEOPLE:
            forbidden = everything(world) - allowed_words(world)[person]
            assert {word for word in forbidden if word.lower() in text} == set(), person


async def test_who_may_not_follow_a_thread_is_neither_seen_nor_told_of_its_readers(world):
    threads = {name: getattr(world, name).thread for name in FOLLOWED}
    for person, user in world.people.items():
        refused = [threads[room].pk for room in FOLLOWED if person not in FOLLOWED[room]]
        socket = Socket(await sync_to_async(sign_in)(user))
        assert await socket.open()
        for thread in refused:
            await socket.send(type="presence", thread=thread, reading=True)
            await socket.send(type="typing", thread=thread)
        heard = await _until_pong(socket)
        assert [frame.get("code") for frame in heard] == ["not_found"] * 2 * len(refused), person
        await socket.close()


async def test_the_inbox_tells_each_of_her_own_places_and_nothing_more(world):
    threads = {name: getattr(world, name).thread for name in TOLD_OF}
    sockets = {}
    for person, user in world.people.items():
        sockets[person] = socket = Socket(await sync_to_async(sign_in)(user))
        assert await socket.open()
        await socket.send(type="subscribe", inbox=True)
        assert await socket.next() == {"type": "inbox"}
    for room, thread in threads.items():
        author = world.people["administrator"]
        await sync_to_async(post_message)(thread=thread, author=author, body=f"Nouveau {room}")
    for person, socket in sockets.items():
        heard = await _until_pong(socket)
        await socket.close()
        told = {frame["thread"] for frame in heard if frame["type"] == "advanced"}
        spaces = {frame["space"] for frame in heard if frame["type"] == "advanced"}
        rooms = [room for room, allowed in TOLD_OF.items() if person in allowed]
        assert told == {threads[room].pk for room in rooms}, person
        assert spaces == {threads[room].space_id for room in rooms}, person
        kept = {frame["type"] for frame in heard if person != "administrator"}
        assert kept <= {"advanced"}, person
        # Numbers only: no word of anybody.
        for frame in heard:
            assert all(isinstance(value, int) for key, value in frame.items() if key != "type")
