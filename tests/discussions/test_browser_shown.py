"""What the facilitators take out of sight leaves the pages that are open, and comes back."""

from dataclasses import dataclass
from datetime import date

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import expect

from experiments.services import add_entry
from groups.documents.services import add_document
from tests import factories
from tests.chromium import page_of

pytestmark = pytest.mark.browser

WORDS = {"note": "Une note de trop", "document": "Une affiche de trop"}


@dataclass
class Shown:
    """One thing, the pages that show it, and where it is moderated."""

    words: str
    own: str
    lists: list[str]
    moderate: str


@sync_to_async
def shown(scene, kind: str) -> Shown:
    city = factories.make_collectivity()
    trial = factories.make_experimentation(scene.group, city)
    author = factories.join(scene.group, organisation=city)
    words = WORDS[kind]
    if kind == "note":
        made, _new = add_entry(
            experimentation=trial,
            author=author,
            kind="result",
            text=words,
            occurred_on=date(2026, 3, 1),
        )
        journal = f"/experimentations/{trial.pk}/"
        own, lists = f"{journal}journal/{made.pk}/", ["/", journal]
    else:
        made, _new = add_document(
            space=trial.space, author=author, title=words, url="https://exemple.test/"
        )
        own, lists = f"/documents/{made.pk}/", [f"/experimentations/{trial.pk}/documents/"]
    moderate = f"/espaces/{trial.space.pk}/moderation/{kind}/{made.pk}/"
    return Shown(words, own, lists, moderate)


async def listening(page, path: str) -> None:
    """Open a page until nothing is missed any more."""
    async with page.expect_websocket() as opened:
        await page.goto(path)
    socket = await opened.value
    await socket.wait_for_event("framereceived", lambda text: '"inbox"' in str(text))


async def act(page, place: str, label: str) -> None:
    await page.goto(place)
    await page.get_by_label("Raison").fill("Hors sujet")
    await page.get_by_role("button", name=label).click()


async def test_what_is_done_to_a_thread_shows_on_open_lists(live_scene, server, browser):
    pages = [await page_of(browser, server.url, live_scene.member) for _list in range(2)]
    for page, path in zip(
        pages, ("/discussions/", f"/groupes/{live_scene.group.slug}/discussions/"), strict=True
    ):
        await listening(page, path)
    facilitator = await page_of(browser, server.url, live_scene.facilitator)
    place = f"/espaces/{live_scene.space.pk}/moderation/fil/{live_scene.thread.pk}/"
    await act(facilitator, place, "Épingler")
    for page in pages:
        await expect(page.locator("#threads").get_by_text("épinglé")).to_be_visible()
    await act(facilitator, place, "Ne plus épingler")
    for page in pages:
        await expect(page.locator("#threads").get_by_text("épinglé")).to_have_count(0)
    await facilitator.goto(f"/espaces/{live_scene.space.pk}/discussions/nouveau/")
    await facilitator.get_by_label("Sujet").fill("Qui a une halle ?")
    await facilitator.get_by_label("Premier message").fill("Pour le samedi.")
    await facilitator.get_by_role("button", name="Ouvrir le fil").click()
    for page in pages:
        row = page.locator("#threads li", has_text="Qui a une halle ?")
        await expect(row.locator(".count")).to_have_text("1 nouveau")


@pytest.mark.parametrize("kind", WORDS)
async def test_what_is_hidden_leaves_every_open_page(live_scene, server, browser, kind):
    thing = await shown(live_scene, kind)
    pages = {}
    for path in (thing.own, *thing.lists):
        pages[path] = page = await page_of(browser, server.url, live_scene.member)
        await listening(page, path)
        await expect(page.get_by_text(thing.words).first).to_be_visible()
    facilitator = await page_of(browser, server.url, live_scene.facilitator)
    await act(facilitator, thing.moderate, "Masquer")
    for path, page in pages.items():
        await expect(page.get_by_text(thing.words)).to_have_count(0)
        said = "n’est plus visible" if path == thing.own else "vient d’être mise à jour"
        await expect(page.locator("#annonces")).to_contain_text(said)
    await act(facilitator, thing.moderate, "Rétablir")
    for page in pages.values():
        await expect(page.get_by_text(thing.words).first).to_be_visible()
