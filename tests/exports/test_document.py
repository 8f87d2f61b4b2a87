"""One experimentation as JSON: documented, with its sources, and nothing that its reader may not
see."""

import json

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from discussions.models import Message, Thread
from experiments.models import Quotation
from tests.exports.conftest import CANARIES
from tests.exports.test_tables import SEES, SPACE
from tests.factories import group_space

pytestmark = pytest.mark.django_db

TOP = {
    *("format", "version", "exported_at", "url", "id", "title", "summary", "activity", "stage"),
    *("audience", "neighbourhood", "objective", "hypothesis", "modalities", "source"),
    *("updated_at", "group", "carriers", "stages", "partners", "fundings", "planned_actions"),
    *("indicators", "journal", "documents", "sheet"),
}


def _document(client, world) -> dict:
    answer = client.get(reverse("experimentation_json", args=[world.experimentation.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    return json.loads(answer.content)


@pytest.mark.parametrize("role", SEES)
def test_it_holds_what_its_reader_sees(world, sign_in, role):
    found = _document(sign_in(role), world)
    for part in ("journal", "indicators", "planned_actions"):
        text = json.dumps(found[part])
        assert {word for word in CANARIES.values() if word in text} == SEES[role], part
        assert len(found[part]) == len(SEES[role])
    text = json.dumps(found)
    inside = SPACE in SEES[role]
    assert ("canaricontact" in text) == ("canarisource" in text) == inside
    # Each value names the public note, which everybody may read.
    notes = {each["url"] for each in found["journal"]}
    named = {m["note"] for each in found["indicators"] for m in each["measurements"]}
    assert named - {None} <= notes
    assert len(found["indicators"][0]["measurements"]) == 2
    # Organisations, never persons.
    assert "Agente porteuse" not in text


def test_its_shape_is_the_documented_one(world, sign_in):
    found = _document(sign_in("owner"), world)
    assert set(found) == TOP
    assert (found["format"], found["version"]) == ("chantiers.experimentation", 1)
    assert found["url"].startswith("http")
    assert found["stage"] == {"code": "trial", "label": "Expérimentation"}
    assert found["stages"][0] | {"note": ""} == {
        "stage": "trial",
        "date": "2024-03",
        "precision": "month",
        "note": "",
    }
    assert found["journal"][0]["date"] == "2024"
    assert found["fundings"][0]["amount_eur"] == 12636.5
    assert [m["value"] for m in found["indicators"][0]["measurements"]] == [9, 12.5]
    public = found["journal"][-1]
    assert public["pictures"][0]["alt"] == "Un étal"
    assert public["sources"] == {"document": "", "message": None}
    assert [each["lead"] for each in found["carriers"]] == [True, False, False]


def test_words_of_a_discussion_keep_the_way_to_where_they_come_from(world, sign_in):
    thread = Thread.objects.create(space=group_space(world.group), title="Bilan")
    message = Message.objects.create(
        thread=thread, author=world.people["other"], position=1, changed_seq=1, body="Bravo"
    )
    entry = world.experimentation.entries.filter(audience="space").first()
    Quotation.objects.create(entry=entry, message=message, words="Bravo")

    def said(role: str):
        notes = {each["id"]: each for each in _document(sign_in(role), world)["journal"]}
        return notes[entry.pk]["sources"]["message"]

    assert said("observer")["words"] == "Bravo"
    assert f"/discussions/{thread.pk}/" in said("observer")["url"]
    # A guest of the experimentation reads the words, not the group's discussion.
    assert said("reader")["words"] == "Bravo"
    assert said("reader")["url"] is None


def test_it_is_journalled(world, sign_in):
    _document(sign_in("reader"), world)
    noted = AuditEvent.objects.latest("pk")
    assert noted.action == "experimentation.exported"
    assert noted.space_id == world.experimentation.space_id


def test_the_sheet_brings_its_sections_and_the_notes_they_rest_on(world, sign_in):
    from experiments.sheets.services import publish, save_sheet

    trial = world.experimentation
    notes = list(trial.entries.all())
    sheet = save_sheet(
        experimentation=trial,
        editor=world.people["facilitator"],
        words={"title": "La fiche", "results": "Un marché", "keywords": "marché, rue"},
        dated=notes[0].occurred_on,
        precision="year",
        sources={"results": notes},
        origin="network",
        source="Page publique",
    )
    publish(sheet=sheet, by=world.people["facilitator"])
    for role, seen in (("visitor", 1), ("reader", 2), ("owner", 3)):
        found = _document(sign_in(role), world)["sheet"]
        assert found["keywords"] == ["marché", "rue"]
        assert len(found["sections"][0]["sources"]) == seen
        assert (found["date"], found["precision"]) == ("2024", "year")
