"""What a reader does with a message in real browsers: answer, react, name, correct."""

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import expect

from discussions import services
from discussions.enums import ThreadKind
from discussions.models import Message, Thread
from tests import factories
from tests.chromium import PHONE, page_of

pytestmark = pytest.mark.browser


def message(page, text: str):
    return page.locator(".msg", has=page.locator(".msg-body", has_text=text))


async def choose(page, text: str, act: str) -> None:
    await message(page, text).locator(".msg-options").click()
    await page.locator("#message-menu").get_by_role("button", name=act, exact=True).click()


@pytest.fixture
async def pages(live_scene, server, browser, address):
    """The thread as its member and its facilitator, on a phone, see it."""
    opened = (
        await page_of(browser, server.url, live_scene.member),
        await page_of(browser, server.url, live_scene.facilitator, viewport=PHONE),
    )
    for page in opened:
        await page.goto(address)
    yield opened
    for page in opened:
        assert page.problems == []


async def test_an_answer_quotes_and_the_quotation_follows(live_scene, pages, address):
    one, two = pages
    await choose(one, "Quelles formes", "Répondre")
    await expect(one.locator(".replying")).to_contain_text("Quelles formes")
    await one.get_by_label("Votre message").fill("Les marchés")
    await one.keyboard.press("Control+Enter")
    await expect(one.locator(".replying")).to_be_hidden()
    quoted = message(two, "Les marchés").locator(".msg-reply")
    await expect(quoted).to_contain_text("Quelles formes")
    await choose(two, "Quelles formes", "Modifier")
    await two.get_by_label("Texte du message").fill("Quels outils ?")
    await two.get_by_role("button", name="Enregistrer").click()
    for page in pages:
        await expect(message(page, "Les marchés").locator(".msg-reply")).to_contain_text("outils")
        await expect(message(page, "Quels outils").locator(".edited")).to_be_visible()
    await quoted.click()
    assert two.url.endswith("#m1")
    stored = await Message.objects.aget(body="Les marchés")
    assert stored.reply_to_id == (await Message.objects.aget(position=1)).pk
    # Who writes follows; the answer that is retained is marked. Neither waits for a reload.
    await expect(one.locator("#attention")).to_contain_text("Vous suivez ce fil")
    await Thread.objects.aupdate(kind=ThreadKind.QUESTION)
    await two.goto(f"{address}messages/{stored.pk}/")
    await two.get_by_role("button", name="Marquer comme réponse").click()
    for page in pages:
        await expect(page.locator("#reponse + .msg")).to_contain_text("Les marchés")
    await expect(one.get_by_text("résolu", exact=True)).to_be_visible()
    await message(one, "Quels outils").get_by_role("link", name="modifié").click()
    await expect(one.locator("#versions")).to_contain_text("Quelles formes ?")


async def test_what_is_begun_survives_a_reload(live_scene, pages, address):
    one, _two = pages
    mine = await sync_to_async(services.post_message)(
        thread=live_scene.thread, author=live_scene.member, body="Premier jet"
    )
    await choose(one, "Quelles formes", "Répondre")
    await one.get_by_label("Votre message").fill("Plus tard")
    await one.reload()
    await expect(one.locator(".replying")).to_contain_text("Quelles formes")
    await expect(one.get_by_label("Votre message")).to_have_value("Plus tard")
    await one.locator("[data-drop]").click()
    # So does a correction, on the message's own page too, until it is given up.
    area = one.get_by_label("Texte du message")
    await choose(one, "Premier jet", "Modifier")
    await area.fill("Second jet")
    await area.press("Escape")
    await one.goto(f"{address}messages/{mine.pk}/")
    await expect(area).to_have_value("Second jet")
    await one.goto(address)
    await expect(one.locator(".replying")).to_be_hidden()
    await one.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await choose(one, "Premier jet", "Copier la citation")
    await expect(one.locator("#annonces")).to_contain_text("La citation est copiée")
    copied = await one.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("a écrit\u00a0:\n>\n> Premier jet\n\n")
    await choose(one, "Premier jet", "Modifier")
    await expect(area).to_have_value("Second jet")
    await expect(one.get_by_text("ce que vous aviez commencé")).to_be_visible()
    await one.get_by_role("button", name="Revenir au texte enregistré").click()
    await expect(area).to_have_value("Premier jet")
    await area.fill("Troisième jet")
    await one.get_by_role("button", name="Annuler").click()
    await choose(one, "Premier jet", "Modifier")
    await expect(area).to_have_value("Premier jet")
    await expect(one.get_by_text("ce que vous aviez commencé")).to_have_count(0)


async def test_a_reaction_is_seen_by_all_and_taken_back_by_its_sign(live_scene, pages):
    one, two = pages
    await choose(one, "Quelles formes", "Bonne idée")
    for page, pressed in ((one, "true"), (two, "false")):
        sign = message(page, "Quelles formes").get_by_role("button", name="Bonne idée")
        await expect(sign).to_have_attribute("aria-pressed", pressed)
        await expect(sign).to_have_attribute("title", f"Bonne idée\u00a0: {live_scene.member}")
    await message(two, "Quelles formes").get_by_role("button", name="Bonne idée").click()
    sign = message(one, "Quelles formes").get_by_role("button", name="Bonne idée")
    await expect(sign).to_contain_text("2")
    await sign.press("Enter")
    await expect(sign).to_have_attribute("aria-pressed", "false")
    await expect(sign).to_be_focused()
    await one.reload()
    await expect(sign).to_have_attribute("aria-pressed", "false")


async def test_people_are_named_by_keyboard(live_scene, server, browser, address):
    named = await sync_to_async(
        lambda: factories.join(live_scene.group, user=factories.make_user("Agente d’Exempleville"))
    )()
    one = await page_of(browser, server.url, live_scene.member)
    two = await page_of(browser, server.url, named)
    for page in (one, two):
        await page.goto(address)
    box = one.get_by_label("Votre message")
    await box.press_sequentially("Bonjour @exe")
    await expect(one.get_by_role("option", name="Agente d’Exempleville")).to_be_visible()
    await box.press("Enter")
    await expect(box).to_have_value("Bonjour @Agente d’Exempleville ")
    await box.press("Control+Enter")
    await expect(message(two, "Bonjour").locator(".mention.me")).to_have_text(f"@{named}")
    await expect(message(one, "Bonjour").locator(".mention")).not_to_have_class("mention me")
    garage = await sync_to_async(
        lambda: factories.make_experimentation(
            live_scene.group, factories.make_collectivity(), title="Garage d’Exempleville"
        )
    )()
    await box.press_sequentially("Comme au @exem")
    await expect(one.get_by_role("option", name="Garage d’Exempleville expérim")).to_be_visible()
    await box.press("ArrowDown")
    await box.press("Tab")
    await expect(box).to_have_value("Comme au @Garage d’Exempleville ")
    await box.press("Control+Enter")
    await message(two, "Comme au").get_by_role("link", name="@Garage d’Exempleville").click()
    await expect(two).to_have_url(f"{server.url}/experimentations/{garage.pk}/")
    # Somebody whom the thread does not know may be invited by who may; Enter alone begins a line.
    three = await page_of(browser, server.url, live_scene.facilitator)
    await three.goto(address)
    box = three.get_by_label("Votre message")
    await box.press_sequentially("Et @zoé")
    await expect(three.get_by_role("option", name="Inviter quelqu’un d’autre…")).to_be_visible()
    await box.press("Enter")
    await expect(box).to_have_value("Et @zoé\n")
    await box.press("Backspace")
    await expect(three.get_by_role("option")).to_be_visible()
    await box.press("ArrowDown")
    await box.press("Enter")
    await expect(three).to_have_url(f"{server.url}/espaces/{live_scene.space.pk}/invites/")
    assert one.problems == two.problems == three.problems == []


async def test_words_are_marked_by_buttons_and_shortcuts(pages):
    one, two = pages
    box = one.get_by_label("Votre message")
    await box.fill("important")
    await expect(one.get_by_role("button", name="Gras")).to_be_visible()
    await box.press("Control+a")
    await box.press("Control+b")
    await expect(box).to_have_value("**important**")
    await one.get_by_role("button", name="Gras").click()
    await expect(box).to_have_value("important")
    await one.get_by_role("button", name="Liste").click()
    await expect(box).to_have_value("- important")
    await box.press("Control+Enter")
    await expect(message(two, "important").locator("li")).to_have_text("important")


async def test_what_was_refused_is_said_and_kept(live_scene, pages):
    one, _two = pages
    await sync_to_async(services.post_message)(
        thread=live_scene.thread, author=live_scene.member, body="À corriger"
    )
    await choose(one, "À corriger", "Modifier")
    area = one.get_by_label("Texte du message")
    await area.fill("Corrigé trop tard")
    await sync_to_async(services.lock_thread)(
        thread=live_scene.thread, actor=live_scene.facilitator, locked=True
    )
    await one.get_by_role("button", name="Enregistrer").click()
    await expect(one.locator(".correcting .error")).to_be_visible()
    await expect(area).to_have_value("Corrigé trop tard")
    # The refusal, and nothing else.
    assert all("404" in problem for problem in one.problems)
    one.problems.clear()
