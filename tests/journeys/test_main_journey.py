"""The main job from the call to the guest's departure, by three people in three browsers.

Two server processes on PostgreSQL and Redis: what one person does reaches the others through both.
"""

import asyncio
import io
import re
import time

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from PIL import Image
from playwright.async_api import Page, expect

from groups.enums import GroupState, Role
from tests import factories
from tests.chromium import PHONE, chromium, page_of
from tests.journeys.smtp import Mailbox, code_in, path_in
from tests.servers import Redis, Worker

pytestmark = [pytest.mark.browser, pytest.mark.workers]

AGENT = "agent@exempleville.test"
GUEST = "partenaire@exemple.test"


@pytest.fixture
async def scene(transactional_db):
    """A group that its facilitator prepares, in a country of one commune."""

    def build():
        group = factories.make_group(
            "Économie informelle", state=GroupState.PREPARING, slug="economie-informelle"
        )
        facilitator = factories.join(
            group, Role.FACILITATOR, user=factories.make_user("Animation du réseau")
        )
        factories.make_collectivity("Exempleville", population=12_000)
        factories.make_partner("La Couveuse d’Exemple")
        return facilitator

    yield await sync_to_async(build)()
    await sync_to_async(connections.close_all)()


@pytest.fixture
async def mailbox():
    box = Mailbox()
    box.start()
    yield box
    box.stop()


@pytest.fixture
async def sites(scene, mailbox):
    """Two processes of the same site."""
    redis = Redis()
    redis.start()
    workers = [Worker(redis, EMAIL_URL=mailbox.url) for _ in range(2)]
    for worker in workers:
        worker.start()
    yield workers
    for program in (*workers, redis):
        program.kill()


async def click(page: Page, role: str, name: str) -> None:
    await page.get_by_role(role, name=name).first.click()


async def sign_up(page: Page, mailbox: Mailbox, address: str, name: str) -> None:
    """Without a password: the code that comes by e-mail is enough."""
    await page.get_by_label("Adresse e-mail").fill(address)
    await page.get_by_label("Nom affiché").fill(name)
    await click(page, "button", "Créer mon compte")
    await page.get_by_label("Code").fill(code_in(await mailbox.last_for(address)))
    await page.locator("main form button[type=submit]").first.click()


async def pick(page: Page, label: str, typed: str, name: str) -> None:
    """Find an organisation as one types."""
    await page.get_by_role("combobox", name=label).fill(typed)
    await page.get_by_role("option", name=name).first.click()


async def write(page: Page, text: str) -> None:
    await page.get_by_label("Votre message").fill(text)
    await click(page, "button", "Envoyer")


def photo() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "#1b6b4f").save(buffer, "JPEG")
    return buffer.getvalue()


async def publish_the_call(page: Page) -> None:
    await page.goto("/groupes/economie-informelle/appel/modifier/")
    await page.get_by_label("Titre de l’appel").fill("Essayons ensemble")
    await page.get_by_label("Texte de l’appel").fill("Partir d’une activité ou d’un quartier.")
    await click(page, "button", "Publier l’appel")
    await expect(page.get_by_text("Appel ouvert").first).to_be_visible()


async def answer_the_call(page: Page, mailbox: Mailbox) -> None:
    await page.goto("/groupes/economie-informelle/appel/")
    await click(page, "link", "Répondre à l’appel")
    await click(page, "link", "Créer un compte")
    await sign_up(page, mailbox, AGENT, "Agent·e d’Exempleville")
    await expect(page.get_by_role("heading", name="Répondre à l’appel")).to_be_visible()
    await pick(page, "Votre collectivité", "exemplev", "Exempleville")
    await page.get_by_label("Ce que votre collectivité veut essayer").fill(
        "La cuisine de rue au quartier de la gare."
    )
    await click(page, "button", "Envoyer la réponse")
    await expect(page.get_by_text("À l’étude").first).to_be_visible()


async def engage(page: Page) -> None:
    await page.goto("/groupes/economie-informelle/reponses/")
    await click(page, "link", "Exempleville")
    await expect(page.get_by_text("La cuisine de rue")).to_be_visible()
    await page.locator("input[name=decision][value=engaged]").check()
    await click(page, "button", "Enregistrer la décision")
    await page.goto("/groupes/economie-informelle/membres/")
    await expect(page.get_by_text("Agent·e d’Exempleville").first).to_be_visible()


async def describe_the_experimentation(page: Page) -> str:
    """All that the agent does alone; the experimentation's path."""
    await page.goto("/groupes/economie-informelle/experimentations/")
    await click(page, "link", "Nouvelle expérimentation")
    await page.get_by_label("Titre").fill("Les cuisines de la gare")
    await page.get_by_label("Activité de départ").select_option("food")
    await page.get_by_label("Quartier ou lieu").fill("La gare")
    await click(page, "button", "Continuer")
    await page.get_by_label("Objectif").fill("Un revenu régulier.")
    await click(page, "button", "Reprendre plus tard")

    # She takes it up again from her work, where she left it.
    await page.goto("/")
    await click(page, "link", "Brouillon «\u00a0Les cuisines de la gare\u00a0» à reprendre")
    await expect(page.get_by_label("Objectif")).to_have_value("Un revenu régulier.")
    await click(page, "button", "Continuer")
    await pick(page, "Structure ou collectivité", "couveuse", "La Couveuse d’Exemple")
    await page.get_by_label("Son rôle").fill("Accompagne les cuisinières")
    await click(page, "button", "Ouvrir au groupe")
    await expect(page.get_by_role("heading", name="Les cuisines de la gare")).to_be_visible()
    path = re.search(r"/experimentations/\d+/", page.url).group()
    await page.goto(f"{path}partenaires/")
    await expect(page.get_by_text("Accompagne les cuisinières").first).to_be_visible()

    await page.goto(f"{path}actions/ajouter/")
    await page.get_by_label("Que faut-il faire").fill("Trouver un local")
    await page.locator("main form button[type=submit]").first.click()
    await expect(page.get_by_text("Trouver un local").first).to_be_visible()

    await page.goto(path)
    await page.locator("main").get_by_role("link", name="Noter").first.click()
    await page.locator("input[name=kind][value=observation]").check()
    await page.get_by_label("Votre note").fill("Douze cuisinières rencontrées.")
    await page.locator("input[name=pictures]").set_input_files(
        {"name": "gare.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    await click(page, "button", "Publier la note")
    await expect(page.get_by_text("Douze cuisinières rencontrées.")).to_be_visible()
    picture = page.locator("main article img, main .photos img").first
    await expect(picture).to_be_visible()
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    await page.goto(f"{path}documents/")
    await click(page, "link", "Ajouter un document")
    await page.locator("input[type=file]").set_input_files(
        {"name": "budget.csv", "mimeType": "text/csv", "buffer": b"poste;euros\nlocal;6000\n"}
    )
    await page.get_by_label("Titre").fill("Budget de la cuisine")
    await page.locator("main form button[type=submit]").first.click()
    await expect(page.get_by_text("Budget de la cuisine").first).to_be_visible()
    return path


async def invite_the_partner(page: Page, path: str) -> None:
    await page.goto(path)
    await page.locator("main").get_by_role("link", name="Inviter").first.click()
    await page.get_by_label("Adresses e-mail").fill(GUEST)
    await pick(page, "Structure partenaire", "couveuse", "La Couveuse d’Exemple")
    await page.locator("input[name=level][value=contributor]").check()
    await click(page, "button", "Envoyer les invitations")
    await expect(page.get_by_text(GUEST).first).to_be_visible()


async def accept_the_invitation(page: Page, mailbox: Mailbox) -> None:
    await page.goto(path_in(await mailbox.last_for(GUEST), "/invitation/"))
    # What it opens is said before anything is accepted.
    await expect(page.get_by_role("heading", name="Les cuisines de la gare")).to_be_visible()
    await expect(page.get_by_text("Rien d’autre du groupe")).to_be_visible()
    await click(page, "link", "Créer un compte")
    await sign_up(page, mailbox, GUEST, "Salarié·e de la Couveuse")
    await click(page, "button", "Accepter l’invitation")
    await expect(page.get_by_text("Douze cuisinières rencontrées.")).to_be_visible()


async def test_from_the_call_to_the_guest_s_departure(scene, sites, mailbox):
    facilitator_account = scene
    async with chromium() as browser:
        facilitator = await page_of(browser, sites[0].url, facilitator_account)
        agent = await page_of(browser, sites[1].url)
        guest = await page_of(browser, sites[0].url, viewport=PHONE)

        await publish_the_call(facilitator)
        await answer_the_call(agent, mailbox)
        await engage(facilitator)
        path = await describe_the_experimentation(agent)
        await invite_the_partner(agent, path)
        await accept_the_invitation(guest, mailbox)

        # The guest sees that experimentation and nothing else.
        for elsewhere in ("membres/", "discussions/", "appel/modifier/"):
            answer = await guest.request.get(f"/groupes/economie-informelle/{elsewhere}")
            assert answer.status == 404
        await guest.goto(f"{path}journal/nouvelle/")
        await guest.locator("input[name=kind][value=result]").check()
        await guest.get_by_label("Votre note").fill("Première commande du CCAS.")
        await click(guest, "button", "Publier la note")
        await expect(guest.get_by_text("Première commande du CCAS.")).to_be_visible()

        # A thread of the experimentation, written in from both sides, without a reload.
        await agent.goto(f"{path}discussion/")
        await click(agent, "link", "Ouvrir un fil")
        await agent.get_by_label("Sujet").fill("Quel statut ?")
        await agent.get_by_label("Premier message").fill("Association ou coopérative ?")
        await click(agent, "button", "Ouvrir le fil")
        await agent.wait_for_url("**/discussions/*/**")
        thread = agent.url.split(sites[1].url)[1].split("#")[0].split("?")[0]
        await guest.goto(thread)
        await expect(guest.get_by_text("Association ou coopérative ?")).to_be_visible()
        await write(guest, "Une coopérative nous irait.")
        await expect(agent.get_by_text("Une coopérative nous irait.")).to_be_visible()
        await write(agent, "Allons-y.")
        await expect(guest.get_by_text("Allons-y.")).to_be_visible()

        # Her access ends while her page is open: it closes within a second.
        keeper = await agent.context.new_page()
        await keeper.goto(path)
        await keeper.locator("main").get_by_role("link", name="Inviter").first.click()
        ended = asyncio.create_task(
            guest.wait_for_function(
                "() => !document.querySelector('#messages .msg')", polling="raf", timeout=10_000
            )
        )
        async with keeper.expect_response(lambda each: "/terminer/" in each.url) as answered:
            await keeper.get_by_role("button", name="Mettre fin à l’accès").click()
        await answered.value
        told = time.monotonic()
        await ended
        assert time.monotonic() - told < 1
        assert (await guest.request.get(path)).status == 404
        assert agent.problems == facilitator.problems == []
