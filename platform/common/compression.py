"""Text travels compressed, whatever stands before this process; files and pictures as they are."""

from django.middleware.gzip import GZipMiddleware

TEXTS = {
    "application/json",
    "application/javascript",
    "image/svg+xml",
    "text/css",
    "text/html",
    "text/javascript",
    "text/plain",
}


class CompressionMiddleware(GZipMiddleware):
    """Django's own (which hides the length of pages that hold a secret), for text only."""

    def process_response(self, request, response):
        kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
        # A part of a file, or a file to keep: its bytes are what was asked for.
        is_file = response.status_code == 206 or response.has_header("Content-Disposition")
        if kind not in TEXTS or is_file:
            return response
        return super().process_response(request, response)
