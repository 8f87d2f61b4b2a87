"""People come and go: what one carried passes to a colleague, what she wrote keeps her name."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from experiments.models import PlannedAction
from groups.enums import AnswerStatus, Role
from groups.models import AnswerDraft, CallAnswer, CallForParticipation, Membership
from organisations import handover
from organisations.services import NotColleagueError, declare_affiliation, end_affiliation
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    town = make_collectivity("Exempleville")
    group, other = make_group("Mobilité"), make_group("Alimentation")

    class Scene:
        organisation = town
        leaver = join(group, organisation=town, user=make_user("Qui s’en va"))
        colleague = join(other, organisation=town, user=make_user("Qui reste"))
        facilitator = join(group, Role.FACILITATOR)
        trial = make_experimentation(group, town, title="Garage solidaire")

    Scene.group, Scene.other = group, other
    Scene.place = Scene.leaver.affiliations.get()
    Scene.action = PlannedAction.objects.create(
        experimentation=Scene.trial, title="Réunir les voisins", assignee=Scene.leaver
    )
    Scene.done = PlannedAction.objects.create(
        experimentation=Scene.trial,
        title="Fait",
        assignee=Scene.leaver,
        done_on=timezone.localdate(),
    )
    call = CallForParticipation.objects.create(
        group=other, title="Appel", text="Venez.", published_at=timezone.now()
    )
    Scene.answer = CallAnswer.objects.create(
        call=call,
        organisation=town,
        author=Scene.leaver,
        intention="Nos mots.",
        status=AnswerStatus.SUBMITTED,
    )
    return Scene


def titles(place, viewer):
    return {each.key: each.titles for each in handover.preview(place, viewer)}


@pytest.mark.services
def test_what_passes_and_what_stays(scene, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        end_affiliation(affiliation=scene.place, by=scene.leaver, to=scene.colleague)
    roles = Membership.objects.active()
    assert not roles.filter(user=scene.leaver).exists()
    theirs = roles.get(user=scene.colleague, group=scene.group)
    assert (theirs.role, theirs.organisation) == (Role.MEMBER, scene.organisation)
    for row in (scene.action, scene.done, scene.answer):
        row.refresh_from_db()
    assert scene.action.assignee == scene.colleague
    assert scene.done.assignee == scene.leaver
    assert scene.answer.author == scene.colleague
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told.keys() == {scene.colleague.email, scene.facilitator.email}
    event = AuditEvent.objects.get(action="affiliation.ended")
    assert event.data["to"] == str(scene.colleague.pk)
    assert event.data["passed"] == {
        "places": 1,
        "answers": 1,
        "experimentations": 0,
        "actions": 1,
    }
    # Twice is once.
    end_affiliation(affiliation=scene.place, by=scene.leaver, to=scene.colleague)
    assert AuditEvent.objects.filter(action="affiliation.ended").count() == 1


def test_her_drafts_for_the_organisation_pass_unless_the_colleague_has_one(scene):
    elsewhere = make_collectivity("Ailleurs")
    call = scene.answer.call
    second = CallForParticipation.objects.create(group=scene.other, title="Autre", text="Venez.")
    third = CallForParticipation.objects.create(group=scene.group, title="Encore", text="Venez.")

    def draft(call, organisation, **fields):
        typed = {"organisation": str(organisation.pk), "intention": "Une idée"}
        fields = {"author": scene.leaver, "typed": typed} | fields
        return AnswerDraft.objects.create(call=call, **fields)

    changing = draft(call, scene.organisation, answer=scene.answer, typed={"intention": "Mieux"})
    unsent = draft(second, scene.organisation)
    hers = draft(third, scene.organisation)
    private = draft(call, elsewhere)
    draft(third, scene.organisation, author=scene.colleague)

    title = "brouillon de réponse à «\u00a0Autre\u00a0»"
    assert title in titles(scene.place, scene.leaver)["answers"]
    facilitated = titles(scene.place, scene.facilitator).get("answers", [])
    assert not any("brouillon" in each for each in facilitated)
    end_affiliation(affiliation=scene.place, by=scene.leaver, to=scene.colleague)
    passed = {row.pk for row in AnswerDraft.objects.filter(author=scene.colleague)}
    assert {changing.pk, unsent.pk} < passed
    assert {hers.pk, private.pk} == {
        row.pk for row in AnswerDraft.objects.filter(author=scene.leaver)
    }


def test_nobody_takes_over_her_roles_end_and_her_work_waits(scene):
    before = group_space(scene.group).access_version
    end_affiliation(affiliation=scene.place, by=scene.leaver)
    assert not Membership.objects.active().filter(user=scene.leaver).exists()
    assert group_space(scene.group).access_version > before
    scene.action.refresh_from_db()
    assert scene.action.assignee == scene.leaver


def test_to_facilitate_is_her_own(scene):
    Membership.objects.filter(user=scene.leaver).update(role=Role.FACILITATOR)
    end_affiliation(affiliation=scene.place, by=scene.leaver, to=scene.colleague)
    hers = Membership.objects.active().get(user=scene.leaver)
    assert (hers.role, hers.organisation) == (Role.FACILITATOR, None)
    assert Membership.objects.active().get(user=scene.colleague, group=scene.group).role == "member"


def test_only_a_confirmed_colleague_takes_over(scene):
    claimant = make_user()
    declare_affiliation(user=claimant, organisation=scene.organisation)
    elsewhere = join(make_group(), organisation=make_collectivity())
    for person in (claimant, elsewhere, scene.leaver, scene.facilitator):
        with pytest.raises(NotColleagueError):
            end_affiliation(affiliation=scene.place, by=scene.leaver, to=person)
    assert Membership.objects.active().filter(user=scene.leaver).exists()


def test_the_preview_shows_no_more_than_one_may_see(scene):
    hers = titles(scene.place, scene.leaver)
    assert hers == {
        "places": ["Mobilité"],
        "answers": ["réponse à «\u00a0Appel\u00a0»"],
        "experimentations": ["Garage solidaire"],
        "actions": ["Réunir les voisins"],
    }
    assert titles(scene.place, make_user(is_superuser=True)) == hers
    assert titles(scene.place, scene.colleague) == {}
    assert titles(scene.place, scene.facilitator).keys() == {
        "places",
        "experimentations",
        "actions",
    }


def test_leaving_asks_who_takes_over(client, scene):
    scene.place.is_referent = True
    scene.place.save()
    client.force_login(scene.leaver)
    page = reverse("organisations:affiliation_end_mine", args=[scene.place.pk])
    html = client.get(page).content.decode()
    for text in ("Réunir les voisins", "Garage solidaire", "Qui reste"):
        assert text in html
    assert "Choisissez qui prend le relais" in client.post(page).content.decode()
    posted = {"to": str(scene.colleague.pk), "as_referent": "on"}
    html = client.post(page, posted, follow=True).content.decode()
    assert "Qui reste prend le relais" in html
    assert scene.colleague.affiliations.get().is_referent
    assert client.get(page).status_code == 404


def test_an_unconfirmed_person_learns_no_colleague_when_she_leaves(client, scene):
    claimant = make_user()
    place = declare_affiliation(user=claimant, organisation=scene.organisation)
    client.force_login(claimant)
    page = reverse("organisations:affiliation_end_mine", args=[place.pk])
    assert "Qui reste" not in client.get(page).content.decode()
    client.post(page, {"to": str(scene.colleague.pk)})
    place.refresh_from_db()
    assert place.until == timezone.localdate()
    event = AuditEvent.objects.get(action="affiliation.ended")
    assert event.data["to"] is None


def test_a_referent_names_another_and_one_remains(client, scene):
    scene.place.is_referent = True
    scene.place.save()
    client.force_login(scene.leaver)

    def post(place, value):
        address = reverse(
            "organisations:affiliation_referent", args=[scene.organisation.pk, place.pk]
        )
        return client.post(address, {"referent": value}, follow=True)

    theirs = scene.colleague.affiliations.get()
    assert "Vous êtes la seule personne référente" in post(scene.place, "non").content.decode()
    assert "est référent·e" in post(theirs, "oui").content.decode()
    # She does not take the part of another away.
    assert post(theirs, "non").status_code == 404
    assert "n’est plus référent·e" in post(scene.place, "non").content.decode()
    theirs.refresh_from_db()
    scene.place.refresh_from_db()
    assert (theirs.is_referent, scene.place.is_referent) == (True, False)
    # An administrator may leave none.
    client.force_login(make_user(is_superuser=True))
    post(theirs, "non")
    theirs.refresh_from_db()
    assert not theirs.is_referent
