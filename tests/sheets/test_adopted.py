"""A sheet that a facilitator takes from a public page of the network."""

import pytest
from django.urls import reverse

from experiments.sheets.models import ExperienceSheet
from tests.sheets.world import write

pytestmark = pytest.mark.django_db

WORDS = {
    "source_name": "RTES, conférence en ligne, septembre 2021",
    "source_url": "https://exemple.test/page",
    "title": "Les étals du matin",
    "place": "Exempleville",
    "dated": "2021-09-01",
    "precision": "month",
    "results": "Douze étals.",
}


def _url(scene) -> str:
    return reverse("sheet_adopt", args=[scene.trial.pk])


def test_it_says_where_it_comes_from_and_asks_no_signature(scene, sign_in):
    tab = reverse("experimentation_sheet", args=[scene.trial.pk])
    assert _url(scene) in sign_in("facilitator").get(tab).text
    assert _url(scene) not in sign_in("owner").get(tab).text
    answer = sign_in("facilitator").post(_url(scene), WORDS)
    assert answer.url == tab
    sheet = ExperienceSheet.objects.get()
    assert (sheet.origin, sheet.state) == ("network", "draft")
    assert sheet.source == "RTES, conférence en ligne, septembre 2021, https://exemple.test/page"
    sign_in("facilitator").post(reverse("sheet_publish", args=[scene.trial.pk]))
    page = sign_in("visitor").get(reverse("sheet", args=[sheet.pk])).text
    assert "RTES, conférence en ligne, septembre 2021" in page
    assert "pages publiques du réseau" in page
    assert not sheet.versions.get().signatures.exists()


@pytest.mark.parametrize("role", ["owner", "carrier", "referent", "other", "contributor", "reader"])
def test_it_is_for_facilitators_alone(scene, sign_in, role):
    assert sign_in(role).get(_url(scene)).status_code == 404
    assert sign_in(role).post(_url(scene), WORDS).status_code == 404
    assert not ExperienceSheet.objects.exists()


def test_a_sheet_that_the_collectivity_began_stays_its_own(scene, sign_in):
    sheet = write(scene)
    assert sign_in("facilitator").post(_url(scene), WORDS).status_code == 404
    sheet.refresh_from_db()
    assert sheet.origin == "territory"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"source_name": ""}, "Dites de quelle page publique vient ce texte."),
        ({"source_name": "x" * 200}, ""),
        ({"source_url": "javascript:alert(1)"}, "Indiquez une adresse qui commence par https://."),
        ({"source_url": "ftp://exemple.test/x"}, "Indiquez une adresse qui commence par https://."),
        ({"source_url": "https://exemple.test/" + "x" * 200}, "Cette adresse est trop longue"),
        ({"title": ""}, "Donnez un titre à la fiche."),
    ],
)
def test_what_is_wrong_is_said_and_kept(scene, sign_in, fields, said):
    answer = sign_in("facilitator").post(_url(scene), WORDS | fields)
    assert answer.status_code == 200
    assert said in answer.text
    assert "Douze étals." in answer.text
    assert not ExperienceSheet.objects.exists()
