"""The page that a device shows for want of a connection, and the script that keeps it there.

It is the same for everyone. Whoever is signed in writes notes on it, for the experimentations whose
names her own device keeps (static/js/offline.js).
"""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from common.styles import stylesheet
from experiments.forms import OfflineEntryForm

# What the page loads, and what that imports in turn.
MODULES = [
    f"js/{name}.js"
    for name in (
        "app",
        "drafts",
        "journal",
        "notes-queue",
        "notes-store",
        "offline",
        "pictures",
        "sender",
    )
]


def _drawn(nonce: str) -> str:
    return render_to_string("home/offline.html", {"csp_nonce": nonce, "form": OfflineEntryForm()})


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What the service worker keeps, and shows in place of a page that cannot be loaded."""
    return HttpResponse(_drawn(request.csp_nonce))


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it covers the whole site."""
    files = [Path(settings.ROOT) / "static" / name for name in MODULES]
    stamp = tuple(path.stat().st_mtime_ns if settings.DEBUG else 0 for path in files)
    digest, kept = _kept(tuple(files), stamp, stylesheet()[0])
    response = render(
        request,
        "home/service-worker.js",
        {"digest": digest, "offline": reverse("offline"), "kept": kept},
        content_type="text/javascript; charset=utf-8",
    )
    response["Cache-Control"] = "no-cache"
    return response


@lru_cache(maxsize=4)
def _kept(files: tuple[Path, ...], _stamp: tuple, style: str) -> tuple[str, str]:
    """A digest of all that is kept, and its addresses as JSON."""
    content = b"".join(path.read_bytes() for path in files) + _drawn("").encode()
    addresses = [reverse("offline"), reverse("stylesheet", args=[style])]
    addresses += [static(name) for name in MODULES]
    return hashlib.sha256(content).hexdigest()[:16], json.dumps(addresses)
