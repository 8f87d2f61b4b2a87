"""The pages of the library: who reads what, what one finds, what one is told."""

import json
import re
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from experiments.sheets.services import publish, withdraw
from groups.enums import GroupState
from groups.library.models import ImportDraft, Resource
from groups.library.services import add_resource, suggest_resource
from groups.models import WorkingGroup
from organisations.models import Affiliation
from tests.factories import make_collectivity, make_user
from tests.library.dumps import LAUNDRY, LETTER, STUDY, TALK, dump
from tests.sheets.world import make_scene, published, sign_all, submit, write

pytestmark = pytest.mark.django_db

LIST = "/ressources/"


@pytest.fixture
def shelf(people):
    """`shelf(title, **fields)`: a resource in the library."""

    def add(title: str, **fields) -> Resource:
        return add_resource(by=people.facilitator, title=title, **({"kind": "study"} | fields))

    return add


def _typed(**fields) -> dict:
    return {"title": "Une page", "kind": "article", "origin": "rtes", "precision": "month"} | fields


def test_what_is_private_is_for_the_members_of_the_network(sign_in, people, shelf):
    private = shelf("Lettre réservée", is_private=True, keywords=["confidence"])
    page = reverse("resource", args=[private.pk])
    for name, reads in (
        ("visitor", False),
        ("stranger", False),
        ("guest", False),
        ("member", True),
        ("other_member", True),
    ):
        client = sign_in(name)
        assert client.get(page).status_code == (200 if reads else 404), name
        for address in (LIST, f"{LIST}?q=reservee", f"{LIST}flux.atom", "/sitemap.xml"):
            text = client.get(address).text
            public = address.endswith(("atom", "xml"))
            assert ("Lettre réservée" in text) == (reads and not public), (name, address)
            assert "confidence" not in text or reads
            assert page not in text or (reads and not public)


def test_a_confirmed_place_in_a_member_collectivite_is_enough(client, shelf):
    page = reverse("resource", args=[shelf("Réservée", is_private=True).pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    for member, verified, reads in (
        ({"is_network_member": True}, timezone.now(), True),
        ({"is_network_member": True}, None, False),
        ({}, timezone.now(), False),
        ({"is_network_member": True, "member_until": yesterday}, timezone.now(), False),
    ):
        person = make_user()
        city = make_collectivity(**member)
        Affiliation.objects.create(user=person, organisation=city, verified_at=verified)
        client.force_login(person)
        assert client.get(page).status_code == (200 if reads else 404), (member, verified)


def test_a_member_suggests_and_any_facilitator_decides(sign_in, people):
    sign_in("member").post(reverse("resource_add"), _typed(keywords="a, b ,A"))
    made = Resource.objects.get()
    page = reverse("resource", args=[made.pk])
    assert "attend l’avis" in sign_in("member").get(page).text
    assert sign_in("other_member").get(page).status_code == 404
    client = sign_in("other_facilitator")
    assert "Une page" in client.get(f"{LIST}?etat=proposees").text
    assert "Une page" not in client.get(LIST).text
    client.post(reverse("resource_accept", args=[made.pk]))
    assert "Une page" in sign_in("visitor").get(LIST).text
    # It is the network's now.
    assert sign_in("member").get(reverse("resource_edit", args=[made.pk])).status_code == 404


def test_what_is_declined_says_why_to_who_suggested_it(sign_in, people):
    made = suggest_resource(by=people.member, title="Une page", kind="kit")
    decline = reverse("resource_decline", args=[made.pk])
    client = sign_in("facilitator")
    assert "Dites pourquoi" in client.post(decline, {"reason": " "}).text
    client.post(decline, {"reason": "Déjà dans la fiche 7"})
    assert "Déjà dans la fiche 7" in sign_in("member").get(reverse("resource", args=[made.pk])).text


def test_bad_input_is_told_beside_its_field_and_kept(sign_in):
    client = sign_in("facilitator")
    for field, value, said in (
        ("title", "", "Donnez un titre"),
        ("kind", "autre", "Sélectionnez un choix valide"),
        ("website", "javascript:alert(1)", "Indiquez une adresse complète"),
        ("dated", "31/02/2021", "Indiquez une date"),
        ("dated", "0001-01-01", "entre 1900 et 2100"),
        ("number", "-4", "supérieure ou égale à 1"),
        ("keywords", ",".join(str(n) for n in range(20)), "Gardez-en 12 au plus"),
        ("organisation_text", "nulle part", ""),
    ):
        typed = _typed(summary="Ce que j’ai écrit", **{field: value})
        response = client.post(reverse("resource_add"), typed)
        if said:
            assert said in response.text, field
            assert "Ce que j’ai écrit" in response.text
    assert not Resource.objects.exclude(title="Une page").exists()


def test_a_search_folds_accents_and_filters_count_what_they_leave(sign_in, shelf):
    shelf("Économie et œuvre", kind="study", keywords=["Quartiers"], dated=date(2021, 5, 1))
    shelf(
        "Mécanique de rue", kind="conference", summary="Économie informelle", dated=date(2021, 3, 1)
    )
    shelf("Garage", kind="conference", origin="other", dated=date(2020, 1, 1))
    client = sign_in("visitor")
    for typed in ("ECONOMIE", "économie", "éco", "e\u0301conomie"):
        assert "2 ressources" in client.get(LIST, {"q": typed}).text, typed
    assert "1 ressource" in client.get(f"{LIST}?q=oeuvre+econ").text
    assert "Garage" not in client.get(f"{LIST}?q=quartiers").text
    page = client.get(f"{LIST}?nature=conference&tri=titre").text
    assert page.index("Garage") < page.index("Mécanique de rue")
    assert "Économie et œuvre" not in page
    # Other kinds say what they would leave; other filters, beside this one.
    counts = re.findall(r'<span>([^<]+)</span>\s*<span class="num">(\d+)</span>', page)
    assert {("Étude", "1"), ("Conférence en ligne", "2"), ("2021", "1"), ("Autres", "1")} <= set(
        counts
    )
    for odd in ("annee=99999", "mot=abc", "mot=9" * 9, "page=-4", "nature=x", "q=%00%F0", "tri=x"):
        assert client.get(f"{LIST}?{odd}").status_code == 200, odd


def test_a_resource_is_cited_and_describes_itself(sign_in, shelf):
    made = shelf("Étude </script> & suite", dated=date(2021, 5, 1), summary="Un résumé")
    page = sign_in("visitor").get(reverse("resource", args=[made.pk]))
    address = f"/ressources/{made.pk}/"
    assert "mai 2021. Bibliothèque du réseau, http" in page.text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    data = json.loads(block.group(1))
    assert (data["@type"], data["name"]) == ("Report", "Étude </script> & suite")
    assert data["datePublished"] == "2021-05"
    assert data["url"].endswith(address)
    private = shelf("Réservée", is_private=True)
    text = sign_in("member").get(reverse("resource", args=[private.pk])).text
    assert "ld+json" not in text
    atom = sign_in("visitor").get(f"{LIST}flux.atom")
    assert atom["Content-Type"].startswith("application/atom+xml")
    assert address in atom.text
    assert address in sign_in("visitor").get("/sitemap.xml").text


def test_a_published_sheet_is_in_the_library_while_anybody_may_read_it(client):
    scene = make_scene()
    facilitator, title = scene.world.people["facilitator"], "Le marché d’Exempleville"
    sheet = write(scene, "Un atelier de mécanique.")
    sign_all(submit(scene, "amandier"))
    assert title not in client.get(LIST).text
    publish(sheet=sheet, by=facilitator)
    assert title in client.get(f"{LIST}?q=mecanique&nature=sheet").text
    detail = reverse("resource", args=[Resource.objects.get(shelf="sheets").pk])
    assert reverse("sheet", args=[sheet.pk]) in client.get(detail).text
    # It is changed where it is written.
    client.force_login(facilitator)
    assert client.get(f"{detail}modifier/").status_code == 404
    assert client.post(f"{detail}retirer/").status_code == 404
    client.logout()
    group = WorkingGroup.objects.filter(pk=scene.trial.space.group_id)
    group.update(state=GroupState.PREPARING)
    assert client.get(detail).status_code == 404
    group.update(state=GroupState.RUNNING)
    assert client.get(detail).status_code == 200
    withdraw(sheet=sheet, by=facilitator, reason="Une erreur")
    for address in (LIST, f"{LIST}flux.atom", "/sitemap.xml"):
        text = client.get(address).text
        assert title not in text
        assert detail not in text


def test_sheets_published_before_there_was_a_library_enter_it():
    """What the migration writes is what publishing writes."""
    published(make_scene(), "Un atelier de mécanique.")

    def said() -> tuple:
        found = Resource.objects.get(shelf="sheets")
        fields = ("title", "summary", "kind", "state", "dated", "sort_day", "precision", "words")
        words = [each.label for each in found.keywords.all()]
        return *(getattr(found, name) for name in fields), words, list(found.organisations.all())

    before = said()
    Resource.objects.all().delete()
    import_module("experiments.sheets.migrations.0003_sheets_in_the_library").shelve(apps, None)
    after = said()
    # Spacing apart.
    assert [str(each).split() for each in after] == [str(each).split() for each in before]


def test_a_dump_is_looked_at_corrected_and_imported_once(sign_in, people):
    client = sign_in("facilitator")
    text = dump(STUDY, LETTER, LAUNDRY, TALK)
    file = SimpleUploadedFile("pages.txt", text.encode())
    response = client.post(reverse("resource_import"), {"file": file})
    draft = ImportDraft.objects.get()
    preview = reverse("import_preview", args=[draft.pk])
    assert response["Location"] == preview
    page = client.get(preview).text
    assert "4 ressources reconnues" in page
    assert "Importer 4 ressources" in page
    assert "«\u00a0logo bleu\u00a0»" in page
    assert not Resource.objects.exists()
    # One is corrected, another left aside; a mistake is told and keeps what was typed.
    line = reverse("import_line", args=[draft.pk, 2])
    assert "Donnez un titre" in client.post(line, _typed(title="", summary="Gardé")).text
    client.post(line, _typed(title="La laverie", kind="dpv", number="7"))
    client.post(reverse("import_line", args=[draft.pk, 1]), _typed(skip="on", kind="newsletter"))
    assert "Importer 3 ressources" in client.get(preview).text
    assert client.get(reverse("import_line", args=[draft.pk, 4])).status_code == 404
    client.post(reverse("import_finish", args=[draft.pk]))
    assert set(Resource.objects.values_list("title", flat=True)) == {
        STUDY.title,
        "La laverie",
        TALK.title,
    }
    assert not ImportDraft.objects.exists()
    # The same pages again: nothing is new but what was left aside.
    client.post(reverse("resource_import"), {"text": text})
    page = client.get(reverse("import_preview", args=[ImportDraft.objects.get().pk])).text
    assert page.count("déjà importée") == 3
    assert "Importer 1 ressource<" in page


def test_a_dump_that_is_none_is_refused_in_words(sign_in):
    client = sign_in("facilitator")
    for sent, said in (
        ({}, "Choisissez un fichier, ou collez"),
        ({"text": "Un texte"}, "Aucune ressource n’a été reconnue"),
        ({"file": SimpleUploadedFile("a.txt", b"\xff\xfe\x00")}, "UTF-8"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "Ce fichier est vide"),
    ):
        page = client.post(reverse("resource_import"), sent).text
        assert said in page
    assert not ImportDraft.objects.exists()


def test_what_is_removed_comes_back(sign_in, shelf):
    made = shelf("Une étude")
    client = sign_in("facilitator")
    page = client.post(reverse("resource_remove", args=[made.pk]), follow=True).text
    assert reverse("resource_restore", args=[made.pk]) in page
    assert "Une étude" not in sign_in("visitor").get(LIST).text
    sign_in("facilitator").post(reverse("resource_restore", args=[made.pk]))
    assert "Une étude" in sign_in("visitor").get(LIST).text


def test_files_and_addresses_are_joined_and_taken_away(sign_in, shelf):
    made = shelf("Une étude")
    client = sign_in("facilitator")
    add = reverse("resource_file_add", args=[made.pk])
    assert "Choisissez un fichier" in client.post(add, {}).text
    client.post(add, {"url": "exemple.test/page", "label": "La page"})
    client.post(add, {"file": SimpleUploadedFile("note.txt", b"Bonjour")})
    link, file = made.files.all()
    got = sign_in("visitor").get(reverse("resource_file", args=[made.pk, file.pk]))
    assert b"".join(got) == b"Bonjour" if got.streaming else got.content == b"Bonjour"
    assert "attachment" in got["Content-Disposition"]
    assert client.get(reverse("resource_file", args=[made.pk, link.pk])).status_code == 404
    client = sign_in("facilitator")
    client.post(reverse("resource_file_remove", args=[made.pk, file.pk]))
    assert list(made.files.all()) == [link]
