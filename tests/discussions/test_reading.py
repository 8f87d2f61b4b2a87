"""Comfort of a thread in real browsers: who is there, where one was, long history, keys."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from playwright.async_api import expect

from discussions.models import Message, ReadMarker, Thread
from tests.browser.conftest import AXE, JUDGE
from tests.chromium import page_of
from tests.discussions.test_browser import message, post, write

pytestmark = pytest.mark.browser

READ, LAST = 70, 160


@sync_to_async
def fill(scene) -> None:
    """A thread of LAST messages, of which the member has read READ."""
    Message.objects.bulk_create(
        Message(
            thread=scene.thread,
            author=scene.facilitator,
            position=n,
            changed_seq=n,
            created_at=timezone.now() - timedelta(hours=2),
            body="…",
            html=f"<p>Message {n:03}</p><p>…</p>",
        )
        for n in range(2, LAST + 1)
    )
    Thread.objects.filter(pk=scene.thread.pk).update(last_position=LAST, last_seq=LAST)
    ReadMarker.objects.create(user=scene.member, thread=scene.thread, position=READ)


async def axe(page) -> list[str]:
    await page.evaluate(AXE)
    return await page.evaluate(JUDGE, [None, {"resultTypes": ["violations"]}])


async def positions(page) -> list[int]:
    return await page.locator("#messages .msg").evaluate_all(
        "items => items.map(item => Number(item.dataset.position))"
    )


async def test_who_reads_and_who_is_typing_is_shown(live_scene, server, browser, address):
    one = await page_of(browser, server.url, live_scene.member)
    two = await page_of(browser, server.url, live_scene.facilitator)
    await one.goto(address)
    await two.goto(address)
    readers = one.locator("#readers")
    await expect(readers.locator("summary")).to_have_text("Une autre personne lit ce fil")
    await readers.locator("summary").click()
    await expect(readers.locator("p")).to_have_text(str(live_scene.facilitator))
    await two.get_by_label("Votre message").press_sequentially("Je réponds")
    await expect(one.locator("#typing")).to_have_text(f"{live_scene.facilitator} écrit…")
    await expect(one.locator("#announcements")).to_be_empty()
    assert await axe(one) == []
    await two.get_by_role("button", name="Envoyer").click()
    await expect(message(one, "Je réponds")).to_be_visible()
    await expect(one.locator("#typing")).to_be_empty()
    # She would rather not be seen; the choice stays on her device.
    await two.get_by_label("Montrer aux autres que je lis et que j’écris").uncheck()
    await expect(readers).to_be_hidden()
    await two.reload()
    await expect(two.get_by_label("Montrer aux autres")).not_to_be_checked()
    await expect(two.locator("#readers summary")).to_have_text("Une autre personne lit ce fil")
    await expect(readers).to_be_hidden()
    assert one.problems == two.problems == []


async def test_a_long_thread_is_read_on_from_where_one_was(live_scene, server, browser, address):
    await fill(live_scene)
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    await expect(page.locator(".day.new + .msg")).to_be_in_viewport()
    await expect(page.locator(".day.new + .msg")).to_contain_text(f"Message {READ + 1:03}")
    assert (await positions(page))[-1] < LAST
    # Downward, to the latest: from then on the page is live.
    while "newer" in await page.locator(".thread-newer").inner_html():
        loaded = len(await positions(page))
        await page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        await expect(page.locator("#messages .msg")).not_to_have_count(loaded)
    other = await page_of(browser, server.url, live_scene.facilitator)
    await other.goto(f"{address}?jusqu_a=fin")
    await write(other, "Pendant la lecture")
    await expect(message(page, "Pendant la lecture")).to_be_visible()
    first = (await positions(page))[0]
    assert await positions(page) == list(range(first, LAST + 2))
    # Upward, without losing the place.
    for older in (first - 50, 1):
        await page.evaluate("scrollTo(0, 0)")
        oldest = page.locator("#messages .msg").first
        await expect(oldest).to_have_attribute("data-position", str(older))
        await expect(page.locator(f"#m{first}")).to_be_in_viewport()
        first = older
    assert await positions(page) == list(range(1, LAST + 2))
    await expect(page.locator(".day.new")).to_have_count(1)
    assert page.problems == []


async def test_what_changes_in_a_page_on_its_way_is_on_it(live_scene, server, browser, address):
    await fill(live_scene)
    page = await page_of(browser, server.url, live_scene.member)
    other = await page_of(browser, server.url, live_scene.facilitator)
    changed = await Message.objects.aget(thread=live_scene.thread, position=LAST - 60)

    async def hold(route):
        answer = await route.fetch()
        await other.goto(f"{address}messages/{changed.pk}/")
        await other.get_by_label("Texte du message").fill("Corrigé entre-temps")
        await other.get_by_role("button", name="Enregistrer le texte").click()
        await other.goto(f"{address}?jusqu_a=fin")
        await write(other, "Repère")
        # By then the link has brought the change, of a message that is not on the page yet.
        await expect(message(page, "Repère")).to_be_visible()
        await route.fulfill(response=answer)

    await page.goto(f"{address}?jusqu_a=fin")
    await page.route("**/?jusqu_a=*", hold)
    await page.evaluate("scrollTo(0, 0)")
    # Several pages of another browser come first.
    await expect(message(page, "Corrigé entre-temps")).to_have_count(1, timeout=20_000)


async def test_a_way_leads_to_what_is_new_until_it_was_seen(live_scene, server, browser, address):
    await fill(live_scene)
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(f"{address}?jusqu_a={READ + 3}#m{READ - 40}")
    way = page.get_by_role("button", name="Premier message non lu")
    await way.click()
    await expect(page.locator(f"#m{READ + 1}")).to_be_focused()
    await expect(page.locator(f"#m{READ + 1}")).to_be_in_viewport()
    await expect(way).to_have_count(0)


async def test_keys_move_search_and_edit_and_can_be_switched_off(
    live_scene, server, browser, address
):
    for text in ("Deux", "Trois"):
        await post(thread=live_scene.thread, author=live_scene.member, body=text)
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    box = page.get_by_label("Votre message")
    await page.evaluate(
        "addEventListener('message:reply', (event) => event.target.classList.add('asked'))"
    )
    await page.keyboard.press("j")
    await expect(page.locator("#m1")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("j")
    await expect(page.locator("#m3")).to_be_focused()
    await page.keyboard.press("k")
    await expect(page.locator("#m2")).to_be_focused()
    await page.keyboard.press("r")
    await expect(page.locator("#m2.asked")).to_have_count(1)
    await expect(box).to_be_focused()
    await expect(page.locator(".replying")).to_contain_text("Deux")
    await page.locator("[data-drop]").click()
    await page.locator("#m2").focus()
    await page.keyboard.press("e")
    await expect(page.locator("#message-menu")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.locator("#m2").focus()
    await page.keyboard.press("/")
    await expect(page.get_by_label("Chercher dans ce fil")).to_be_focused()
    await box.press_sequentially("j/?")
    await expect(box).to_have_value("j/?")
    await box.fill("")
    await page.locator("#m2").focus()
    await page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Raccourcis clavier")
    await expect(dialog).to_be_visible()
    assert await axe(page) == []
    await page.get_by_label("Utiliser les raccourcis d’une seule touche").uncheck()
    await page.get_by_role("button", name="Fermer").click()
    await page.reload()
    await page.keyboard.press("j")
    await page.keyboard.press("?")
    await expect(dialog).to_be_hidden()
    await expect(page.locator("body")).to_be_focused()
    await box.press("ArrowUp")
    await page.get_by_label("Texte du message").press_sequentially(" bis")
    await expect(page.get_by_label("Texte du message")).to_have_value("Trois bis")
    assert page.problems == []


async def test_offline_a_message_waits_and_says_so(live_scene, server, browser, address):
    """From the middle of a long thread: its place is the end, which is not on the page."""
    await fill(live_scene)
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(f"{address}?jusqu_a=60")
    await page.context.set_offline(True)
    options = page.locator("#m60 .msg-options")
    await options.click()
    await expect(page.locator("#annonces")).to_contain_text("La connexion manque")
    await write(page, "Hors ligne")
    await expect(message(page, "Hors ligne")).to_contain_text("vous êtes hors ligne")
    await expect(page.locator("#queue")).to_have_text("Un message attend la connexion.")
    await page.context.set_offline(False)
    await expect(page.locator(f"#m{LAST} + .msg")).to_contain_text("Hors ligne")
    await expect(message(page, "Hors ligne")).to_be_in_viewport()
    assert await positions(page) == list(range(LAST - 48, LAST + 2))
    await expect(page.get_by_label("Votre message")).to_have_value("")
    await expect(page.locator("#queue")).to_be_hidden()
    # What could not be asked for is asked for again.
    await page.locator(f"#m{LAST} .msg-options").click()
    await expect(page.locator("#message-menu")).to_be_visible()
    await page.get_by_label("Votre message").focus()
    await expect(page.get_by_role("button", name="Gras")).to_be_visible()
    # What is written does not cover what it answers.
    await page.get_by_label("Votre message").fill("Une ligne\n" * 8)
    await page.wait_for_function(
        """document.querySelector("#messages .msg:last-child").getBoundingClientRect().bottom
        <= document.getElementById("composer").getBoundingClientRect().top"""
    )
