"""What a first view costs: bytes, requests, other hosts, and how much it moves under the eyes."""

import gzip
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from discussions.models import Message, Thread
from experiments.models import Partnership
from tests.experiments.pictures import attach_picture
from tests.experiments.world import make_action, make_entry, make_world
from tests.factories import group_space, make_partner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_BYTES, MOST_REQUESTS, MOST_SHIFT = 100_000, 15, 0.05
# What is compressed already.
PACKED = ("image/webp", "image/png", "font/woff2")
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.fixture
def places() -> dict[str, str]:
    """The main pages, with as much as a first view of each may hold."""
    world = make_world(summary="Vingt vendeuses, un marché", audience="public")
    for _ in range(12):
        entry = make_entry(world.experimentation, text="Une matinée au marché. " * 20)
        attach_picture(entry, alt="Le stand")
        make_action(world.experimentation, assignee=world.people["owner"])
        Partnership.objects.create(
            experimentation=world.experimentation, organisation=make_partner(), role="accueille"
        )
    author = world.people["facilitator"]
    thread = Thread.objects.create(
        space=group_space(world.group),
        title="Le marché",
        author=author,
        last_position=59,
        last_seq=59,
        last_message_at=timezone.now(),
    )
    for position in range(1, 60):
        Message.objects.create(
            thread=thread,
            author=author,
            position=position,
            changed_seq=position,
            body="Bonjour",
            html="<p>" + "Une réponse de quelques lignes. " * 10 + "</p>",
        )
    return {
        "agent": world.people["owner"],
        "home": "/",
        "group": reverse("group", args=[world.group.slug]),
        "experimentation": reverse("experimentation", args=[world.experimentation.pk]),
        "directory": reverse("organisations:collectivities"),
        "thread": reverse("thread", args=[thread.pk]),
        "sign-in": "/compte/login/",
        "profile": "/compte/profil/",
    }


def _weight(response) -> int:
    """Bytes of a body as a proxy sends it."""
    body = response.body() if response.status == 200 else b""
    kind = response.headers.get("content-type", "").split(";")[0]
    return len(body) if kind in PACKED else len(gzip.compress(body, 6))


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(
    ("person", "names"),
    [
        ("visitor", ["home", "group", "experimentation", "directory", "sign-in"]),
        ("agent", ["home", "group", "experimentation", "directory", "thread", "profile"]),
    ],
)
def test_a_first_view_is_light_and_still(places, open_page, person, names, width):
    user = places["agent"] if person == "agent" else None
    wrong = []
    for name in names:
        # Each in a browser of its own, that has kept nothing.
        page = open_page("about:blank", user=user, width=width)
        page.add_init_script(WATCH_SHIFTS)
        responses = []
        page.on("response", lambda response, seen=responses: seen.append(response))
        page.goto(places[name], wait_until="networkidle")
        host = urlsplit(page.url).netloc
        weight = sum(_weight(response) for response in responses)
        shifted = page.evaluate("window.shifted")
        others = {response.url for response in responses if urlsplit(response.url).netloc != host}
        if (
            weight > MOST_BYTES
            or not 2 < len(responses) <= MOST_REQUESTS
            or others
            or shifted >= MOST_SHIFT
        ):
            urls = "\n  ".join(f"{_weight(each)} {each.url}" for each in responses)
            wrong.append(f"{name}: {weight} bytes, shift {shifted}, {others}\n  {urls}")
    assert wrong == []
