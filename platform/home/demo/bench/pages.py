"""The pages to measure: every address of the project that answers a GET, found in the URLs.

A new page is measured as soon as it has an address. One whose parameters `samples` cannot fill is
listed as not measured, so that its absence is seen.
"""

import gzip
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

from home.demo.bench.samples import VISITOR, Samples

PARAMETER = re.compile(r"<(?:[^>:]+:)?([^>]+)>")
# Not pages: the administration, what ends a session, what a browser loads by itself.
LEFT_OUT = ("administration/", "compte/logout", "styles/", "service-worker.js", "livez", "readyz")
MEASURED_TYPES = ("text/html", "application/json")
# Of these the bytes are somebody's, not ours to limit.
FILES = ("photos/", "/telecharger/", "/pdf/")
WARM_UP = 2


@dataclass(frozen=True)
class Address:
    """`route` as in urls.py without converters; `path` with sample values, or "" without; `asked`
    names what the address asks beside the page itself."""

    route: str
    path: str
    asked: str = ""

    @property
    def name(self) -> str:
        """« experimentations/ (carte) »."""
        return f"{self.route} ({self.asked})" if self.asked else self.route


@dataclass(frozen=True)
class PageMeasure:
    """Times passed and, of them, spent by this process (on SQLite its own queries too). Sizes are
    in bytes: as made, and compressed as a proxy does."""

    route: str
    role: str
    median_ms: float
    p95_ms: float
    cpu_ms: float
    queries: int
    size: int
    gzipped: int


def addresses(samples: Samples) -> list[Address]:
    """Every address of the project, with sample values where there are some."""
    plain = {PARAMETER.sub(r"<\1>", route) for route in _routes(get_resolver().url_patterns)}
    found = []
    for route in sorted(each for each in plain if not each.startswith(LEFT_OUT)):
        path = _filled(route, samples)
        for asked, query in samples.queries.get(route, {"": ""}).items():
            found.append(Address(route, path and path + query, asked))
    return found


def _routes(patterns, prefix: str = "") -> Iterator[str]:
    for each in patterns:
        # Addresses written as regular expressions are those of libraries, with one-time keys.
        if not isinstance(each.pattern, RoutePattern):
            continue
        route = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def _filled(route: str, samples: Samples) -> str:
    """`route` as a path, or "" when a parameter has no sample value."""
    values: dict[str, object] = {}
    for prefix in sorted(samples.values, key=len):
        if route.startswith(prefix):
            values |= samples.values[prefix]
    path = f"/{route}"
    for name in PARAMETER.findall(route):
        if values.get(name) is None:
            return ""
        path = path.replace(f"<{name}>", str(values[name]))
    return path


def clients(samples: Samples) -> dict[str, Client]:
    """A signed-in browser for each role."""
    made = {}
    for role, user in samples.people.items():
        made[role] = Client(SERVER_NAME="localhost", raise_request_exception=False)
        if role != VISITOR:
            made[role].force_login(user)
    return made


class BrokenPageError(Exception):
    """The server failed on this page."""


def measure(address: Address, role: str, client: Client, *, requests: int) -> PageMeasure | None:
    """Times of `requests` GETs after two that warm up, then the queries of one more.

    None when it is not a page for that role: a redirection, a refusal, a file. Raises
    BrokenPageError when the server fails.
    """
    for _ in range(WARM_UP):
        response, _body = _get(client, address)
        if response.status_code >= 500:
            raise BrokenPageError
        if response.status_code != 200 or not _is_measured(address, response):
            return None
    times, cpu = [], []
    for _ in range(requests):
        started, worked = time.perf_counter(), time.process_time()
        _response, body = _get(client, address)
        times.append(1000 * (time.perf_counter() - started))
        cpu.append(1000 * (time.process_time() - worked))
    with CaptureQueriesContext(connection) as queries:
        client.get(address.path)
    times.sort()
    return PageMeasure(
        route=address.name,
        role=role,
        median_ms=statistics.median(times),
        p95_ms=times[min(round(0.95 * len(times)), len(times) - 1)],
        cpu_ms=statistics.median(cpu),
        queries=len(queries),
        size=len(body),
        gzipped=len(gzip.compress(body, compresslevel=6)),
    )


def _get(client: Client, address: Address):
    """An answer, with its body read to the end."""
    response = client.get(address.path)
    return response, b"".join(response) if response.streaming else response.content


def _is_measured(address: Address, response) -> bool:
    if any(part in address.route for part in FILES):
        return True
    return not response.streaming and response.headers.get("Content-Type", "").startswith(
        MEASURED_TYPES
    )
