"""The page of the words, and choosing some on a note and on an experimentation."""

import pytest
from django.urls import reverse

from experiments.models import JournalEntry
from experiments.vocabularies.models import Term
from experiments.vocabularies.services import merge_terms, retire_term
from tests.experiments.world import make_entry

pytestmark = pytest.mark.django_db


def _note(**fields):
    return {"kind": "action", "text": "Un local prêté", "occurred_on": "2026-03-02"} | {
        "precision": "day",
        "audience": "space",
        **fields,
    }


def test_an_empty_page_offers_to_start_with_the_words_of_the_network(world, sign_in):
    client = sign_in("facilitator")
    assert "Commencer avec les mots du réseau" in client.get(reverse("vocabulary")).text
    client.post(reverse("vocabulary_start"))
    page = client.get(reverse("vocabulary")).text
    assert "Commande publique responsable" in page
    assert "Commencer avec" not in page


def test_the_page_counts_only_what_its_reader_sees(world, sign_in, term):
    lever = term("lever", "Financer")
    for _ in range(2):
        make_entry(world.experimentation).terms.set([lever])
    world.experimentation.terms.set([lever])
    page = sign_in("facilitator").get(reverse("vocabulary")).text
    assert "1 expérimentation · 2 notes" in page
    page = sign_in("other_facilitator").get(reverse("vocabulary")).text
    assert "2 notes" not in page
    assert "Pas encore employé" in page


def test_a_word_that_is_there_is_refused_beside_its_field(world, sign_in, term):
    term("lever", "Prêter un local")
    client = sign_in("facilitator")
    typed = {"kind": "lever", "label": "Prêter  un local", "description": "Un lieu"}
    page = client.post(reverse("term_add"), typed).text
    assert "déjà dans la liste" in page
    assert "Un lieu" in page
    for label in ("", "!!", "x" * 81):
        assert client.post(reverse("term_add"), typed | {"label": label}).status_code == 200
    assert client.post(reverse("term_add"), typed | {"kind": "autre"}).status_code == 200
    assert Term.objects.count() == 1
    assert client.post(reverse("term_add"), typed | {"label": "Autre"}).status_code == 302


def test_words_are_renamed_merged_and_retired(world, sign_in, term):
    one, two = term("lever", "Un"), term("lever", "Deux")
    entry = make_entry(world.experimentation)
    entry.terms.set([one])
    client = sign_in("facilitator")
    client.post(reverse("term_edit", args=[one.pk]), {"label": "Premier"})
    note = reverse("entry", args=[world.experimentation.pk, entry.pk])
    assert "Premier" in client.get(note).text
    page = client.post(reverse("term_merge", args=[one.pk]), {"into": one.pk}).text
    assert "n’est plus dans la liste" in page
    client.post(reverse("term_merge", args=[one.pk]), {"into": two.pk})
    assert "Deux" in client.get(note).text
    assert client.get(reverse("term_edit", args=[one.pk])).status_code == 404
    client.post(reverse("term_retire", args=[two.pk]))
    assert "Deux" in client.get(note).text
    assert "1 mot qui n’est plus proposé" in client.get(reverse("vocabulary")).text
    add = reverse("entry_add", args=[world.experimentation.pk])
    assert "Deux" not in client.get(add).text
    client.post(reverse("term_restore", args=[two.pk]))
    assert "Deux" in client.get(add).text


def test_a_note_is_written_and_corrected_with_its_words(world, sign_in, term):
    lever, obstacle = term("lever", "Financer"), term("obstacle", "Local introuvable")
    client = sign_in("contributor")
    add = reverse("entry_add", args=[world.experimentation.pk])
    client.post(add, _note(levers=[lever.pk], obstacles=[obstacle.pk]))
    entry = JournalEntry.objects.get()
    assert set(entry.terms.all()) == {lever, obstacle}
    edit = reverse("entry_edit", args=[world.experimentation.pk, entry.pk])
    retire_term(term=obstacle, by=None)
    page = client.get(edit).text
    assert page.count("checked") >= 2
    assert "Local introuvable" in page
    client.post(edit, _note(obstacles=[obstacle.pk]))
    assert list(entry.terms.all()) == [obstacle]


@pytest.mark.parametrize("typed", ["0", "-1", "x", "9" * 30, "١", "", "1e3"])
def test_a_word_that_is_none_is_told_and_the_text_kept(world, sign_in, term, typed):
    term("lever", "Financer")
    client = sign_in("owner")
    add = reverse("entry_add", args=[world.experimentation.pk])
    page = client.post(add, _note(levers=[typed]))
    if page.status_code == 200:
        assert "n’existe plus" in page.text
        assert "Un local prêté" in page.text
        assert not JournalEntry.objects.exists()
    else:
        assert not JournalEntry.objects.get().terms.exists()


def test_an_obstacle_is_no_lever_and_twelve_are_enough(world, sign_in, term):
    obstacle = term("obstacle", "Frein")
    levers = [term("lever", f"Levier {n}").pk for n in range(13)]
    client = sign_in("owner")
    add = reverse("entry_add", args=[world.experimentation.pk])
    assert "n’existe plus" in client.post(add, _note(levers=[obstacle.pk])).text
    assert "12 au plus" in client.post(add, _note(levers=levers)).text


def test_a_form_that_stayed_open_while_words_were_merged_is_understood(world, sign_in, term):
    old, new = term("lever", "Ancien"), term("lever", "Nouveau")
    merge_terms(term=old, into=new, by=None)
    add = reverse("entry_add", args=[world.experimentation.pk])
    sign_in("owner").post(add, _note(levers=[old.pk]))
    assert list(JournalEntry.objects.get().terms.all()) == [new]


def test_an_experimentation_has_words_of_its_own(world, sign_in, term):
    lever = term("lever", "Financer")
    url = reverse("experimentation_terms", args=[world.experimentation.pk])
    client = sign_in("owner")
    assert client.post(url, {"levers": [lever.pk]}).status_code == 302
    page = reverse("experimentation_presentation", args=[world.experimentation.pk])
    assert "Financer" in client.get(page).text
    assert "Financer" in sign_in("reader").get(page).text
    assert sign_in("contributor").get(url).status_code == 404


@pytest.mark.services
def test_signs_that_fold_to_several_letters_fit(world, sign_in):
    typed = {"kind": "lever", "label": "㎯" * 80}
    assert sign_in("facilitator").post(reverse("term_add"), typed).status_code == 302


def test_the_view_of_a_guest_has_the_words_that_she_reads(world, sign_in, term):
    trial = world.experimentation
    make_entry(trial).terms.set([term("lever", "Zqmot partagé")])
    make_entry(trial, audience="owner").terms.set([term("obstacle", "Zqmot réservé")])
    guest = world.user("reader").guest_accesses.get()
    address = reverse("guest_view_part", args=[trial.space_id, guest.pk, "levers"])
    page = sign_in("owner").get(address).text
    assert "Zqmot partagé" in page
    assert "Zqmot réservé" not in page
    assert reverse("experimentation_terms", args=[trial.pk]) not in page
