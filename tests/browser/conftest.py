"""A real Chromium on a real server; each test gets pages of the width and theme it asks for."""

import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.chromium import ARGUMENTS, program


@pytest.fixture(scope="module")
def chromium():
    """One browser for a module; closed before any test that runs its own event loop."""
    # Playwright's synchronous calls hold an event loop: Django must not take it for ours.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def open_page(chromium, live_server):
    """`open_page(path, width=…, theme=…, user=…)`: the page, with what its console said."""
    contexts = []

    def open_(path, *, width=1280, theme="light", user=None, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=theme,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            base_url=live_server.url,
            **options,
        )
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies(
                [
                    {"name": name, "value": morsel.value, "url": live_server.url}
                    for name, morsel in client.cookies.items()
                ]
            )
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: _hear(page, message))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()


# Every page of an account has a socket, which Django's own server does not speak: it answers 404,
# and badges are read by HTTP. Pages with their sockets are in tests/discussions/test_browser.py.
NO_SOCKET = re.compile(r"WebSocket connection to '\S+/ws/' failed: .* response code: 404$")


def _hear(page, message) -> None:
    if NO_SOCKET.fullmatch(message.text):
        return
    if message.type == "error" or "Content Security Policy" in message.text:
        page.complaints.append(message.text)


# axe-core; a page that is to be judged often has it from the start (`page.add_init_script`).
AXE = Axe().axe_script
JUDGE = """([within, options]) => axe.run(within ?? document, options).then(({ violations }) =>
  violations.flatMap((rule) => rule.nodes.map((node) =>
    `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 200)}`)))"""


def violations(page, *, rules: list[str] | None = None, within: str | None = None) -> list[str]:
    """What axe-core finds, one line for each element: by all rules or `rules`, everywhere or in
    the element that the selector `within` names."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return page.evaluate(JUDGE, [within, options])


def overflow(page) -> int:
    """By how many pixels the page is wider than the screen."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
