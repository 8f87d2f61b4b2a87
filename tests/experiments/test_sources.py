"""What a note rests on: documents of its space, a new file, measurements."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.models import Audience
from experiments.indicators.models import Indicator, Measurement
from experiments.models import JournalEntry
from groups.documents.models import Document
from tests.documents.files import PDF
from tests.experiments.test_pages import text, url
from tests.experiments.world import make_entry

pytestmark = [pytest.mark.services, pytest.mark.django_db]


def make_document(space, title: str, **fields) -> Document:
    document = Document.objects.create(space=space, title=title, **fields)
    document.versions.create(number=1, url="https://exemple.test/")
    return document


def note(**fields) -> dict:
    return {
        "kind": "action",
        "text": "Voir le compte rendu",
        "occurred_on": "2024-03-02",
        "precision": "day",
        "audience": "space",
    } | fields


@pytest.fixture
def papers(world):
    space = world.experimentation.space
    return {
        "space": make_document(space, "Compte rendu partagé"),
        "owner": make_document(space, "Budget des porteuses", audience=Audience.OWNER),
        "elsewhere": make_document(world.another.space, "Document voisin"),
    }


def test_a_note_rests_on_documents_and_a_new_file(world, papers, sign_in):
    client, add = sign_in("contributor"), url("entry_add", world.experimentation.pk)
    page = text(client.get(add))
    assert "Compte rendu partagé" in page
    assert "Budget des porteuses" not in page
    assert "Document voisin" not in page
    file = SimpleUploadedFile("devis signé.pdf", PDF, "application/pdf")
    sent = note(documents=[papers["space"].pk], file=file)
    assert client.post(add, sent).status_code == 302
    entry = JournalEntry.objects.get()
    made = entry.documents.exclude(pk=papers["space"].pk).get()
    assert (made.title, made.author, made.space) == (
        "devis signé",
        world.user("contributor"),
        entry.space,
    )
    page = text(client.get(url("entry", world.experimentation.pk, entry.pk)))
    assert f'href="/documents/{made.pk}/"' in page


@pytest.mark.parametrize("which", ["owner", "elsewhere", "none", "odd", "huge"])
def test_a_document_that_one_does_not_see_is_refused(which, world, papers, sign_in):
    pk = (
        papers[which].pk if which in papers else {"none": 9999, "odd": "x", "huge": "9" * 40}[which]
    )
    client, add = sign_in("contributor"), url("entry_add", world.experimentation.pk)
    answer = client.post(add, note(documents=[pk]))
    assert answer.status_code == 200
    assert "choisi" in text(answer)
    assert "Voir le compte rendu" in text(answer)
    assert not JournalEntry.objects.exists()


def test_each_sees_of_the_sources_what_is_hers(world, papers, sign_in):
    entry = make_entry(world.experimentation)
    entry.documents.set(papers.values())
    for role, seen in {
        "owner": {"space", "owner"},
        "reader": {"space"},
        "other": {"space"},
    }.items():
        for name, args in (
            ("entry", [world.experimentation.pk, entry.pk]),
            ("experimentation", [world.experimentation.pk]),
            ("experimentation_print", [world.experimentation.pk]),
        ):
            page = text(sign_in(role).get(url(name, *args)))
            found = {key for key, each in papers.items() if each.title in page}
            assert found == seen, (role, name)
    papers["space"].removed_at = "2024-01-01T00:00Z"
    papers["space"].save()
    page = text(sign_in("reader").get(url("entry", world.experimentation.pk, entry.pk)))
    assert "Compte rendu partagé" not in page


def test_correcting_a_note_keeps_what_its_editor_does_not_see(world, papers, sign_in):
    entry = make_entry(world.experimentation, world.user("contributor"))
    entry.documents.set([papers["space"], papers["owner"]])
    edit = url("entry_edit", world.experimentation.pk, entry.pk)
    client = sign_in("contributor")
    assert "Budget des porteuses" not in text(client.get(edit))
    assert client.post(edit, note()).status_code == 302
    assert list(entry.documents.all()) == [papers["owner"]]


def test_a_note_says_the_measurements_that_it_tells_of(world, sign_in):
    entry = make_entry(world.experimentation)
    for name, audience in (("Familles", Audience.SPACE), ("Recettes", Audience.OWNER)):
        indicator = Indicator.objects.create(
            experimentation=world.experimentation, name=name, unit="€", audience=audience
        )
        Measurement.objects.create(
            indicator=indicator, value="1250.5", measured_on="2024-03-01", entry=entry
        )
    address = url("entry", world.experimentation.pk, entry.pk)
    page = text(sign_in("owner").get(address))
    assert "Familles\u00a0: 1\u202f250,5 €" in page
    assert "Recettes" in page
    assert "Recettes" not in text(sign_in("reader").get(address))


def make_measurement(experimentation, name: str, **fields) -> Measurement:
    indicator = Indicator.objects.create(experimentation=experimentation, name=name)
    return Measurement.objects.create(
        indicator=indicator, value=12, measured_on="2024-03-01", **fields
    )


def test_the_form_of_a_note_offers_the_measurements_that_no_other_tells_of(world, sign_in):
    """A carrier chooses some and takes them off; a guest, who does not count, chooses none."""
    trial = world.experimentation
    free, other = make_measurement(trial, "Familles"), make_measurement(trial, "Paniers")
    taken = make_measurement(trial, "Repas", entry=make_entry(trial))
    foreign = make_measurement(world.another, "Voitures")
    add = url("entry_add", trial.pk)
    page = text(sign_in("owner").get(add))
    assert "Familles\u00a0: 12 (1er mars 2024)" in page
    assert "Paniers" in page
    assert "Repas" not in page
    assert "Voitures" not in page
    assert "Familles" not in text(sign_in("contributor").get(add))
    refused = sign_in("owner").post(add, note(measurement=[free.pk, foreign.pk, taken.pk]))
    assert "Un de vos choix n’est plus là" in text(refused)
    assert sign_in("contributor").post(add, note(measurement=[free.pk])).status_code == 302
    free.refresh_from_db()
    assert free.entry is None
    assert sign_in("owner").post(add, note(measurement=[free.pk])).status_code == 302
    entry = JournalEntry.objects.latest("pk")
    assert list(entry.measurements.all()) == [free]
    edit = url("entry_edit", trial.pk, entry.pk)
    page = text(sign_in("owner").get(edit))
    assert re.search(rf'name="measurement" value="{free.pk}"[^>]* checked', page)
    assert sign_in("carrier").post(edit, note(measurement=[other.pk])).status_code == 302
    assert list(entry.measurements.all()) == [other]
    # Its guest author corrects her own note without a word of them: they stay.
    mine = make_entry(trial, world.user("contributor"))
    Measurement.objects.filter(pk=free.pk).update(entry=mine)
    corrected = url("entry_edit", trial.pk, mine.pk)
    assert sign_in("contributor").post(corrected, note()).status_code == 302
    assert list(mine.measurements.all()) == [free]
