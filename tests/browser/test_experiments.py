"""The pages of experimentations and documents in a real browser."""

import io
import os
from pathlib import Path

import pytest
from django.urls import reverse
from PIL import Image

from common.models import Audience
from experiments.drafts.models import Draft
from experiments.models import Experimentation, JournalEntry, Partnership
from experiments.silence.models import Question
from experiments.sites.models import Site
from experiments.spread.models import Inspiration
from experiments.vocabularies.services import add_term
from groups.documents.models import Document
from tests.browser.conftest import overflow, violations
from tests.documents.files import PDF
from tests.documents.test_services import share
from tests.experiments.pictures import attach_picture, located_photo, picture_bytes
from tests.experiments.test_pages import HOSTILE
from tests.experiments.world import make_action, make_entry, make_world
from tests.factories import make_partner

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    world = make_world(summary="Vingt vendeuses, un marché", stage="trial", activity="markets")
    entry = make_entry(
        world.experimentation, world.people["contributor"], author_role="guest", text="**Note**"
    )
    attach_picture(entry, alt="Le stand")
    make_action(world.experimentation, due_on="2020-01-01")
    Partnership.objects.create(
        experimentation=world.experimentation, organisation=make_partner(), role="accueille"
    )
    entry.terms.set([add_term(kind="lever", label="Prêter un local")])
    world.draft = Draft.objects.create(
        group=world.group, owner=world.owner, author=world.people["owner"], title="Couture"
    )
    world.draft.partners.create(organisation=make_partner(), role="prête la salle")
    world.draft.indicators.create(name="Repas servis")
    Site.objects.create(
        experimentation=world.experimentation, name="Salle", commune=world.owner, place="Au fond"
    )
    Question.objects.create(experimentation=world.experimentation)
    world.document, _new = share(world, "owner", description="Ce qu’on y trouve")
    return world


def pages(world) -> list[str]:
    pk, one = world.experimentation.pk, [world.experimentation.pk]
    names = [
        "experimentation",
        "experimentation_presentation",
        "experimentation_actions",
        "experimentation_partners",
        "experimentation_documents",
        "experimentation_discussion",
        "experimentation_print",
        "experimentation_terms",
        "experimentation_edit",
        "experimentation_stage",
        "entry_add",
        "partner_add",
        "action_add",
        "funding_add",
        "carrier_add",
    ]
    entry = world.experimentation.entries.get()
    return [reverse(name, args=one) for name in names] + [
        reverse("experimentation_actions", args=one) + "?vue=tableau",
        reverse("experimentation", args=one) + "?du=x&photos=1",
        reverse("entry_edit", args=[pk, entry.pk]),
        reverse("group_experimentations", args=[world.group.slug]),
        reverse("experimentation_create", args=[world.group.slug]),
        *(
            reverse("draft_screen", args=[world.group.slug, world.draft.pk, step])
            for step in ("depart", "avec-qui", "essai", "reperes")
        ),
        reverse("experimentation_spread", args=one),
        reverse("already_tried") + "?activite=food",
        reverse("experimentations") + "?etape=trial",
        reverse("experimentations") + "?vue=carte",
        reverse("experimentations") + "?vue=tableau",
        reverse("standing", args=one),
        reverse("site_add", args=one),
        reverse("group_documents", args=[world.group.slug]),
        reverse("space_documents", args=[world.experimentation.space_id]),
        reverse("document_add", args=[world.experimentation.space_id]),
        reverse("document", args=[world.document.pk]),
        reverse("document_edit", args=[world.document.pk]),
        reverse("version_add", args=[world.document.pk]),
    ]


def test_forms_with_errors_open_filters_and_drawings_are_accessible_and_fit(world, open_page):
    page = open_page("/", width=320, theme="dark", user=world.people["owner"])
    Inspiration.objects.create(inspired=world.experimentation, source=world.another)
    wrong = []
    for path in pages(world):
        page.goto(path)
        form = page.locator("form[method=post][novalidate]").count()
        folded = page.locator(".filters-fold > summary")
        if form:
            page.locator("form[novalidate] .primary[type=submit]").click()
            page.wait_for_load_state()
        elif folded.count():
            folded.click()
        if form or folded.count() or page.locator(".spread-drawing").count():
            wrong += [f"{path} {line}" for line in violations(page)]
            if overflow(page) > 0:
                wrong.append(f"{path} is wider than the screen")
    assert wrong == []
    # A note is sent by a script, which the server answers in JSON.
    refused = "the server responded with a status of 400"
    assert [each for each in page.complaints if refused not in each] == []


def test_a_note_is_written_from_a_phone(world, open_page):
    """Two photos, one taken off, the other described; the draft survives a closed tab."""
    pk = world.experimentation.pk
    page = open_page(f"/experimentations/{pk}/", width=360, user=world.people["contributor"])
    page.get_by_role("link", name="Noter", exact=True).first.click()
    page.get_by_label("Votre note").fill("Huit vendeuses ce matin")
    page.reload()
    assert page.get_by_label("Votre note").input_value() == "Huit vendeuses ce matin"
    page.get_by_text("Observation").click()
    page.locator("input[data-photos]").set_input_files(
        [
            {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": located_photo()},
            {"name": "b.png", "mimeType": "image/png", "buffer": picture_bytes("PNG")},
        ]
    )
    page.get_by_label("Décrivez cette photo").nth(1).fill("Le stand de cuisine")
    page.get_by_role("button", name="Retirer a.jpg").click()
    assert page.get_by_label("Décrivez cette photo").input_value() == "Le stand de cuisine"
    page.get_by_role("button", name="Publier la note").click()
    page.wait_for_url(f"**/experimentations/{pk}/#note-*")
    image = page.get_by_alt_text("Le stand de cuisine")
    image.scroll_into_view_if_needed()
    page.wait_for_function("element => element.complete", arg=image.element_handle())
    assert image.evaluate("element => element.naturalWidth") == 480
    assert JournalEntry.objects.get(text="Huit vendeuses ce matin").pictures.count() == 1
    page.goto(f"/experimentations/{pk}/journal/nouvelle/")
    assert page.get_by_label("Votre note").input_value() == ""
    assert page.complaints == []


def test_a_large_photo_is_made_smaller_before_it_is_sent(world, open_page):
    path = reverse("entry_add", args=[world.experimentation.pk])
    page = open_page(path, user=world.people["owner"])
    noise = Image.frombytes("RGB", (2400, 1800), os.urandom(2400 * 1800 * 3))
    output = io.BytesIO()
    noise.save(output, "JPEG", quality=90)
    page.locator("input[data-photos]").set_input_files(
        [{"name": "grande.jpg", "mimeType": "image/jpeg", "buffer": output.getvalue()}]
    )
    page.get_by_label("Décrivez cette photo").wait_for()
    size = page.evaluate("document.querySelector('input[data-photos]').files[0].size")
    assert size < len(output.getvalue()) * 0.9


def test_a_note_is_edited_removed_and_brought_back_by_keyboard(world, open_page):
    entry = world.experimentation.entries.get()
    page = open_page(f"/experimentations/{world.experimentation.pk}/", user=world.people["owner"])
    menu = page.locator(f"#note-{entry.pk} summary")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Annuler la suppression").wait_for()
    assert not world.experimentation.entries.exists()
    page.get_by_role("button", name="Annuler la suppression").press("Enter")
    page.locator(f"#note-{entry.pk}").wait_for()
    assert page.complaints == []


def test_nothing_typed_runs(world, open_page):
    """I1: titles, names, texts and file names made of markup stay text in a browser."""
    Experimentation.objects.filter(pk=world.experimentation.pk).update(
        title=HOSTILE[:150], summary=HOSTILE, objective=HOSTILE, audience=Audience.PUBLIC
    )
    JournalEntry.objects.update(text=HOSTILE + "[x](javascript:alert(3))", source=HOSTILE)
    Partnership.objects.update(role=HOSTILE, contribution=HOSTILE)
    Document.objects.update(title=HOSTILE[:150], description=HOSTILE)
    world.document.versions.update(filename=f"{HOSTILE[:60]}.pdf", note=HOSTILE)
    page = open_page("/", user=world.people["owner"])
    ran = []
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    for path in pages(world):
        page.goto(path)
        assert page.locator("img[src=x]").count() == 0, path
    assert ran == []
    assert page.complaints == []


def test_a_document_is_saved_and_never_opened_in_our_place(world, open_page):
    page = open_page(reverse("document", args=[world.document.pk]), user=world.people["owner"])
    with page.expect_download() as saved:
        page.get_by_role("link", name="Télécharger").click()
    assert saved.value.suggested_filename == "compte-rendu.pdf"
    assert Path(saved.value.path()).read_bytes() == PDF
