"""A co-carrier has the owner’s rights everywhere; the owner’s referent alone approves."""

import pytest
from django.urls import reverse

from common.models import Audience
from experiments.indicators.models import Indicator
from experiments.models import Funding, Partnership
from experiments.sheets.enums import SheetState
from experiments.sheets.models import ExperienceSheet
from experiments.sites.models import Site
from groups.models import Carrier
from tests.experiments.world import make_action, make_entry
from tests.factories import make_partner
from tests.sheets.world import client_of, make_referent, make_scene, submit, write

WRITTEN = [
    "experimentation_edit",
    "experimentation_stage",
    "carrier_add",
    "entry_add",
    "partner_add",
    "action_add",
    "funding_add",
    "indicator_add",
    "measurements_import",
    "site_add",
    "standing",
    "sheet_edit",
    "sheet_preview",
    "sheet_ask",
    "sheet_withdraw",
]
OWNERS = {"owner", "carrier"}


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """A sheet that waits for its signatures, and of each part one kept between the carriers."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        scene = make_scene()
        trial = scene.trial
        make_entry(trial, scene.world.user("owner"), text="Mot-journal", audience=Audience.OWNER)
        make_action(trial, title="Mot-action", audience=Audience.OWNER)
        Indicator.objects.create(
            experimentation=trial, name="Mot-indicateur", audience=Audience.OWNER
        )
        Funding.objects.create(
            experimentation=trial,
            funder=make_partner("Fondation d’Exemple"),
            note="Mot-financement",
            audience=Audience.OWNER,
        )
        Site.objects.create(experimentation=trial, name="Mot-lieu", audience=Audience.OWNER)
        write(scene, "Mot-fiche")
        submit(scene, "amandier")
        scene.world.people["co-referent"] = make_referent(scene.world.co_carrier)
        yield scene
        transaction.set_rollback(True)


@pytest.fixture
def client(scene, db):
    return lambda role: client_of(scene, role)


@pytest.mark.parametrize("name", WRITTEN)
def test_it_writes_wherever_the_owner_does(name, scene, client):
    address = reverse(name, args=[scene.trial.pk])
    opened = {role: client(role).get(address).status_code for role in ("owner", "carrier", "other")}
    assert opened == {"owner": 200, "carrier": 200, "other": 404}


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("experimentation", "Mot-journal"),
        ("experimentation_actions", "Mot-action"),
        ("experimentation_indicators", "Mot-indicateur"),
        ("experimentation_presentation", "Mot-lieu"),
        ("experimentation_presentation", "Mot-financement"),
        ("experimentation_partners", "Mot-financement"),
        ("sheet_preview", "Mot-fiche"),
    ],
)
def test_it_reads_what_is_kept_between_the_carriers(page, word, scene, client):
    address = reverse(page, args=[scene.trial.pk])
    seen = {
        role
        for role in ("owner", "carrier", "other", "observer", "contributor")
        if word in client(role).get(address).content.decode()
    }
    assert seen == OWNERS


def test_it_carries_no_more_once_it_is_taken_off(scene, client):
    Carrier.objects.filter(organisation=scene.world.co_carrier).delete()
    for name in WRITTEN:
        assert client("carrier").get(reverse(name, args=[scene.trial.pk])).status_code == 404, name
    page = client("carrier").get(reverse("experimentation", args=[scene.trial.pk]))
    assert "Mot-journal" not in page.content.decode()


def test_only_the_referent_of_the_owner_approves(scene, client):
    sheet = ExperienceSheet.objects.get(experimentation=scene.trial)
    signature = sheet.versions.get().signatures.get(is_owner=True)
    assert signature.organisation == scene.world.owner
    address = reverse("sheet_signature", args=[signature.pk])
    for role in ("carrier", "co-referent", "facilitator", "admin", "owner"):
        answer = client(role).post(address, {"decision": "agreed"})
        assert answer.status_code == 404, role
    assert client("referent").get(address).status_code == 200
    signature.refresh_from_db()
    assert signature.decision == "waiting"
    # Nor does the co-carrier's agreement as a partner stand for it.
    client("facilitator").post(reverse("sheet_publish", args=[scene.trial.pk]))
    sheet.refresh_from_db()
    assert sheet.state == SheetState.SIGNING


def test_a_co_carrier_is_not_asked_as_a_partner(scene, client):
    """What it was named before it carried is no signature of its own."""
    Partnership.objects.create(experimentation=scene.trial, organisation=scene.world.co_carrier)
    page = client("owner").get(reverse("sheet_ask", args=[scene.trial.pk])).content.decode()
    assert "Structure amandier" in page
    assert f"{scene.world.co_carrier.name}</" not in page.split("<form")[-1]
