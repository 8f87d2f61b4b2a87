"""« Où en êtes-vous ? »: once for each silence, answered in one click, by those who may."""

import html
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from experiments.enums import Stage
from experiments.indicators.models import Indicator, Measurement
from experiments.models import Experimentation, JournalEntry, PlannedAction, StageChange
from experiments.services import change_stage
from experiments.silence.enums import Standing
from experiments.silence.models import Question
from experiments.silence.services import answer, ask_the_silent, token_of
from groups.enums import EngagementStatus
from groups.models import Engagement, Membership
from organisations.models import Affiliation
from tests.experiments.world import World, make_action, make_entry, make_world

pytestmark = [pytest.mark.services, pytest.mark.django_db]


def text(response) -> str:
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


def age(days: int) -> None:
    """As if everything had been written so many days earlier."""
    by = timedelta(days=days)
    rows = [
        (Experimentation.objects, ["created_at", "updated_at"]),
        (StageChange.objects, ["created_at"]),
        (PlannedAction.objects, ["created_at", "updated_at"]),
        (JournalEntry.with_removed, ["created_at", "updated_at"]),
        (Measurement.with_removed, ["created_at"]),
        (Question.objects, ["asked_at", "answered_at"]),
    ]
    for manager, names in rows:
        for row in manager.all():
            values = {name: getattr(row, name) for name in names}
            manager.filter(pk=row.pk).update(**{k: v - by for k, v in values.items() if v})


@pytest.fixture
def world(db) -> World:
    world = make_world(title="Atelier muet", stage=Stage.TRIAL)
    # The other one is not silent.
    make_entry(world.another)
    return world


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    """`ask()`: what the day's run sends."""

    def run() -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return ask_the_silent()

    return run


def silent(world, days: int = 61) -> None:
    age(days)
    make_entry(world.another)


def link_of(message) -> str:
    return re.search(r"https?://[^/\s]+(/ou-en-etes-vous/\S+)", message.body)[1]


def test_it_asks_once_for_each_silence(world, ask, mailoutbox):
    silent(world, 59)
    assert ask() == 0
    silent(world, 2)
    assert ask() == 1
    assert {message.to[0] for message in mailoutbox} == {
        world.user("owner").email,
        world.user("carrier").email,
    }
    assert ask() == 0
    # The same silence, however long, answered or not.
    silent(world, 300)
    assert ask() == 0
    answer(experimentation=world.experimentation, by=world.user("owner"), answer=Standing.GOES_ON)
    silent(world, 300)
    assert ask() == 0
    # A word, then another silence.
    make_entry(world.experimentation)
    assert ask() == 0
    silent(world)
    assert ask() == 1
    assert Question.objects.count() == 2


@pytest.mark.parametrize("what", ["entry", "removed entry", "action", "stage", "measurement"])
def test_anything_written_is_no_silence(what, world, ask):
    silent(world)
    trial = world.experimentation
    if what == "action":
        make_action(trial)
    elif what == "stage":
        change_stage(experimentation=trial, author=None, stage=Stage.FORMALISATION)
    elif what == "measurement":
        indicator = Indicator.objects.create(experimentation=trial, name="Repas")
        Measurement.objects.create(indicator=indicator, value=1, measured_on="2026-01-01")
    else:
        entry = make_entry(trial)
        if "removed" in what:
            JournalEntry.objects.filter(pk=entry.pk).update(removed_at=timezone.now())
    assert ask() == 0


@pytest.mark.parametrize("why", ["paused", "abandoned", "archived", "nobody"])
def test_some_are_not_asked(why, world, ask):
    silent(world)
    if why == "paused":
        Experimentation.objects.update(paused_on=timezone.localdate())
    elif why == "abandoned":
        Experimentation.objects.update(stage=Stage.ABANDONED)
    elif why == "archived":
        type(world.group).objects.update(state="archived")
    else:
        Membership.objects.update(ended_at=timezone.now())
    assert ask() == 0
    assert not Question.objects.exists()


def test_the_referents_are_asked_before_the_others(world, ask, mailoutbox):
    silent(world)
    carrier = world.user("carrier")
    Affiliation.objects.filter(user=carrier).update(is_referent=True)
    ask()
    assert [message.to for message in mailoutbox] == [[carrier.email]]


def test_a_referent_outside_the_group_is_told_nothing(world, ask, mailoutbox):
    silent(world)
    stranger = world.user("stranger")
    Affiliation.objects.create(
        user=stranger, organisation=world.owner, is_referent=True, verified_at=timezone.now()
    )
    ask()
    assert stranger.email not in {message.to[0] for message in mailoutbox}


def asked(world, ask, mailoutbox) -> str:
    """The link that the owner gets."""
    silent(world)
    ask()
    (message,) = (each for each in mailoutbox if each.to == [world.user("owner").email])
    assert "Atelier muet" in message.subject
    return link_of(message)


def test_the_link_answers_without_an_account_and_a_read_page_changes_nothing(
    world, ask, mailoutbox
):
    link, visitor = asked(world, ask, mailoutbox), Client()
    for _scanned in range(2):
        page = visitor.get(link)
        assert "Elle est en pause" in text(page)
    assert visitor.head(link).status_code in {200, 405}
    assert not Question.objects.exclude(answered_at=None).exists()
    assert "Choisissez une des trois" in text(visitor.post(link, {}))
    page = visitor.post(link, {"reponse": "pause"}, follow=True)
    assert "a fait son office" in text(page)
    question = Question.objects.get()
    assert (question.answer, question.answered_by) == (Standing.PAUSED, world.user("owner"))
    world.experimentation.refresh_from_db()
    assert world.experimentation.paused_on == timezone.localdate()
    # Sent again: the same.
    visitor.post(link, {"reponse": "pause"})
    assert Question.objects.count() == 1
    # Nobody has signed in.
    assert visitor.get("/").context["user"].is_anonymous


def test_stopped_asks_what_was_learnt(world, ask, mailoutbox):
    link, visitor = asked(world, ask, mailoutbox), Client()
    page = text(visitor.post(link, {"reponse": "arret"}))
    assert "Ce que vous avez appris" in page
    assert Question.objects.get().answer == Standing.STOPPED
    assert Experimentation.objects.get(pk=world.experimentation.pk).stage == Stage.TRIAL
    # She comes back to it later, from either side.
    assert "Ce que vous avez appris" in text(visitor.get(link))
    assert "c’est utile aux autres" in text(visitor.post(link, {"note": " "}))
    for _twice in range(2):
        visitor.post(link, {"note": "Il manquait un local."})
    world.experimentation.refresh_from_db()
    assert world.experimentation.stage == Stage.ABANDONED
    change = world.experimentation.stages.get(stage=Stage.ABANDONED)
    assert (change.note, change.author) == ("Il manquait un local.", world.user("owner"))


@pytest.mark.parametrize("why", ["forged", "left", "withdrawn", "old", "gone"])
def test_the_link_of_one_who_may_no_longer_answer_leads_nowhere(why, world, monkeypatch):
    owner = world.user("owner")
    question = Question.objects.create(experimentation=world.experimentation)
    token = token_of(question, owner)
    if why == "forged":
        token = token[:-2] + "xx"
    elif why == "left":
        Membership.objects.filter(user=owner).update(ended_at=timezone.now())
    elif why == "withdrawn":
        Engagement.objects.filter(organisation=world.owner).update(
            status=EngagementStatus.WITHDRAWN
        )
    elif why == "old":
        monkeypatch.setattr("experiments.silence.services.VALID_FOR", -1)
    else:
        owner.is_active = False
        owner.save()
    link = reverse("standing_by_link", args=[token])
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"reponse": "pause"}).status_code == 404


def test_the_card_is_for_the_carriers_until_something_is_written(world, client):
    Question.objects.create(experimentation=world.experimentation)
    trial = reverse("experimentation", args=[world.experimentation.pk])
    answered = reverse("standing", args=[world.experimentation.pk])

    def sees(role: str, page: str) -> bool:
        client.force_login(world.user(role))
        return answered in client.get(page).content.decode()

    seen = {role for role in world.people if sees(role, trial)}
    assert seen == {"owner", "carrier"}
    assert {role for role in world.people if sees(role, "/")} == {"owner", "carrier"}
    make_entry(world.experimentation)
    assert not sees("owner", trial)
    assert not sees("owner", "/")


def test_who_manages_says_it_unasked_and_everyone_reads_it_is_paused(world, client):
    address = reverse("standing", args=[world.experimentation.pk])
    for role, person in world.people.items():
        client.force_login(person)
        opened = client.get(address).status_code == 200
        assert opened == (role in {"owner", "carrier", "facilitator", "admin"}), role
    client.force_login(world.user("facilitator"))
    client.post(address, {"reponse": "pause"})
    listed = reverse("group_experimentations", args=[world.group.slug])
    assert "en pause" in text(client.get(listed))
    presented = reverse("experimentation_presentation", args=[world.experimentation.pk])
    assert "« Elle est en pause », a répondu Animation" in text(client.get(presented))
    assert "Elle reprend" in text(client.get(presented))
    client.post(address, {"reponse": "continue"})
    assert "Elle reprend" not in text(client.get(presented))
    # What moves is paused no more.
    client.post(address, {"reponse": "pause"})
    trial = Experimentation.objects.get(pk=world.experimentation.pk)
    change_stage(experimentation=trial, author=None, stage=Stage.FORMALISATION)
    trial.refresh_from_db()
    assert trial.paused_on is None


def test_the_daily_command_says_how_many(world, capsys):
    silent(world)
    call_command("silences_daily")
    assert "1" in capsys.readouterr().out
