"""Static files, with what the middlewares of pages would add: they are served before those."""

from django.http import HttpRequest, HttpResponseBase
from servestatic.middleware import ServeStaticMiddleware
from servestatic.responders import Redirect, StaticFile

from common.compression import compress_static


class StaticMiddleware(ServeStaticMiddleware):
    """ServeStatic, which only speaks async; its texts travel compressed."""

    @staticmethod
    async def aserve(static_file: StaticFile | Redirect, request: HttpRequest) -> HttpResponseBase:
        response = await ServeStaticMiddleware.aserve(static_file, request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return compress_static(request, response)
