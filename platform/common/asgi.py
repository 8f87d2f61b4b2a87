"""Django on ASGI, each request in one go on its thread."""

from asgiref.sync import AsyncToSync, sync_to_async
from django.core.handlers.asgi import ASGIHandler


class OneThreadHandler(ASGIHandler):
    """Django's handler, with everything below the asynchronous middlewares made synchronous.

    Django would return to the event loop before the view, between its hooks and after it, each time
    to wait for a loop and a thread that are busy with sockets: about ten times for one request.
    Asynchronous middlewares come first in MIDDLEWARE; they run on the loop and must not wait there.
    """

    def load_middleware(self, is_async: bool = False) -> None:
        super().load_middleware(is_async=False)
        chain = self._middleware_chain
        # An asynchronous outer middleware was wrapped for a synchronous server, which this is not.
        self._middleware_chain = (
            chain.awaitable if isinstance(chain, AsyncToSync) else sync_to_async(chain)
        )
