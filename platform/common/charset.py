"""Requests are in UTF-8, whatever they say."""

import re

CHARSET = re.compile(rb";\s*charset\s*=[^;]*", re.IGNORECASE)


class Utf8Only:
    """ASGI middleware: forgets the `charset` that a request declares.

    Browsers send UTF-8 and declare none. Django decodes addresses and forms with whatever codec is
    named there: some give half characters that no database or answer can hold, and some decode no
    text at all, which fails before any middleware of Django could answer.
    """

    def __init__(self, application):
        self.application = application

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and any(
            name == b"content-type" and b"charset" in value.lower()
            for name, value in scope["headers"]
        ):
            headers = [
                (name, CHARSET.sub(b"", value) if name == b"content-type" else value)
                for name, value in scope["headers"]
            ]
            scope = scope | {"headers": headers}
        await self.application(scope, receive, send)
