"""Answers for those who operate the site, given before anything else looks at the request.

`/livez` says that the process answers, and touches nothing. `/readyz` says whether it can serve:
503 while the database or its migrations are not there; Redis down is only "degraded", because
posting and reading go on over HTTP. `/metrics` counts, for inside only: metrics.py.
"""

import logging

import redis
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.decorators import sync_and_async_middleware

from common.metrics import metrics

logger = logging.getLogger(__name__)

REDIS_TIMEOUT = 1  # second


def livez(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


def _database() -> str:
    """ "ok", "unreachable" or "migrations missing"."""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        logger.exception("readyz: database")
        return "unreachable"
    return "migrations missing" if plan else "ok"


def _redis() -> str:
    """ "ok", "unreachable", or "unused" where one process serves alone."""
    if not settings.REDIS_URL:
        return "unused"
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=REDIS_TIMEOUT, socket_connect_timeout=REDIS_TIMEOUT
        ) as client:
            client.ping()
    except (redis.RedisError, OSError):
        return "unreachable"
    return "ok"


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether this process can serve, part by part."""
    parts = {"database": _database(), "redis": _redis()}
    if parts["database"] != "ok":
        return JsonResponse({"status": "unavailable", **parts}, status=503)
    status = "degraded" if parts["redis"] == "unreachable" else "ok"
    return JsonResponse({"status": status, **parts})


ANSWERS = {"/livez": livez, "/readyz": readyz, "/metrics": metrics}


def _answer(request: HttpRequest, view) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    response = view(request)
    response.headers["Cache-Control"] = "no-store"
    return response


@sync_and_async_middleware
def HealthMiddleware(get_response):  # noqa: N802 - named as Django names middleware
    """Answer these addresses first: no host check, no redirection, no session, no cookie."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            view = ANSWERS.get(request.path_info)
            if view is None:
                return await get_response(request)
            if view is livez:
                return _answer(request, view)
            return await sync_to_async(_answer)(request, view)
    else:

        def middleware(request):
            view = ANSWERS.get(request.path_info)
            return get_response(request) if view is None else _answer(request, view)

    return middleware
