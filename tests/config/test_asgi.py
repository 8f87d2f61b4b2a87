"""The site as ASGI servers call it."""

import pytest
from asgiref.sync import SyncToAsync
from asgiref.testing import ApplicationCommunicator

from common.asgi import OneThreadHandler
from config.settings import base


@pytest.fixture
def handler(settings):
    settings.MIDDLEWARE = base.MIDDLEWARE
    return OneThreadHandler()


@pytest.fixture
def hops(monkeypatch):
    """One for each time that the event loop waits for a thread."""
    made = []
    call = SyncToAsync.__call__

    async def counted(self, *args, **kwargs):
        made.append(self)
        return await call(self, *args, **kwargs)

    monkeypatch.setattr(SyncToAsync, "__call__", counted)
    return made


async def get(handler, path: str) -> dict:
    """The start of the answer, its headers as a dict."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"host", b"testserver")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    site = ApplicationCommunicator(handler, scope)
    await site.send_input({"type": "http.request", "body": b"", "more_body": False})
    start = await site.receive_output(10)
    while (await site.receive_output(10)).get("more_body"):
        pass
    await site.wait(10)
    return start | {"headers": dict(start["headers"])}


@pytest.mark.django_db(transaction=True)
async def test_a_request_is_handed_to_its_thread_once(handler, hops):
    """Besides, Django tells before and after that a request begins and ends."""
    answer = await get(handler, "/groupes/")
    assert answer["status"] == 200
    assert len(hops) <= 3


async def test_a_static_file_waits_for_no_page(handler):
    answer = await get(handler, "/static/django_htmx/htmx-2.min.js")
    assert answer["status"] == 200
    headers = answer["headers"]
    assert headers[b"X-Content-Type-Options"] == b"nosniff"
    assert headers[b"Cross-Origin-Resource-Policy"] == b"same-origin"
