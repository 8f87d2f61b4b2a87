"""What this installation counts, in Prometheus text at `/metrics`, for those who operate it.

Apps make their counters with the classes below. Where PROMETHEUS_MULTIPROC_DIR names a folder, all
worker processes write theirs into it, and whichever is asked answers for all.
"""

import ipaddress
import os
import re
import secrets
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound

# The library reads this folder as it is imported.
FOLDER = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if FOLDER:
    Path(FOLDER).mkdir(parents=True, exist_ok=True)

from prometheus_client import (  # noqa: E402
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead  # noqa: E402

__all__ = ["Counter", "Gauge", "Histogram", "metrics", "told"]

# What a proxy adds: the request then comes from elsewhere than its last hop.
FORWARDED = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")


def _is_inside(request: HttpRequest) -> bool:
    """Whether the request was made on this machine or its private network, through no proxy."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback or address.is_private


def _may_read(request: HttpRequest) -> bool:
    """With METRICS_TOKEN set, who shows it; without, who asks from inside."""
    if not settings.METRICS_TOKEN:
        return _is_inside(request)
    shown = request.headers.get("Authorization", "")
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return secrets.compare_digest(shown.encode(), wanted.encode())


def _forget_the_dead() -> None:
    """A worker that was killed has nothing open any more; what it counted stays counted."""
    for path in Path(FOLDER).glob("gauge_live*_*.db"):
        pid = re.search(r"_(\d+)\.db$", path.name)
        if pid and not Path(f"/proc/{pid[1]}").exists():
            mark_process_dead(pid[1])


def _registry() -> CollectorRegistry:
    if not FOLDER:
        return REGISTRY
    _forget_the_dead()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


def told() -> bytes:
    """All numbers, as Prometheus reads them."""
    return generate_latest(_registry())


def metrics(request: HttpRequest) -> HttpResponse:
    """Every number of this installation; an address that does not exist for the public."""
    if not _may_read(request):
        return HttpResponseNotFound(content_type="text/plain")
    return HttpResponse(told(), content_type=CONTENT_TYPE_LATEST)
