"""What a device keeps for want of a connection: nothing of anybody."""

import json
import re
from pathlib import Path

from django.conf import settings

from home.offline import MODULES


def _imported(name: str) -> set[str]:
    """The modules that one of ours imports, by their names under static/."""
    code = (Path(settings.ROOT) / "static" / name).read_text()
    return {f"js/{each}" for each in re.findall(r'from "\./([\w-]+\.js)"', code)}


def test_the_page_is_the_same_for_everyone_and_asks_nothing_of_the_database(client):
    answer = client.get("/hors-ligne/")
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Vous êtes hors ligne" in html
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    nonce = _nonce(html)
    assert f"nonce-{nonce}" in answer["Content-Security-Policy"]
    again = client.get("/hors-ligne/").content.decode()
    assert again.replace(_nonce(again), "") == html.replace(nonce, "")


def _nonce(html: str) -> str:
    return re.search(r'nonce="([^"]+)"', html)[1]


def test_the_service_worker_keeps_the_page_and_all_it_loads_and_nothing_else(client):
    answer = client.get("/service-worker.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert script.count("cache.addAll") == 1
    assert "cache.put" not in script
    kept = json.loads(re.search(r"const KEPT = (.+);", script)[1])
    page = client.get("/hors-ligne/").content.decode()
    named = re.findall(r'="(/(?:static/js|styles)/[^"]+)"', page)
    assert set(named) < set(kept)
    assert all(client.get(each).status_code == 200 for each in kept if "/static/" not in each)
    assert {path for path in kept if not path.startswith("/static/")} == {
        "/hors-ligne/",
        *(path for path in named if path.startswith("/styles/")),
    }
    assert {path.removeprefix("/static/") for path in kept if path.startswith("/static/")} == set(
        MODULES
    )
    assert set().union(*map(_imported, MODULES)) <= set(MODULES)
