"""/metrics counts, and answers nobody from outside."""

import subprocess
import sys

import pytest
from django.conf import settings as project

from common import metrics


def test_numbers_are_told_on_this_machine(client, django_assert_num_queries):
    response = client.get("/metrics")
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert response.headers["Cache-Control"] == "no-store"
    text = response.content.decode()
    for name in (
        "chantiers_live_sockets",
        "chantiers_live_frames_sent_total",
        "chantiers_live_publish_to_send_seconds_bucket",
        "chantiers_live_layer_not_taken_total",
    ):
        assert f"\n{name}" in text


async def test_numbers_are_told_asynchronously_too(async_client):
    assert (await async_client.get("/metrics")).status_code == 200


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "10.0.0.7", "172.31.250.9", "fd00::1"])
def test_a_neighbour_may_ask(client, address):
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


@pytest.mark.parametrize("address", ["", "203.0.113.256", "8.8.8.8", "2a01:e0a::1", "inconnu"])
def test_the_public_finds_nothing(client, address):
    response = client.get("/metrics", REMOTE_ADDR=address)
    assert (response.status_code, response.content) == (404, b"")


@pytest.mark.parametrize("name", metrics.FORWARDED)
def test_a_visitor_of_the_proxy_finds_nothing(client, name):
    """Whoever the last hop is."""
    assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize(
    ("shown", "status"),
    [
        ("Bearer jeton", 200),
        ("Bearer jeto", 404),
        ("Bearer jetoné", 404),
        ("jeton", 404),
        ("Bearer ", 404),
        ("", 404),
    ],
)
def test_a_token_is_asked_of_everyone_where_one_is_set(client, settings, shown, status):
    settings.METRICS_TOKEN = "jeton"
    for address in ("127.0.0.1", "8.8.8.8"):
        answer = client.get(
            "/metrics", REMOTE_ADDR=address, headers={"authorization": shown, "via": "proxy"}
        )
        assert answer.status_code == status


COUNT = """
from common.metrics import Counter, Gauge
Counter("tried", "Tries.").inc(2)
Gauge("open", "Open.", multiprocess_mode="livesum").inc(3)
"""


def test_processes_count_together_and_the_dead_hold_nothing_open(tmp_path):
    """Two that ended, asked of a third: what they counted stays, what they held does not."""
    environment = {
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "counts"),
        "PYTHONPATH": str(project.ROOT / "platform"),
    }
    for _turn in range(2):
        subprocess.run([sys.executable, "-c", COUNT], env=environment, check=True)
    asked = COUNT + "from common.metrics import told\nprint(told().decode())"
    text = subprocess.run(
        [sys.executable, "-c", asked], env=environment, check=True, capture_output=True, text=True
    ).stdout
    assert "\ntried_total 6.0\n" in text
    assert "\nopen 3.0\n" in text
