"""Reporting: by whoever sees the thing, once, without her name reaching its author."""

from datetime import timedelta

import pytest
from django.utils import timezone

from groups.enums import GroupState
from groups.models import WorkingGroup
from groups.moderation.models import Report
from groups.moderation.services import report
from tests.moderation.conftest import as_user

KINDS = ["message", "note", "document", "indicateur", "mesure", "personne"]
FIELDS = {"category": "wrong", "text": "Ce n’est pas exact."}


def _mails(mailoutbox, word: str) -> list:
    return [mail for mail in mailoutbox if word in mail.subject]


@pytest.mark.parametrize("kind", KINDS)
def test_reported_twice_says_so_and_changes_nothing(scene, kind):
    client = as_user(scene.neighbour)
    first = client.post(scene.report_url(kind), FIELDS, follow=True)
    assert "l’animation est prévenue" in first.content.decode()
    again = client.post(scene.report_url(kind), FIELDS | {"category": "other"}, follow=True)
    assert "Vous l’avez déjà signalé" in again.content.decode()
    made = Report.objects.get()
    assert (made.category, made.reporter, made.person) == ("wrong", scene.neighbour, scene.member)
    assert made.words == scene.thing(kind).words


def test_words_stay_as_they_were_when_reported(scene):
    report(thing=scene.thing("note"), reporter=scene.neighbour, category="wrong")
    scene.entry.text = "Autre texte"
    scene.entry.save()
    queue = as_user(scene.facilitator).get(f"/groupes/{scene.group.slug}/moderation/")
    assert "Zqcanari note" in queue.content.decode()


def test_the_author_never_learns_who_reported(scene):
    for kind in KINDS:
        report(thing=scene.thing(kind), reporter=scene.guest, category="wrong", text="Zqmotif")
    client = as_user(scene.member)
    for url in (
        "/",
        f"/groupes/{scene.group.slug}/",
        scene.document.get_absolute_url()
        if hasattr(scene.document, "get_absolute_url")
        else f"/documents/{scene.document.pk}/",
    ):
        page = client.get(url).content.decode()
        assert "Zqmotif" not in page
        assert scene.guest.name not in page or "signal" not in page.lower()
    assert client.get(f"/groupes/{scene.group.slug}/moderation/").status_code == 404


def test_a_facilitator_does_not_handle_what_is_about_her(scene):
    thing = scene.thing("personne")
    mine = type(thing)(
        kind="personne",
        pk=scene.facilitator.memberships.get().pk,
        space=thing.space,
        label="Elle",
        person=scene.facilitator,
    )
    report(thing=mine, reporter=scene.neighbour, category="harmful", text="Zqmotif")
    url = f"/groupes/{scene.group.slug}/moderation/"
    assert "Zqmotif" not in as_user(scene.facilitator).get(url).content.decode()
    assert "Zqmotif" in as_user(scene.other_facilitator).get(url).content.decode()


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"text": "Long texte gardé"}, "Choisissez un motif."),
        ({"category": "nonsense", "text": "Long texte gardé"}, "choix"),
        ({"category": "other"}, "Dites en quelques mots ce qui ne va pas."),
        ({"category": "wrong", "text": "x" * 1001}, "1000"),
    ],
)
def test_bad_input_keeps_what_was_typed(scene, fields, error):
    answer = as_user(scene.neighbour).post(scene.report_url("note"), fields)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert error in page
    assert fields.get("text", "") in page
    assert not Report.objects.exists()


def test_facilitators_get_one_e_mail_an_hour(scene, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        for kind in KINDS:
            report(thing=scene.thing(kind), reporter=scene.neighbour, category="wrong", text="Zqm")
    told = _mails(mailoutbox, "signalement")
    assert sorted(mail.to[0] for mail in told) == sorted(
        [scene.facilitator.email, scene.other_facilitator.email]
    )
    assert not any("Zq" in mail.subject + mail.body for mail in told)
    Report.objects.update(created_at=timezone.now() - timedelta(minutes=61))
    with django_capture_on_commit_callbacks(execute=True):
        report(thing=scene.thing("note"), reporter=scene.guest, category="wrong")
    assert len(_mails(mailoutbox, "signalement")) == 4


def test_one_person_reports_a_few_times_a_day(scene, monkeypatch):
    monkeypatch.setattr("groups.moderation.services.REPORTS_PER_DAY", 1)
    client = as_user(scene.neighbour)
    client.post(scene.report_url("note"), FIELDS)
    answer = client.post(scene.report_url("message"), FIELDS)
    assert answer.status_code == 409
    assert FIELDS["text"] in answer.content.decode()
    assert Report.objects.count() == 1


def test_nothing_is_reported_in_an_archived_group(scene):
    url = scene.report_url("note")
    WorkingGroup.objects.update(state=GroupState.ARCHIVED)
    assert as_user(scene.neighbour).post(url, FIELDS).status_code == 404
