"""From an experimentation described on a phone to its published sheet, and to who takes it up.

Six people, each in a browser of her own; e-mails are read where they arrive.
"""

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page, expect

from experiments.indicators.models import Measurement
from experiments.models import Experimentation, JournalEntry
from experiments.spread.models import Inspiration
from groups.enums import Role
from tests.factories import (
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_partner,
    make_user,
)
from tests.sheets.world import LINK, make_referent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIGNER = "direction@couveuse.exemple.test"
# The third line has no number, the fourth no such day.
FIGURES = """Date;Indicateur;Valeur;Source
03/2026;Vendeuses;4;Registre
04/2026;Vendeuses;7;Registre
05/2026;Vendeuses;beaucoup;Registre
31/06/2026;Vendeuses;9;Registre
"""


@pytest.fixture
def people(transactional_db):
    group = make_group("Économie informelle", slug="economie-informelle")
    city, neighbour = make_collectivity("Exempleville"), make_collectivity("Exemplebourg")
    make_partner("La Couveuse d’Exemple")
    found = {
        "facilitator": join(group, Role.FACILITATOR, user=make_user("Animation du réseau")),
        "agent": join(group, organisation=city, user=make_user("Agent·e d’Exempleville")),
        "referent": make_referent(city),
        "neighbour": join(group, organisation=neighbour, user=make_user("Agent·e d’Exemplebourg")),
    }
    make_experimentation(group, neighbour, title="Les étals d’Exemplebourg")
    return found


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).last.click()


def follow(page: Page, name: str) -> None:
    page.locator("main").get_by_role("link", name=name).first.click()


def describe_it(page: Page) -> Experimentation:
    """The guided path, left in the middle and taken up again."""
    page.get_by_label("Titre").fill("Le marché du matin")
    page.get_by_label("Activité de départ").select_option("food")
    press(page, "Continuer")
    page.get_by_label("Objectif").fill("Un revenu régulier pour les vendeuses.")
    press(page, "Reprendre plus tard")
    page.goto("/")
    follow(page, "Brouillon « Le marché du matin » à reprendre")
    press(page, "Avec qui")
    page.get_by_role("combobox", name="Structure ou collectivité").fill("couveuse")
    page.get_by_role("option", name="La Couveuse d’Exemple").first.click()
    press(page, "Ajouter ce partenaire")
    expect(page.get_by_text("La Couveuse d’Exemple").first).to_be_visible()
    press(page, "Ce qui dira que ça marche")
    page.get_by_label("Que compterez-vous").fill("Vendeuses")
    press(page, "Ajouter cet indicateur")
    expect(page.get_by_text("Vendeuses").first).to_be_visible()
    press(page, "Ouvrir au groupe")
    expect(page.get_by_role("heading", name="Le marché du matin")).to_be_visible()
    return Experimentation.objects.get(title="Le marché du matin")


def note_twice_offline(page: Page, trial: Experimentation) -> None:
    """On a market where nothing passes."""
    page.goto(reverse("entry_add", args=[trial.pk]))
    page.context.set_offline(True)
    for number, text in enumerate(["Douze étals ce matin.", "Le placier est d’accord."], 1):
        page.locator("input[name=kind][value=result]").check()
        page.get_by_label("Votre note").fill(text)
        press(page, "Publier la note")
        page.get_by_text("en attente d’envoi").wait_for()
        expect(page.locator("#notes-en-attente")).to_contain_text(str(number))
    page.context.set_offline(False)
    page.get_by_text("Votre note est dans le journal").nth(1).wait_for()
    assert JournalEntry.objects.filter(experimentation=trial).count() == 2


def bring_figures(page: Page, trial: Experimentation) -> None:
    """A file of which two lines are wrong: nothing is taken unless she says so."""
    page.goto(reverse("measurements_import", args=[trial.pk]))
    page.locator("input[type=file]").set_input_files(
        {"name": "marche.csv", "mimeType": "text/csv", "buffer": FIGURES.encode()}
    )
    press(page, "Lire le fichier")
    expect(page.get_by_text("beaucoup").first).to_be_visible()
    press(page, "Importer les mesures")
    expect(page.get_by_text("Rien n’est importé").first).to_be_visible()
    assert not Measurement.objects.exists()
    page.get_by_label("N’importer que les bonnes lignes").check()
    press(page, "Importer les mesures")
    page.get_by_role("heading", name="Vendeuses").first.wait_for()
    assert Measurement.objects.count() == 2


def write_the_sheet(page: Page, trial: Experimentation) -> None:
    page.goto(reverse("experimentation_sheet", args=[trial.pk]))
    follow(page, "Commencer la fiche")
    page.get_by_label("Titre").fill("Un marché du matin qui tient")
    page.get_by_role("textbox", name="Les résultats").fill(
        "De quatre à **sept vendeuses** en un mois."
    )
    page.locator(".sheet-note summary").first.click()
    page.locator(".sheet-note").first.get_by_role("checkbox", name="Les résultats").check()
    press(page, "Enregistrer la fiche")
    follow(page, "Demander les signatures")
    page.get_by_label("La Couveuse d’Exemple").check()
    page.get_by_label("Adresse e-mail de la personne qui signe").fill(SIGNER)
    press(page, "Envoyer les demandes")
    expect(page.get_by_text("En signature").first).to_be_visible()


def agree(page: Page) -> None:
    expect(page.get_by_text("sept vendeuses")).to_be_visible()
    page.locator("input[name=decision][value=agreed]").check()
    press(page, "Envoyer ma réponse")
    expect(page.get_by_text("Vous avez signé ce texte")).to_be_visible()


def test_from_a_phone_to_a_sheet_that_another_territory_takes_up(people, open_page):
    new = reverse("experimentation_create", args=["economie-informelle"])
    agent = open_page(new, width=360, user=people["agent"])
    trial = describe_it(agent)
    note_twice_offline(agent, trial)
    bring_figures(agent, trial)
    write_the_sheet(agent, trial)

    # The partner has no account: the link of the e-mail is enough.
    [asked] = [each for each in mail.outbox if each.to == [SIGNER]]
    agree(open_page(LINK.search(asked.body)[0], width=360))

    referent = open_page("/", user=people["referent"])
    follow(referent, "Approuver la fiche")
    agree(referent)

    facilitator = open_page("/", user=people["facilitator"])
    follow(facilitator, "Publier la fiche")
    press(facilitator, "Publier la fiche")
    expect(facilitator.get_by_text("Tout le monde peut la lire")).to_be_visible()

    visitor = open_page("/fiches/")
    follow(visitor, "Un marché du matin qui tient")
    expect(visitor.get_by_text("sept vendeuses")).to_be_visible()
    # What the passage rests on is for who enters the space.
    expect(visitor.get_by_text("Le placier est d’accord")).to_have_count(0)
    with visitor.expect_download() as given:
        follow(visitor, "Télécharger en PDF")
    assert given.value.path().read_bytes().startswith(b"%PDF-")

    neighbour = open_page(visitor.url, user=people["neighbour"])
    follow(neighbour, "M’en inspirer")
    neighbour.get_by_label("Les étals d’Exemplebourg").check()
    neighbour.get_by_label("Ce que vous en avez repris").fill("L’accord avec le placier")
    press(neighbour, "Noter le lien")
    link = Inspiration.objects.get()
    assert (link.source, link.inspired.title) == (trial, "Les étals d’Exemplebourg")
    agent.goto(visitor.url)
    expect(agent.get_by_text("Se sont inspirées de cette fiche")).to_be_visible()
    expect(agent.get_by_role("link", name="Les étals d’Exemplebourg")).to_be_visible()
    for page in (agent, referent, facilitator, visitor, neighbour):
        assert [each for each in page.complaints if "ERR_INTERNET_DISCONNECTED" not in each] == []
