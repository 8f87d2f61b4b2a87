"""A thread in real browsers, on a real server."""

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from playwright.async_api import expect

from discussions import following, services
from discussions.models import Message, ReadMarker
from groups.models import Membership
from groups.services import lift_suspension, suspend_writing
from groups.services.shared import raise_group_access
from tests.chromium import PHONE, page_of
from tests.servers import Worker

pytestmark = pytest.mark.browser

post = sync_to_async(services.post_message)


async def write(page, text: str) -> None:
    await page.get_by_label("Votre message").fill(text)
    await page.get_by_role("button", name="Envoyer").click()


def message(page, text: str):
    return page.locator(".msg", has_text=text)


async def test_a_message_written_in_one_browser_appears_in_the_other(
    live_scene, server, browser, address
):
    one = await page_of(browser, server.url, live_scene.member)
    two = await page_of(browser, server.url, live_scene.facilitator, viewport=PHONE)
    for page in (one, two):
        await page.goto(address)
    await write(one, "Bonjour **à tous**")
    await expect(message(two, "Bonjour à tous").locator(".msg-body strong")).to_have_text("à tous")
    await expect(message(one, "Bonjour à tous")).to_have_count(1)
    await expect(message(one, "Bonjour à tous")).to_have_attribute("data-state", "visible")
    await write(two, "Bonjour à vous")
    await expect(message(one, "Bonjour à vous")).to_be_visible()
    await expect(one.locator("#announcements")).to_have_text(
        f"{live_scene.facilitator} : Bonjour à vous"
    )
    # One's own words are not read out to oneself.
    await expect(two.locator("#announcements")).not_to_contain_text("à vous")
    assert one.problems == two.problems == []


async def test_edits_and_moderation_appear_without_a_reload(live_scene, server, browser, address):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    await write(page, "Premier jet")
    await expect(message(page, "Premier jet")).to_have_attribute("data-state", "visible")
    stored = await Message.objects.select_related("thread__space").aget(position=2)
    await sync_to_async(services.edit_message)(message=stored, body="Second jet")
    # Written by another process without a Redis between them: the head brings it.
    await expect(message(page, "Second jet").locator(".edited")).to_be_visible(timeout=8000)
    await sync_to_async(services.hide_message)(
        message=stored, actor=live_scene.facilitator, reason="Hors sujet"
    )
    await expect(message(page, "Message masqué par l’animation : Hors sujet")).to_be_visible(
        timeout=8000
    )
    await expect(message(page, "Second jet")).to_have_count(0)


async def test_a_lock_and_a_suspension_close_the_composer_and_keep_what_is_typed(
    live_scene, server, browser, address
):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    box = page.get_by_label("Votre message")
    closed = page.locator("#writing .closed")
    await box.fill("Je voulais dire")
    other = await page_of(browser, server.url, live_scene.facilitator)

    async def decide(verb):
        await other.goto(f"/espaces/{live_scene.space.pk}/moderation/fil/{live_scene.thread.pk}/")
        await other.get_by_label("Raison").fill("Le sujet est clos")
        await other.get_by_role("button", name=verb).click()

    await decide("Verrouiller le fil")
    await expect(closed).to_contain_text("verrouillé")
    await expect(box).to_be_hidden()
    await expect(page.locator(".thread-head")).to_contain_text("verrouillé")
    await expect(page.locator("#announcements")).to_contain_text("Ce fil est verrouillé")
    await decide("Rouvrir le fil")
    await expect(box).to_have_value("Je voulais dire")
    await expect(closed).to_have_count(0)
    # Done by another process without a Redis between them: the next check brings it.
    who = {"group": live_scene.group, "user": live_scene.member, "by": live_scene.facilitator}
    await sync_to_async(suspend_writing)(**who, days=2)
    await expect(closed).to_contain_text("suspendu votre écriture", timeout=9000)
    # A page that never had a place to write gets one.
    await page.reload()
    await expect(box).to_have_count(0)
    await sync_to_async(lift_suspension)(**who)
    await expect(box).to_have_value("Je voulais dire", timeout=9000)
    await write(page, "Enfin")
    await expect(message(page, "Enfin")).to_have_attribute("data-state", "visible")
    assert page.problems == []


async def test_where_sockets_are_refused_polling_delivers(live_scene, browser, address):
    server = Worker(websockets=False)
    server.start()
    try:
        one = await page_of(browser, server.url, live_scene.member)
        two = await page_of(browser, server.url, live_scene.facilitator)
        for page in (one, two):
            await page.goto(address)
        await write(one, "Par un autre chemin")
        await expect(message(one, "Par un autre chemin")).to_have_attribute("data-state", "visible")
        await expect(message(two, "Par un autre chemin")).to_be_visible(timeout=15_000)
        await expect(two.locator("#live-state")).to_contain_text("La liaison directe est bloquée")
    finally:
        server.kill()


async def test_a_message_waits_for_the_server_and_survives_a_reload(
    live_scene, server, browser, address
):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    await expect(page.locator("#messages .msg")).to_have_count(1)
    server.kill()
    await write(page, "Depuis un tunnel")
    await expect(message(page, "Depuis un tunnel")).to_contain_text("Pas encore envoyé")
    await write(page, "Toujours dans le tunnel")
    await expect(page.locator("#queue")).to_have_text("2 messages attendent la connexion.")
    await page.get_by_label("Votre message").fill("La suite")
    server.start()
    await page.reload()
    await expect(message(page, "Depuis un tunnel")).to_have_attribute("data-state", "visible")
    await expect(message(page, "dans le tunnel")).to_have_attribute("data-state", "visible")
    await expect(page.get_by_label("Votre message")).to_have_value("La suite")
    await expect(page.locator("#queue")).to_be_hidden()
    await page.reload()
    await expect(message(page, "tunnel")).to_have_count(2)
    stored = Message.objects.filter(body__contains="tunnel").order_by("position")
    assert [each.body async for each in stored] == ["Depuis un tunnel", "Toujours dans le tunnel"]


async def test_the_link_comes_back_by_itself(live_scene, server, browser, address):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    server.kill()
    await expect(page.locator("#live-state")).to_contain_text("Connexion perdue")
    await post(thread=live_scene.thread, author=live_scene.facilitator, body="Pendant ce temps")
    server.start()
    await expect(message(page, "Pendant ce temps")).to_be_visible(timeout=20_000)
    await expect(page.locator("#live-state")).to_be_hidden(timeout=20_000)


async def test_what_cannot_be_sent_comes_back_to_the_composer(live_scene, server, browser, address):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    await sync_to_async(services.lock_thread)(
        thread=live_scene.thread, actor=live_scene.facilitator, locked=True
    )
    await write(page, "Trop tard")
    await expect(page.locator("#composer-error")).to_have_text("Ce fil n’accepte plus de message.")
    await expect(page.get_by_label("Votre message")).to_have_value("Trop tard")
    await expect(message(page, "Trop tard")).to_have_count(0)


async def test_who_loses_access_keeps_nothing_on_her_page(live_scene, server, browser, address):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    await expect(page.locator("#messages .msg")).to_have_count(1)

    @sync_to_async
    def remove():
        Membership.objects.filter(user=live_scene.member).update(ended_at=timezone.now())
        raise_group_access(live_scene.group.pk)

    await remove()
    await expect(page.locator("#live-state")).to_have_text(
        "Votre accès à cette discussion a pris fin.", timeout=8000
    )
    await expect(page.locator("#messages .msg")).to_have_count(0)
    await expect(page.locator("#composer")).to_have_count(0)


async def test_drafts_go_with_the_account(live_scene, server, browser, address):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    await page.get_by_label("Votre message").fill("Brouillon secret")
    await page.reload()
    await expect(page.get_by_label("Votre message")).to_have_value("Brouillon secret")
    kept = "() => JSON.stringify(localStorage)"
    assert "Brouillon secret" in await page.evaluate(kept)
    asked = []

    async def accept(dialog):
        asked.append(dialog.message)
        await dialog.accept()

    page.on("dialog", accept)
    await page.get_by_role("button", name="Mon compte").click()
    await page.get_by_role("button", name="Se déconnecter").click()
    await page.wait_for_url(lambda url: "discussions" not in url)
    assert "Brouillon secret" not in await page.evaluate(kept)
    assert len(asked) == 1


async def test_too_many_pages_of_mine_leave_the_oldest_polling(
    live_scene, server, browser, address
):
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    other = await page.context.new_page()
    await other.goto("/livez")
    await other.evaluate(
        """async () => {
          for (let n = 0; n < 30; n += 1) {
            const socket = new WebSocket(`ws://${location.host}/ws/`);
            await new Promise((opened) => { socket.onopen = opened; });
          }
        }"""
    )
    await expect(page.locator("#live-state")).to_contain_text("Beaucoup de vos pages")


async def test_older_messages_load_upward_and_news_is_marked(live_scene, server, browser, address):
    @sync_to_async
    def fill():
        for n in range(60):
            services.post_message(
                thread=live_scene.thread,
                author=[live_scene.member, live_scene.facilitator][n % 2],
                body=f"Message {n:02}",
            )
        ReadMarker.objects.update_or_create(
            user=live_scene.member, thread=live_scene.thread, defaults={"position": 60}
        )

    await fill()
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto(address)
    await expect(page.locator("#messages .msg")).to_have_count(50)
    await expect(page.locator(".day.new + .msg")).to_contain_text("Message 59")
    await page.evaluate("scrollTo(0, 0)")
    await expect(page.locator("#messages .msg")).to_have_count(61)
    await expect(page.locator("#messages .day:not(.new)")).to_have_count(1)
    positions = await page.locator("#messages .msg").evaluate_all(
        "items => items.map(item => Number(item.dataset.position))"
    )
    assert positions == list(range(1, 62))
    await expect(page.get_by_role("link", name="Messages plus anciens")).to_have_count(0)


async def test_it_works_without_script(live_scene, server, browser, address):
    page = await page_of(browser, server.url, live_scene.member, java_script_enabled=False)
    await page.goto(address)
    await write(page, "Sans script")
    await page.wait_for_url("**/discussions/*/?jusqu_a=fin#m2")
    sent = message(page, "Sans script")
    await sent.get_by_role("link", name="Options").click()
    await page.get_by_label("Texte du message").fill("Toujours sans")
    await page.get_by_role("button", name="Enregistrer le texte").click()
    await message(page, "Toujours sans").get_by_role("link", name="Options").click()
    await page.get_by_role("button", name="Supprimer le message").click()
    await expect(message(page, "Message supprimé par son auteur·rice.")).to_be_visible()


HOSTILE = [
    "<script>window.pwned = 1</script>",
    "<img src=x onerror='window.pwned = 1'>",
    "[lien](javascript:window.pwned=1)",
    "[lien](data:text/html,<script>window.pwned=1</script>)",
    "<svg/onload=window.pwned=1>",
    '"><iframe srcdoc="<script>parent.pwned=1</script>">',
    "![image](https://ailleurs.example/pixel.png)",
    "</li></ol><script>window.pwned=1</script>",
    "<a href='//ailleurs.example' onclick='window.pwned=1'>clic</a>",
    "`<script>window.pwned=1</script>`",
    "&lt;script&gt;window.pwned=1&lt;/script&gt;",
    "<style>body{display:none}</style>",
]


async def test_no_text_runs_a_script(live_scene, server, browser, address):
    live_scene.member.name = "<img src=x onerror=window.pwned=1>"
    await live_scene.member.asave()
    page = await page_of(browser, server.url, live_scene.facilitator)
    elsewhere = []
    page.on(
        "request",
        lambda request: (
            None if request.url.startswith((server.url, "data:")) else elsewhere.append(request.url)
        ),
    )
    await page.goto(address)
    for text in HOSTILE:
        await post(thread=live_scene.thread, author=live_scene.member, body=text)
    await expect(page.locator("#messages .msg")).to_have_count(1 + len(HOSTILE), timeout=8000)
    await page.reload()
    await expect(page.locator("#messages .msg")).to_have_count(1 + len(HOSTILE))
    for link in await page.locator(".msg-body a").all():
        assert (await link.get_attribute("href")).startswith(("http", "mailto"))
    assert await page.evaluate("window.pwned") is None
    assert page.problems == []
    assert elsewhere == []


async def test_badges_follow_what_others_write_and_what_i_read(
    live_scene, server, browser, address
):
    """On a page without a thread, then in the thread's own page, whose other tab is told."""
    await sync_to_async(following.set_attention)(
        thread=live_scene.thread, user=live_scene.member, attention="followed"
    )
    page = await page_of(browser, server.url, live_scene.member)
    await page.goto("/discussions/")
    total = page.locator(".rail [data-badge-total]")
    row = page.locator("[data-badge-thread]")
    place = page.locator(".rail [data-badge-place]")
    await expect(total).to_contain_text("une discussion avec du nouveau")
    await expect(row).to_have_text("1 nouveau")
    other = await page_of(browser, server.url, live_scene.facilitator)
    await other.goto(address)
    await write(other, "Deux")
    await expect(row).to_have_text("2 nouveaux")
    await expect(place).to_contain_text("1")
    reading = await page.context.new_page()
    await reading.goto(address)
    await expect(row).to_be_hidden()
    await expect(total).to_be_hidden()
    await expect(place).to_be_hidden()
    assert page.problems == []
