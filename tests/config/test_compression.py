"""Text is compressed; pictures, parts and files to keep are not."""

import gzip
import os
import zlib
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from common.compression import CompressionMiddleware
from config.settings import base

TEXT = b"<p>Le journal d'une exp\xc3\xa9rimentation.</p>" * 40


def answer(response, **headers) -> HttpResponse:
    request = RequestFactory().get("/", headers={"accept-encoding": "gzip", **headers})
    return CompressionMiddleware(lambda _request: response)(request)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/css", "application/json"])
def test_text_is_compressed(kind):
    response = answer(HttpResponse(TEXT, content_type=kind))
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response.headers["Vary"]
    assert gzip.decompress(response.content) == TEXT
    assert len(response.content) < len(TEXT) / 5


def test_streamed_text_is_compressed():
    response = answer(StreamingHttpResponse(iter([TEXT, TEXT]), content_type="text/javascript"))
    assert gzip.decompress(b"".join(response)) == TEXT * 2


@pytest.fixture
def serving(settings):
    """The site as it is served, files included."""
    settings.MIDDLEWARE = base.MIDDLEWARE


@pytest.mark.usefixtures("serving")
async def test_a_file_served_asynchronously_is_one_gzip_stream(async_client):
    """Browsers read the first stream only: several would cut a script short."""
    name = finders.find("django_htmx/htmx-2.min.js")
    response = await async_client.get(
        "/static/django_htmx/htmx-2.min.js", headers={"accept-encoding": "gzip"}
    )
    assert response.headers["Content-Encoding"] == "gzip"
    assert "Content-Length" not in response.headers
    assert response.headers["ETag"].startswith("W/")
    stream = zlib.decompressobj(wbits=31)
    body = b"".join([part async for part in response.streaming_content])
    assert stream.decompress(body) == Path(name).read_bytes()
    assert stream.unused_data == b""


@pytest.mark.usefixtures("serving")
async def test_a_file_served_asynchronously_is_not_compressed_unasked(async_client):
    response = await async_client.get("/static/django_htmx/htmx-2.min.js")
    assert "Content-Encoding" not in response.headers
    assert response.headers["Vary"] == "Accept-Encoding"


def test_nothing_is_compressed_unasked():
    response = answer(HttpResponse(TEXT, content_type="text/html"), **{"accept-encoding": "br"})
    assert response.content == TEXT


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse(os.urandom(4000), content_type="image/jpeg"),
        HttpResponse(TEXT, content_type="text/plain", status=206),
        HttpResponse(
            TEXT,
            content_type="text/plain",
            headers={"Content-Disposition": 'attachment; filename="a.txt"'},
        ),
    ],
    ids=["picture", "part", "file to keep"],
)
def test_files_travel_as_they_are(response):
    assert not answer(response).has_header("Content-Encoding")
