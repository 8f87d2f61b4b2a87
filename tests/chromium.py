"""A real Chromium for tests: contexts signed in as somebody, and what went wrong in their pages."""

import os
import shutil
from contextlib import asynccontextmanager

from asgiref.sync import sync_to_async
from django.conf import settings
from django.test import Client
from playwright.async_api import Browser, Page, async_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


def program() -> str | None:
    """The installed browser; rather the one without windows, which starts and draws for less."""
    return (
        os.environ.get("CHROMIUM")
        or shutil.which("chromium-headless-shell")
        or shutil.which("chromium")
    )


@asynccontextmanager
async def chromium():
    """A browser, closed at the end."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


def session_cookie(user) -> str:
    """The key of a new session of `user`."""
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def page_of(browser: Browser, url: str, user=None, **options) -> Page:
    """A page of a context of its own, signed in as `user` on the site at `url`.

    `page.problems` fills with script errors, refused resources and breaches of the CSP.
    """
    options.setdefault("viewport", WIDE)
    context = await browser.new_context(base_url=url, locale="fr-FR", **options)
    if user is not None:
        key = await sync_to_async(session_cookie)(user)
        await context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": url}]
        )
    page = await context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on(
        "console",
        lambda line: page.problems.append(line.text) if line.type == "error" else None,
    )
    return page
