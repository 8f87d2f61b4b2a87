"""Text travels compressed, whatever stands before this process; files and pictures as they are."""

import re
import zlib
from collections.abc import AsyncIterable, AsyncIterator

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


class CompressionMiddleware(GZipMiddleware):
    """Django's own (which hides the length of pages that hold a secret), for text only."""

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        # A part of a file, or a file to keep: its bytes are what was asked for.
        is_file = response.status_code == 206 or response.has_header("Content-Disposition")
        if kind not in TEXTS or is_file or response.has_header("Content-Encoding"):
            return response
        if not (response.streaming and response.is_async):
            return super().process_response(request, response)
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
