"""Acts: who, what they change, what the person concerned is told, and the journal."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEvent
from discussions.models import Message
from discussions.selectors import changes_since
from discussions.services import remove_message
from experiments.indicators.services import remove_measurement
from experiments.services import remove_entry
from groups.documents.services import remove_document
from groups.enums import GroupState
from groups.models import WorkingGroup
from groups.moderation.append_only import guard
from groups.moderation.enums import Verb
from groups.moderation.errors import DecidedMeanwhileError
from groups.moderation.models import Act, Answer, Report
from groups.moderation.services import decide, report
from tests.moderation.conftest import CANARY, as_user

HIDDEN_KINDS = ["message", "note", "document", "indicateur", "mesure"]
REASON = "Des données personnelles y sont citées"


def _hide_all(scene, verb=Verb.HIDE) -> list[Act]:
    return [
        decide(thing=scene.thing(kind), verb=verb, actor=scene.facilitator, reason=REASON)
        for kind in HIDDEN_KINDS
    ]


def _places(scene) -> list[str]:
    trial, thread = scene.entry.experimentation_id, scene.message.thread_id
    return [
        "/",
        f"/groupes/{scene.group.slug}/",
        f"/groupes/{scene.group.slug}/experimentations/",
        f"/groupes/{scene.group.slug}/moderation/",
        f"/groupes/{scene.group.slug}/moderation/journal/",
        f"/experimentations/{trial}/",
        f"/experimentations/{trial}/documents/",
        f"/experimentations/{trial}/discussion/",
        f"/experimentations/{trial}/journal/{scene.entry.pk}/",
        f"/experimentations/{trial}/journal/{scene.entry.pk}/modifier/",
        f"/documents/{scene.document.pk}/",
        f"/documents/{scene.document.pk}/modifier/",
        f"/espaces/{scene.space.pk}/documents/",
        f"/espaces/{scene.space.pk}/documents/?supprime={scene.document.pk}",
        f"/experimentations/{trial}/?supprimee={scene.entry.pk}",
        f"/discussions/{thread}/",
        f"/discussions/{thread}/changes?after=0",
        f"/discussions/{thread}/messages/{scene.message.pk}/",
        f"/experimentations/{trial}/indicateurs/{scene.indicator.pk}/",
        f"/experimentations/{trial}/indicateurs/{scene.measurement.indicator_id}/",
        f"/experimentations/{trial}/indicateurs/",
        f"/experimentations/{trial}/indicateurs/mesures.csv",
        f"/experimentations/{trial}/indicateurs/{scene.indicator.pk}/modifier/",
        f"/experimentations/{trial}/export.json",
        *(scene.report_url(kind) for kind in HIDDEN_KINDS),
        *(scene.moderate_url(kind) for kind in HIDDEN_KINDS),
    ]


@pytest.mark.parametrize("verb", [Verb.HIDE, Verb.REMOVE])
def test_hidden_words_reach_nobody_but_author_and_facilitators(scene, verb):
    for kind in HIDDEN_KINDS:
        report(thing=scene.thing(kind), reporter=scene.neighbour, category="wrong")
    before = [CANARY in as_user(scene.guest).get(url).content.decode() for url in _places(scene)]
    assert sum(before) >= 8
    acts = _hide_all(scene, verb)
    urls = _places(scene) + [f"/espaces/{act.space_id}/actes/{act.pk}/" for act in acts]
    for name in ("neighbour", "observer", "guest", "stranger", "foreign_facilitator"):
        client = as_user(getattr(scene, name))
        leaks = [url for url in urls if CANARY in client.get(url).content.decode()]
        assert leaks == [], name
    for name in ("member", "facilitator"):
        client = as_user(getattr(scene, name))
        for url in (urls[8], urls[10], urls[17], urls[18], urls[19]):
            page = client.get(url).content.decode()
            assert CANARY in page, (name, url)
            # A measurement is told in its list, the reason by its e-mail.
            assert url == urls[19] or REASON in page, (name, url)
    frame = changes_since(scene.message.thread_id, 0).frame()
    assert CANARY not in frame
    assert REASON in frame


def test_restored_words_come_back(scene):
    _hide_all(scene)
    for kind in HIDDEN_KINDS:
        thing = scene.thing(kind)
        decide(thing=thing, verb=Verb.RESTORE, actor=scene.other_facilitator, reason="Corrigé")
    client = as_user(scene.guest)
    for url in (scene.thing(kind).url for kind in HIDDEN_KINDS):
        assert CANARY in client.get(url).content.decode()
    assert (
        "L’animation a masqué"
        not in as_user(scene.member).get(f"/documents/{scene.document.pk}/").content.decode()
    )


def test_a_stale_edit_does_not_bring_a_hidden_note_back(scene):
    from experiments.services import edit_entry

    read_before = type(scene.entry).objects.get(pk=scene.entry.pk)
    _hide_all(scene)
    edit_entry(
        entry=read_before,
        editor=scene.member,
        kind="result",
        text=f"{CANARY} bis",
        occurred_on=read_before.occurred_on,
        precision="day",
    )
    assert CANARY not in as_user(scene.guest).get(scene.thing("note").url).content.decode()


@pytest.mark.parametrize("kind", HIDDEN_KINDS)
def test_only_the_facilitators_of_the_group_act(scene, kind):
    url, fields = scene.moderate_url(kind), {"verb": "hide", "reason": REASON}
    for name in ("member", "neighbour", "observer", "guest", "stranger", "foreign_facilitator"):
        client = as_user(getattr(scene, name))
        assert client.get(url).status_code == 404, name
        assert client.post(url, fields).status_code == 404, name
    assert not Act.objects.exists()
    WorkingGroup.objects.filter(pk=scene.group.pk).update(state=GroupState.ARCHIVED)
    assert as_user(scene.facilitator).post(url, fields).status_code == 404
    WorkingGroup.objects.filter(pk=scene.group.pk).update(state=GroupState.RUNNING)
    assert as_user(scene.facilitator).post(url, fields).status_code == 302
    act = Act.objects.get()
    assert (act.verb, act.reason, act.actor_id) == ("hide", REASON, scene.facilitator.pk)
    assert AuditEvent.objects.filter(action="moderation.hide", group_id=scene.group.pk).exists()


def test_two_facilitators_at_once_give_one_outcome(scene):
    """Each decides from the page she has: the second is told, and nothing doubles."""
    thing = scene.thing("note")
    decide(thing=thing, verb=Verb.HIDE, actor=scene.facilitator, reason=REASON)
    with pytest.raises(DecidedMeanwhileError):
        decide(thing=thing, verb=Verb.HIDE, actor=scene.other_facilitator, reason="Autre raison")
    answer = as_user(scene.other_facilitator).post(
        scene.moderate_url("note"), {"verb": "hide", "reason": "Autre raison"}
    )
    assert answer.status_code == 400
    assert "quelqu’un l’a sans doute déjà fait" in answer.content.decode()
    assert "Autre raison" in answer.content.decode()
    assert Act.objects.count() == 1


def test_a_message_that_its_author_took_away_is_not_hidden(scene):
    thing = scene.thing("message")
    remove_message(message=scene.message)
    with pytest.raises(DecidedMeanwhileError):
        decide(thing=thing, verb=Verb.HIDE, actor=scene.facilitator, reason=REASON)
    assert Message.objects.get(pk=scene.message.pk).state == "removed"


@pytest.mark.parametrize("kind", ["message", "note", "document", "mesure"])
def test_what_its_author_took_away_is_shown_to_nobody_unless_it_was_reported(scene, kind):
    url, facilitator = scene.moderate_url(kind), as_user(scene.facilitator)
    assert CANARY in facilitator.get(url).content.decode()
    report(thing=scene.thing(kind), reporter=scene.neighbour, category="wrong")
    {
        "message": lambda: remove_message(message=scene.message),
        "note": lambda: remove_entry(entry=scene.entry, by=scene.member),
        "document": lambda: remove_document(document=scene.document, by=scene.member),
        "mesure": lambda: remove_measurement(measurement=scene.measurement, by=scene.member),
    }[kind]()
    # With the words of the report, and nothing to decide but that.
    page = facilitator.get(url).content.decode()
    assert CANARY in page
    assert 'value="hide"' not in page
    Report.objects.all().delete()
    assert facilitator.get(url).status_code == 404


def test_an_act_settles_the_reports_and_a_dismissal_tells_only_the_queue(
    scene, mailoutbox, django_capture_on_commit_callbacks
):
    for reporter in (scene.neighbour, scene.guest):
        report(thing=scene.thing("note"), reporter=reporter, category="wrong")
    with django_capture_on_commit_callbacks(execute=True):
        decide(
            thing=scene.thing("note"),
            verb=Verb.DISMISS,
            actor=scene.facilitator,
            reason="Rien à redire",
        )
    assert not Report.objects.filter(settled_by=None).exists()
    assert mailoutbox == []
    client = as_user(scene.facilitator)
    url = f"/groupes/{scene.group.slug}/moderation/"
    assert "Aucun signalement" in client.get(url).content.decode()
    assert "Rien à redire" in client.get(url + "?etat=traites").content.decode()


def test_the_person_is_told_why_and_answers_beside_the_act(
    scene, mailoutbox, django_capture_on_commit_callbacks
):
    report(thing=scene.thing("note"), reporter=scene.neighbour, category="wrong")
    with django_capture_on_commit_callbacks(execute=True):
        act = decide(
            thing=scene.thing("note"),
            verb=Verb.ASK_EDIT,
            actor=scene.facilitator,
            reason=REASON,
        )
    (mail,) = mailoutbox
    url = f"/espaces/{act.space_id}/actes/{act.pk}/"
    assert mail.to == [scene.member.email]
    assert REASON in mail.body
    assert url in mail.body
    assert scene.thing("note").edit_url in mail.body
    assert scene.facilitator.name not in mail.body
    assert scene.neighbour.name not in mail.body
    client = as_user(scene.member)
    assert REASON in client.get(scene.thing("note").url).content.decode()
    assert client.post(url + "repondre/", {"text": ""}).status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url + "repondre/", {"text": "Je corrige demain"})
        client.post(url + "repondre/", {"text": "Encore"})
    assert Answer.objects.get().text == "Je corrige demain"
    assert {mail.to[0] for mail in mailoutbox[1:]} == {
        scene.facilitator.email,
        scene.other_facilitator.email,
    }
    slug = scene.group.slug
    for page in (
        f"/groupes/{slug}/moderation/?etat=traites",
        f"/groupes/{slug}/moderation/journal/",
        scene.moderate_url("note"),
    ):
        found = as_user(scene.facilitator).get(page).content.decode()
        assert "Je corrige demain" in found, page
    theirs = as_user(scene.facilitator).get(url).content.decode()
    assert f"Par {scene.facilitator.name} · concerne {scene.member.name}" in theirs
    for stranger in (scene.neighbour, scene.foreign_facilitator):
        assert as_user(stranger).get(url).status_code == 404
        assert as_user(stranger).post(url + "repondre/", {"text": "…"}).status_code == 404


@pytest.mark.services
def test_the_journal_is_append_only_in_the_database(scene):
    # Taken off for all tests: see tests/conftest.py.
    guard(connection, "moderation_act")
    act = _hide_all(scene)[0]
    for change in (
        lambda: Act.objects.filter(pk=act.pk).update(reason="Autre"),
        lambda: connection.cursor().execute("DELETE FROM moderation_act"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    assert Act.objects.get(pk=act.pk).reason == REASON
