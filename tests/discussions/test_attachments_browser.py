"""Files of messages in a real browser: chosen, pasted, dropped, described and sent."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from playwright.async_api import expect

from discussions.models import Attachment, Message
from tests.browser.conftest import AXE
from tests.chromium import PHONE, page_of
from tests.documents.files import BAD, PDF
from tests.experiments.pictures import picture_bytes
from tests.servers import Worker

pytestmark = pytest.mark.browser

# A file in the hands of the person: given as she would paste or drop it.
GIVE = """([kind, name, type]) => {
  const data = new DataTransfer();
  data.items.add(new File(["%PDF-1.7 x %%EOF"], name, { type }));
  const target = document.querySelector(kind === "paste" ? "#composer textarea" : "#messages");
  const event = kind === "paste"
    ? new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
    : new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
  target.dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def server(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        worker = Worker()
        worker.start()
        try:
            yield worker
        finally:
            worker.kill()


def file(name: str, content: bytes, kind: str) -> dict:
    return {"name": name, "mimeType": kind, "buffer": content}


PHOTO = file("stand.jpg", picture_bytes(size=(400, 300)), "image/jpeg")
REPORT = file("rapport.pdf", PDF, "application/pdf")


async def test_files_are_chosen_described_and_sent_once(live_scene, server, browser):
    """In one page, so that its time is paid once."""
    page = await page_of(browser, server.url, live_scene.member, viewport=PHONE)
    other = await page_of(browser, server.url, live_scene.facilitator)
    address = f"/discussions/{live_scene.thread.pk}/"
    await page.goto(address)
    await other.goto(address)
    rows = page.locator("#composer-files li")
    chooser = page.locator("input[name=files]")
    send = page.get_by_role("button", name="Envoyer")

    # Chosen, pasted and dropped, one taken off again.
    await chooser.set_input_files([PHOTO])
    await chooser.set_input_files([REPORT])
    for kind in ("paste", "drop"):
        await page.evaluate(GIVE, [kind, f"{kind}.pdf", "application/pdf"])
    await expect(rows).to_have_count(4)
    await page.get_by_role("button", name="Retirer drop.pdf").click()
    await page.get_by_role("button", name="Retirer paste.pdf").click()
    await page.get_by_label("Décrire cette photo (facultatif) (stand.jpg)").fill("Un stand")
    await page.evaluate(AXE)
    found = await page.evaluate("axe.run('#composer').then((each) => each.violations)")
    assert found == []
    width = await page.evaluate("document.documentElement.scrollWidth")
    assert width == PHONE["width"]

    # A cut answer: posted again under the same id, stored once.
    cut = asyncio.Event()

    async def swallow(route):
        if route.request.method != "POST" or cut.is_set():
            await route.continue_()
            return
        await route.fetch()
        cut.set()
        await route.abort()

    # The socket would tell first: the answer alone is to be what confirms.
    await page.route(f"**{address}", swallow)
    await send.click()
    await asyncio.wait_for(cut.wait(), 10)
    shown = page.locator(".msg[data-position='2'] .attachments")
    await expect(shown.get_by_role("img", name="Un stand")).to_be_visible()
    await expect(page.locator(".msg[data-id='']")).to_have_count(0)
    await expect(rows).to_have_count(0)
    seen = other.locator(".msg[data-position='2'] .attachments")
    await expect(seen.get_by_role("link", name="rapport.pdf")).to_be_visible()
    await expect(other.locator("#announcements")).to_contain_text("Un stand")
    assert await Attachment.objects.acount() == 2
    await page.unroute(f"**{address}")

    # Refused by the server: words and files come back.
    await page.get_by_label("Votre message").fill("Regardez")
    await chooser.set_input_files([file("outil.pdf", BAD["outil.pdf"], "application/pdf")])
    await expect(rows).to_have_count(1)
    await send.click()
    await expect(page.locator("#composer-error")).to_contain_text("outil.pdf")
    await expect(page.get_by_label("Votre message")).to_have_value("Regardez")
    await expect(rows).to_have_count(1)

    # A page left with files: the words are kept, and which files to choose again is said.
    await page.reload()
    await expect(page.get_by_label("Votre message")).to_have_value("Regardez")
    await expect(page.locator("#composer-error")).to_contain_text("outil.pdf")
    assert await Message.objects.acount() == 2
    # The answer that was cut and the one that refused.
    assert [each for each in page.problems if "400" not in each and "ERR_" not in each] == []


async def test_without_script_the_form_sends_its_files(live_scene, server, browser):
    page = await page_of(
        browser, server.url, live_scene.member, viewport=PHONE, java_script_enabled=False
    )
    await page.goto(f"/discussions/{live_scene.thread.pk}/")
    await page.get_by_label("Joindre des fichiers ou des photos").set_input_files([PHOTO])
    await page.get_by_role("button", name="Envoyer").click()
    await expect(page.locator(".msg .attachments img")).to_be_visible()
    attachment = await sync_to_async(Attachment.objects.select_related("message").get)()
    assert attachment.message.body == ""


async def test_a_plain_form_shows_how_far_its_files_are(live_scene, server, browser):
    """The form of a new thread, which no script of its own sends."""
    page = await page_of(browser, server.url, live_scene.member)
    address = f"/espaces/{live_scene.space.pk}/discussions/nouveau/"
    await page.goto(address)
    bar = page.get_by_role("progressbar", name="Envoi des fichiers…")
    seen = asyncio.Event()
    heavy = PDF + b"%" + b" " * 2_000_000 + b"\n%%EOF\n"

    posts = []

    async def cut_once(route):
        """Held until the bar was seen, and the first time cut there."""
        if route.request.method == "POST":
            posts.append(route.request.resource_type)
        if route.request.resource_type != "xhr":
            await route.continue_()
            return
        await expect(bar).to_be_visible()
        first = not seen.is_set()
        seen.set()
        await (route.abort() if first else route.continue_())

    async def send(content: bytes) -> None:
        await page.get_by_label("Premier message").fill("Voici le plan.")
        await page.get_by_label("Sujet").fill("Un plan")
        await page.locator("input[name=files]").set_input_files(
            [file("plan.pdf", content, "application/pdf")]
        )
        await page.get_by_role("button", name="Ouvrir le fil").click()

    await page.route(f"**{address}", cut_once)
    await send(heavy)
    await expect(page.get_by_text("L’envoi a été interrompu.")).to_be_visible()
    await expect(bar).to_have_count(0)
    # What is no file of a kind that is taken: said beside the field, what was typed kept.
    await send(b"MZ" + bytes(1_000_000))
    await expect(page.locator("[aria-invalid]")).to_have_count(1)
    await expect(page.get_by_label("Sujet")).to_have_value("Un plan")
    await send(heavy)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Un plan")
    await expect(page.locator(".msg .attachments")).to_contain_text("plan.pdf")
    assert await sync_to_async(Attachment.objects.count)() == 1
    # Only what the page had to say was asked for by the browser itself.
    assert posts == ["xhr", "xhr", "document", "xhr"]
