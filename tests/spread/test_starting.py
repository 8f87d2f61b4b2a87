"""« Partir de ce modèle »: what is copied, what never is, and once."""

import uuid

import pytest
from django.urls import reverse

from common.models import Audience
from experiments.indicators.models import Indicator
from experiments.models import Experimentation, Funding, Partnership
from experiments.spread.models import Inspiration
from groups.models import Membership
from tests.experiments.world import make_action, make_entry
from tests.factories import join, make_partner
from tests.spread.world import make_trial

pytestmark = pytest.mark.django_db


@pytest.fixture
def model(scene):
    """A public experimentation of the second group, with something of everything."""
    trial = make_trial(scene, "Four à pain", group=scene.world.elsewhere, public=True)
    Experimentation.objects.filter(pk=trial.pk).update(
        activity="food", objective="Du pain", hypothesis="Le four attire", modalities="Le mardi"
    )
    for audience in Audience.values:
        make_action(trial, title=f"Action {audience}", due_on="2026-01-01", audience=audience)
        Indicator.objects.create(
            experimentation=trial,
            name=f"Pains {audience}",
            unit="pains",
            audience=audience,
            target_value=40,
        )
    make_entry(trial, text="Note du journal", audience=Audience.PUBLIC)
    partner = make_partner()
    Partnership.objects.create(experimentation=trial, organisation=partner, contact="La cheffe")
    Funding.objects.create(experimentation=trial, funder=partner, amount=1000)
    return Experimentation.objects.get(pk=trial.pk)


def start(scene, client, model, **fields):
    page = reverse("experimentation_start_from", args=[model.pk])
    form = client.get(page).context["form"]
    given = {name: form[name].value() for name in form.fields}
    return client.post(page, given | {"title": "Notre four"} | fields)


def made() -> Experimentation:
    return Experimentation.objects.get(title="Notre four")


def test_what_a_reader_of_the_public_part_takes_over(scene, sign_in, model):
    answer = start(scene, sign_in("owner"), model)

    trial = made()
    assert answer.url == reverse("experimentation_presentation", args=[trial.pk])
    assert (trial.owner, trial.space.group) == (scene.world.owner, scene.world.group)
    assert (trial.activity, trial.objective) == ("food", "Du pain")
    assert (trial.hypothesis, trial.modalities) == ("Le four attire", "Le mardi")
    assert trial.audience == Audience.SPACE
    action, indicator = trial.actions.get(), trial.indicators.get()
    assert (action.title, action.due_on, action.assignee) == ("Action public", None, None)
    assert (indicator.name, indicator.unit) == ("Pains public", "pains")
    assert indicator.target_value is None
    assert not trial.entries.exists()
    assert not trial.partnerships.exists()
    assert not trial.fundings.exists()
    assert Inspiration.objects.get().source == model


def test_what_is_kept_between_the_carriers_is_never_copied(scene, sign_in, model):
    member = Membership.objects.get(organisation=model.owner).user
    join(scene.world.group, user=member)
    scene.world.people["both"] = member

    start(scene, sign_in("both"), model, place=member.memberships.first().pk)

    names = {each.title for each in made().actions.all()}
    assert names == {"Action space", "Action public"}
    assert {each.name for each in made().indicators.all()} == {"Pains space", "Pains public"}


def test_only_what_is_ticked_comes(scene, sign_in, model):
    start(scene, sign_in("owner"), model, description=["objective"], actions=[], indicators=[])

    trial = made()
    assert (trial.objective, trial.activity, trial.modalities) == ("Du pain", "", "")
    assert not trial.actions.exists()
    assert not trial.indicators.exists()


def test_sent_twice_it_is_made_once(scene, sign_in, model):
    client, client_id = sign_in("owner"), uuid.uuid4()

    for _time in range(2):
        assert start(scene, client, model, client_id=client_id).status_code == 302

    assert made().actions.count() == 1
    assert Inspiration.objects.count() == 1


def test_from_what_is_not_public_she_is_warned(scene, sign_in):
    page = reverse("experimentation_start_from", args=[scene.world.another.pk])
    Experimentation.objects.filter(pk=scene.world.another.pk).update(objective="Réparer")

    told = sign_in("owner").get(page).content.decode()

    assert "n’est pas public" in told
    assert "Réparer" in told


def test_another_tick_than_those_offered_is_refused(scene, sign_in, model):
    secret = model.actions.get(audience=Audience.OWNER)

    answer = start(scene, sign_in("owner"), model, actions=[secret.pk])

    assert answer.status_code == 200
    assert not Experimentation.objects.filter(title="Notre four").exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Donnez un titre"),
        ({"title": "Atelier du marché"}, "déjà une expérimentation de ce nom"),
        ({"place": "999999"}, "Choisissez un groupe"),
        ({"client_id": "x"}, "À corriger"),
    ],
)
def test_a_wrong_answer_is_said_and_what_was_chosen_is_kept(scene, sign_in, model, fields, said):
    answer = start(scene, sign_in("owner"), model, description=["objective"], **fields)

    assert answer.status_code == 200
    assert said in answer.content.decode()
    form = answer.context["form"]
    assert [each["checked"] for each in form.parts()[0]["rows"]] == [False, True, False, False]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("owner", 200),
        ("carrier", 200),
        ("other", 200),
        ("facilitator", 404),
        ("observer", 404),
        ("withdrawn", 404),
        ("stranger", 404),
        ("visitor", 302),
    ],
)
def test_who_may_start_from_a_public_model(scene, sign_in, model, role, status):
    page = reverse("experimentation_start_from", args=[model.pk])

    assert sign_in(role).get(page).status_code == status


def test_from_a_sheet_only_the_link_comes(scene, sign_in):
    page = reverse("sheet_start_from", args=[scene.sheet.pk])
    client = sign_in("owner")
    form = client.get(page).context["form"]
    assert form.parts() == []
    given = {name: form[name].value() for name in ("place", "title", "client_id")}

    assert client.post(page, given).status_code == 302

    trial = Experimentation.objects.get(title="Le pain du village")
    assert (trial.activity, trial.objective) == ("", "")
    assert trial.inspirations.get().sheet == scene.sheet
