"""The strict policy in a real browser: our modules run, nothing else does."""

import os
import signal
import socket
import subprocess
import sys

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.chromium import ARGUMENTS, program

pytestmark = pytest.mark.browser

VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`));
"""
INJECTED = """() => {
  const stage = document.createElement("div");
  stage.innerHTML = '<img src=x onerror="window.pwned = 1"><p style="color: red">x</p>';
  document.body.append(stage);
  const script = document.createElement("div");
  script.innerHTML = "<scr" + "ipt>window.pwned = 2</scr" + "ipt>";
  document.body.append(script);
  document.body.insertAdjacentHTML("beforeend", '<iframe src="https://example.org/"></iframe>');
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server of its own, on an empty database."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONIOENCODING": "utf-8",
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATA_DIR": str(tmp_path_factory.mktemp("policy")),
        "PORT": str(port),
    }
    command = {"cwd": settings.ROOT, "env": environment, "stdout": subprocess.PIPE}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], check=True, **command)
    with subprocess.Popen(
        [sys.executable, "-m", "config.serve"], encoding="utf-8", **command
    ) as process:
        for line in process.stdout:
            if "Ctrl-C" in line:
                break
        yield f"http://127.0.0.1:{port}"
        process.send_signal(signal.SIGTERM)


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.parametrize("path", ["/compte/login/", "/courriels-de-demonstration/"])
def test_a_page_breaks_nothing_of_its_own_policy(browser, address, path):
    page = browser.new_page()
    page.add_init_script(VIOLATIONS)
    problems = []
    page.on("console", lambda message: message.type == "error" and problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(address + path, wait_until="networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert any(name.endswith(".js") for name in names)
    assert all(name.startswith(address) for name in names)
    assert page.evaluate("window.violations") == []
    assert problems == []
    page.close()


def test_what_is_slipped_into_a_page_does_not_run(browser, address):
    page = browser.new_page()
    page.add_init_script(VIOLATIONS)
    page.goto(address + "/compte/login/", wait_until="networkidle")
    page.evaluate(INJECTED)
    page.wait_for_function("window.violations.length >= 3")
    blocked = {violation.split()[0] for violation in page.evaluate("window.violations")}
    assert {"script-src-attr", "style-src-attr"} <= blocked
    assert page.evaluate("window.pwned") is None
    page.close()
