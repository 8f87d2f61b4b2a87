import pytest
from asgiref.sync import sync_to_async

from discussions import services
from tests.discussions.sockets import connected

pytestmark = pytest.mark.services
post = sync_to_async(services.post_message)


async def test_a_message_reaches_an_open_socket(live_scene):
    async with connected(live_scene.member) as socket:
        replay = await socket.subscribe(live_scene.thread)
        assert [message["position"] for message in replay["messages"]] == [1]
        await post(thread=live_scene.thread, author=live_scene.facilitator, body="Bonjour **tous**")
        frame = await socket.next()
    assert (frame["from"], frame["to"], frame["more"]) == (1, 2, False)
    assert frame["messages"][0]["html"] == "<p>Bonjour <strong>tous</strong></p>\n"
