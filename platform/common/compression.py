"""Text travels compressed, whatever stands before this process; files and pictures as they are."""

import re
import zlib
from collections.abc import AsyncIterable, AsyncIterator

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

TEXTS = {
    "application/json",
    "application/javascript",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
}
GZIP = 31  # zlib's window bits for one gzip stream
ACCEPTED = re.compile(r"\bgzip\b")


async def compressed(parts: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """One gzip stream of all the parts. Django's makes one of each, of which browsers read only
    the first."""
    stream = zlib.compressobj(wbits=GZIP)
    async for part in parts:
        if out := stream.compress(part):
            yield out
    yield stream.flush()


def _is_text(response: HttpResponseBase) -> bool:
    """Whether it may travel compressed. A part of a file, or a file to keep: its bytes are what was
    asked for."""
    kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
    is_file = response.status_code == 206 or response.has_header("Content-Disposition")
    return kind in TEXTS and not is_file and not response.has_header("Content-Encoding")


def compress_static(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """An answer whose parts come asynchronously, compressed if it is text and the browser asks."""
    if not _is_text(response):
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if not ACCEPTED.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        return response
    response.streaming_content = compressed(response.streaming_content)
    del response.headers["Content-Length"]
    response.headers["Content-Encoding"] = "gzip"
    etag = response.headers.get("ETag", "")
    if etag.startswith('"'):
        response.headers["ETag"] = f"W/{etag}"
    return response


class CompressionMiddleware(GZipMiddleware):
    """Django's own (which hides the length of pages that hold a secret), for text only."""

    def process_response(self, request, response):
        return super().process_response(request, response) if _is_text(response) else response
