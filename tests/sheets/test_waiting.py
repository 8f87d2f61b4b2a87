"""« Mon travail » says which sheets await her: to approve, to sign, to publish."""

import pytest
from django.urls import reverse

from experiments.sheets.services import publish, sign
from groups.enums import GroupState
from home.selectors import pending
from organisations.models import Affiliation
from tests.sheets.world import sign_all, submit, write

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def _acts(scene, role: str) -> list[str]:
    return [each.act for each in pending(scene.world.people[role])["sheets"]]


def _everybody(scene) -> dict[str, list[str]]:
    found = {role: _acts(scene, role) for role in scene.world.people}
    return {role: acts for role, acts in found.items() if acts}


def test_each_is_told_of_her_own_part_and_of_no_other(scene):
    write(scene)
    assert _everybody(scene) == {}
    version = submit(scene, "amandier", "bouleau")
    assert _everybody(scene) == {"referent": ["approve"], "partner": ["sign"]}
    mine = version.signatures.get(organisation=scene.partners["amandier"])
    sign(signature=mine, decision="agreed", digest=version.digest)
    assert _everybody(scene) == {"referent": ["approve"]}
    sign_all(version)
    assert _everybody(scene) == {"facilitator": ["publish"]}
    publish(sheet=version.sheet, by=scene.world.people["facilitator"])
    assert _everybody(scene) == {}


def test_a_text_that_changed_awaits_nobody(scene):
    write(scene)
    sign_all(submit(scene, "amandier"))
    write(scene, "Un autre texte.")
    assert _everybody(scene) == {}


def test_an_archived_group_awaits_nobody(scene):
    write(scene)
    version = submit(scene, "amandier")
    type(scene.world.group).objects.update(state=GroupState.ARCHIVED)
    assert _everybody(scene) == {}
    sign_all_directly = version.signatures.update(decision="agreed")
    assert sign_all_directly
    assert _everybody(scene) == {}


def test_a_referent_who_left_or_was_never_confirmed_is_told_nothing(scene):
    write(scene)
    submit(scene)
    Affiliation.objects.filter(user=scene.world.people["referent"]).update(verified_at=None)
    assert _everybody(scene) == {}


def test_the_page_leads_there(scene, sign_in):
    write(scene)
    version = submit(scene, "amandier")
    for role, said in (("referent", "Approuver la fiche"), ("partner", "Signer la fiche")):
        page = sign_in(role).get("/").text
        assert said in page
        own = next(iter(pending(scene.world.people[role])["sheets"]))
        assert own.url in page
        assert sign_in(role).get(own.url).status_code == 200
    sign_all(version)
    page = sign_in("facilitator").get("/").text
    assert "Publier la fiche" in page
    assert reverse("experimentation_sheet", args=[scene.trial.pk]) in page
