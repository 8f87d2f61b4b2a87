"""Text is compressed; pictures, parts and files to keep are not."""

import gzip
import os

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from common.compression import CompressionMiddleware

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
