"""Every page that somebody may open, with names as long as may be: axe-core finds nothing, nothing
is wider than the screen, the console stays silent; wide and light, then narrow and dark.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.access.addresses import TABLE
from tests.access.world import build_world
from tests.browser.conftest import AXE, overflow, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Who has the most on a page, first.
PEOPLE = ["facilitator", "member", "administrator", "guest_contributor", "candidate", "visitor"]
# What the width or the colours may change; the rest was asked of the wide page.
OF_THE_LOOK = ["color-contrast", "target-size", "scrollable-region-focusable", "heading-order"]
LONG = "Accompagner durablement les initiatives économiques des habitant·es des quartiers " * 2
UNBROKEN = "Anticonstitutionnellement" * 6


def apart(function, *arguments):
    """Playwright holds this thread's event loop, which services that publish need: ask another."""

    def run():
        try:
            return function(*arguments)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def main_pages(world) -> list[tuple[str, str]]:
    """Those that many open, as people who see less than the facilitator."""
    group, trial = world.group.slug, world.mine.experimentation.pk
    space = [reverse(name, args=[trial]) for name in ("experimentation", "experimentation_actions")]
    public = ["home", "group_list", "organisations:collectivities"]
    rooms = ["group", "group_call", "group_experimentations", "group_documents"]
    thread = world.mine.thread.get_absolute_url()
    return [
        *(("visitor", reverse(name)) for name in public),
        *(("visitor", reverse(name, args=[group])) for name in rooms),
        *(("guest_contributor", path) for path in [reverse("home"), *space, thread]),
        ("guest_reader", thread),
        *(("observer", path) for path in [reverse("home"), *space]),
        ("stranger", reverse("home")),
        ("administrator", reverse("group_members", args=[group])),
    ]


def pages(world) -> list[tuple[str, str]]:
    """(person, address) of each page of the table, as the person who may do the most there."""
    clients = {"visitor": Client()}
    for name in PEOPLE[:-1]:
        clients[name] = Client()
        clients[name].force_login(world.people[name])
    found = []
    for row in TABLE:
        person = next((name for name in PEOPLE if name in row.allowed), None)
        answer = clients[person].get(row.url(world)) if person else None
        if answer and answer.status_code == 200 and "text/html" in answer["Content-Type"]:
            found.append((person, row.url(world)))
    return found


def lengthen(world) -> None:
    """Names as long as their fields let them be."""
    for thing, field in (
        (world.group, "name"),
        (world.mine.experimentation, "title"),
        (world.mine.experimentation.owner, "name"),
        (world.mine.thread, "title"),
        (world.mine.document, "title"),
        (world.mine.partnership, "role"),
        (world.mine.action, "title"),
        (world.mine.indicator, "name"),
        (world.mine.indicator, "unit"),
        (world.people["member"], "name"),
        (world.people["facilitator"], "name"),
    ):
        most = type(thing)._meta.get_field(field).max_length or 240
        half = (most - 1) // 2
        type(thing).objects.filter(pk=thing.pk).update(
            **{field: f"{LONG[:half].strip()} {UNBROKEN[:half]}"}
        )


WIDE, NARROW = (1280, "light"), (360, "dark")
# The main pages are looked at in all four.
OTHER_LOOKS = [(1280, "dark"), (360, "light")]


class Walk:
    """One tab for each person; what is wrong on the pages they open."""

    def __init__(self, open_page, world):
        self.open_page, self.world = open_page, world
        self.tabs, self.wrong = {}, []

    def open(self, person: str, path: str):
        if person not in self.tabs:
            user = self.world.people.get(person)
            self.tabs[person] = self.open_page("about:blank", user=user)
            self.tabs[person].add_init_script(AXE)
            # The live link has tests of its own, on a server that speaks it.
            self.tabs[person].route_web_socket("**/ws/", lambda socket: None)
        tab = self.tabs[person]
        status = tab.goto(path).status
        if status != 200:
            self.wrong.append(f"{person} {path}: {status}")
        return tab

    def judge(self, person: str, path: str, others=(NARROW,)) -> None:
        """Open a page once: by all rules wide and light, then by those of the look in `others`."""
        tab = self.open(person, path)
        self._look(person, path, tab, WIDE)
        for look in others:
            self._look(person, path, tab, look, OF_THE_LOOK)

    def _look(self, person, path, tab, look, rules=None) -> None:
        width, theme = look
        tab.set_viewport_size({"width": width, "height": 800})
        # Without motion: colours that pass from one theme to the other are neither.
        tab.emulate_media(color_scheme=theme, reduced_motion="reduce")
        # A thread opens at its end, with whatever is then half under the top bar.
        tab.evaluate("scrollTo({top: 0, behavior: 'instant'})")
        lines = violations(tab, rules=rules)
        if width < 400:
            tab.set_viewport_size({"width": 320, "height": 800})
        if wider := overflow(tab):
            lines.append(f"{wider} px wider than the screen")
        self.wrong += [f"{person} {path} {look} {line}" for line in [*lines, *tab.complaints]]
        tab.complaints.clear()


def test_every_page_wide_and_light_then_narrow_and_dark(open_page):
    world = apart(build_world)
    asked = apart(pages, world)
    assert len(asked) > 45
    apart(lengthen, world)
    walk = Walk(open_page, world)
    for person, path in asked:
        walk.judge(person, path)
    for person, path in main_pages(world):
        walk.judge(person, path, [NARROW, *OTHER_LOOKS])
    assert walk.wrong == []
