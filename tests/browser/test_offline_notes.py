"""Notes written on a phone whose connection comes and goes: kept, sent once, by nobody else."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from experiments.models import JournalEntry
from experiments.vocabularies.services import add_term
from tests.browser.conftest import overflow, violations
from tests.experiments.pictures import picture_bytes
from tests.experiments.world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The states of the notes that the device keeps.
KEPT = """() => new Promise((done) => {
  const open = indexedDB.open("chantiers-notes", 1);
  open.onupgradeneeded = () => open.transaction.abort();
  open.onerror = () => done([]);
  open.onsuccess = () => {
    const all = open.result.transaction("notes").objectStore("notes").getAll();
    all.onsuccess = () => {
      open.result.close();
      done(all.result.map((note) => note.state));
    };
  };
})"""


@pytest.fixture
def world(transactional_db):
    world = make_world()
    world.term = add_term(kind="lever", label="Prêter un local")
    world.address = reverse("entry_add", args=[world.experimentation.pk])
    return world


def write(page, text: str, kind: str = "observation") -> None:
    page.locator(f"input[name=kind][value={kind}]").check()
    page.get_by_label("Votre note").fill(text)


def until_kept(page, *states: str) -> None:
    """Wait for the device to keep notes in these states."""
    page.evaluate(
        f"""async (wanted) => {{
          while ((await ({KEPT})()).join() !== wanted) await new Promise(requestAnimationFrame);
        }}""",
        ",".join(states),
    )


def publish(page) -> None:
    page.get_by_role("button", name="Publier la note").click()


def texts() -> list[str]:
    return sorted(JournalEntry.objects.values_list("text", flat=True))


# Until the device has all that the page for want of a connection needs.
READY = """async () => {
  const worker = await navigator.serviceWorker.ready;
  while (worker.active?.state !== "activated") await new Promise(requestAnimationFrame);
}"""


def test_two_notes_written_offline_leave_once_when_the_connection_is_back(world, open_page):
    """The first on the form that was open, the other on the page that comes for one that never
    was."""
    page = open_page(world.address, width=360, user=world.people["contributor"])
    page.evaluate(READY)
    page.context.set_offline(True)
    write(page, "Première note")
    page.locator("summary", has_text="Leviers et freins").click()
    page.get_by_label("Prêter un local").check()
    page.locator("input[data-photos]").set_input_files(
        [{"name": "a.png", "mimeType": "image/png", "buffer": picture_bytes("PNG")}]
    )
    page.get_by_label("Décrivez cette photo").fill("Le stand")
    publish(page)
    page.get_by_text("1 note en attente d’envoi.").wait_for()
    page.get_by_text("Votre note est gardée sur cet appareil").wait_for()
    assert page.get_by_label("Votre note").input_value() == ""
    page.goto("/groupes/")
    page.get_by_text("1 note en attente d’envoi.").wait_for()
    assert page.get_by_label("Dans le journal de").input_value() == world.address
    assert page.get_by_role("group", name="Visible par").count() == 0
    assert page.get_by_text("Votre note sera lue par les membres").is_visible()
    write(page, "Seconde note", "action")
    sent = page.locator("[name=client_id]").input_value()
    page.get_by_role("button", name="Garder la note").click()
    page.get_by_text("2 notes en attente d’envoi.").wait_for()
    assert violations(page) == []
    assert overflow(page) <= 0
    assert texts() == []
    page.context.set_offline(False)
    page.get_by_text("Votre note est dans le journal").nth(1).wait_for()
    page.get_by_role("heading", name="Groupes de travail").wait_for()
    page.locator("#notes-en-attente").wait_for(state="detached")
    assert texts() == ["Première note", "Seconde note"]
    second = JournalEntry.objects.get(text="Seconde note")
    assert (str(second.client_id), second.occurred_on) == (sent, timezone.localdate())
    first = JournalEntry.objects.get(text="Première note")
    assert (first.kind, first.author) == ("observation", world.people["contributor"])
    assert list(first.terms.all()) == [world.term]
    assert first.pictures.get().alt == "Le stand"
    assert page.evaluate(KEPT) == []


def test_a_note_whose_answer_was_lost_is_stored_once(world, open_page):
    page = open_page(world.address, user=world.people["owner"])
    lost = []

    def lose(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route(f"**{world.address}", lose)
    write(page, "Une seule fois")
    publish(page)
    page.get_by_text("Votre note est dans le journal").wait_for()
    assert lost == [201]
    assert texts() == ["Une seule fois"]


def test_what_is_being_written_survives_a_closed_page_with_its_choices(world, open_page):
    page = open_page(world.address, user=world.people["owner"])
    write(page, "À suivre", "decision")
    page.locator("summary", has_text="Leviers et freins").click()
    page.get_by_label("Prêter un local").check()
    page.locator("input[data-photos]").set_input_files(
        [{"name": "a.png", "mimeType": "image/png", "buffer": picture_bytes("PNG")}]
    )
    page.get_by_label("Décrivez cette photo").fill("Le stand")
    until_kept(page, "draft")
    context = page.context
    page.close()
    page = context.new_page()
    page.goto(world.address)
    page.get_by_label("Décrivez cette photo").wait_for()
    assert page.get_by_label("Votre note").input_value() == "À suivre"
    assert page.locator("input[name=kind][value=decision]").is_checked()
    assert page.get_by_label("Prêter un local").is_checked()
    assert page.get_by_label("Décrivez cette photo").input_value() == "Le stand"
    publish(page)
    page.wait_for_url("**/#note-*")
    assert JournalEntry.objects.get().pictures.count() == 1
    page.goto(world.address)
    assert page.get_by_label("Votre note").input_value() == ""


def test_a_refused_note_comes_back_with_what_is_wrong(world, open_page):
    page = open_page(world.address, width=360, user=world.people["owner"])
    page.context.set_offline(True)
    write(page, "Datée de demain")
    page.get_by_label("Date", exact=True).fill("2999-01-01")
    publish(page)
    page.get_by_text("1 note en attente d’envoi.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("1 note n’a pas pu être publiée").wait_for()
    page.get_by_text("Voir", exact=True).click()
    assert violations(page) == []
    page.get_by_role("link", name="Reprendre").click()
    page.locator(".note-said").get_by_text("Cette date est à venir").wait_for()
    assert page.get_by_label("Votre note").input_value() == "Datée de demain"
    page.get_by_label("Date", exact=True).fill("2024-01-01")
    publish(page)
    page.wait_for_url("**/#note-*")
    assert texts() == ["Datée de demain"]
    assert page.locator("#notes-en-attente").count() == 0


def test_a_mistake_is_told_beside_its_field_at_once(world, open_page):
    page = open_page(world.address, user=world.people["owner"])
    page.get_by_label("Votre note").fill("Sans nature")
    publish(page)
    page.locator("#id_kind_said").wait_for()
    assert "Choisissez ce que vous notez" in page.locator(".note-said").inner_text()
    assert page.get_by_label("Votre note").input_value() == "Sans nature"
    assert violations(page) == []


def _sign_in(page, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": name, "value": each.value, "url": url} for name, each in client.cookies.items()]
    )


def test_another_person_on_the_device_neither_sees_nor_sends_them(world, open_page, live_server):
    page = open_page(world.address, user=world.people["owner"])
    page.context.set_offline(True)
    write(page, "À moi seule")
    publish(page)
    page.get_by_text("1 note en attente d’envoi.").wait_for()
    # She signs in elsewhere while the page of the first is still open.
    _sign_in(page, world.people["carrier"], live_server.url)
    page.context.set_offline(False)
    page.get_by_text("reconnectez-vous").or_(page.get_by_text("Quelqu’un d’autre")).wait_for()
    assert texts() == []
    page.goto(world.address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate(KEPT) == []
    assert page.get_by_label("Votre note").input_value() == ""
    assert page.locator("#notes-en-attente").count() == 0
    assert texts() == []


def test_signing_out_warns_and_removes_them(world, open_page):
    page = open_page(world.address, user=world.people["owner"])
    page.context.set_offline(True)
    write(page, "Jamais envoyée")
    publish(page)
    page.get_by_text("1 note en attente d’envoi.").wait_for()
    page.route("**/journal/nouvelle/", lambda route: route.abort())
    page.context.set_offline(False)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.evaluate("document.querySelector('form[data-sign-out]').requestSubmit()")
    page.get_by_role("link", name="Se connecter").first.wait_for()
    assert len(asked) == 1
    assert page.evaluate(KEPT) == []
    assert page.evaluate("Object.keys(localStorage)") == []
    assert texts() == []
