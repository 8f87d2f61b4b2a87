"""« Inspirée de »: who says it, who sees it, and what can never be said."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from audit.models import AuditEvent
from experiments.sheets.services import withdraw
from experiments.spread.models import Inspiration
from experiments.spread.services import add_inspiration, remove_inspiration
from groups.enums import GroupState
from groups.models import WorkingGroup
from tests.experiments.world import EVERYBODY
from tests.spread.world import link, make_sheet, make_trial

pytestmark = pytest.mark.django_db


def add(scene, source, **fields):
    given = {"inspired": scene.trial, "by": scene.user("owner"), "source": source}
    return add_inspiration(**given | fields)


def seen_by(scene) -> set[str]:
    """Who sees the only link there is."""
    people = EVERYBODY | {"agent"}
    return {who for who in people if Inspiration.objects.visible_to(scene.user(who)).exists()}


def test_both_ends_must_be_seen(scene):
    link(scene.trial, scene.away)

    assert seen_by(scene) == {"admin"}


def test_a_public_source_is_seen_by_the_readers_of_what_it_inspired(scene):
    link(scene.trial, make_trial(scene, "Ouverte", group=scene.world.elsewhere, public=True))

    found = seen_by(scene)

    assert {"owner", "observer", "reader", "admin"} <= found
    assert not found & {"stranger", "visitor", "agent", "other_facilitator", "expired"}


def test_a_published_sheet_opens_the_link_to_the_readers_of_what_it_inspired(scene):
    made = add(scene, scene.away, sheet=scene.sheet)

    assert {"owner", "reader"} <= seen_by(scene)
    assert not seen_by(scene) & {"stranger", "visitor", "agent"}
    by_owner = Inspiration.objects.visible_to(scene.user("owner")).get()
    assert by_owner == made
    assert not by_owner.source_seen


def test_once_withdrawn_only_the_readers_of_its_experimentation_see_the_link(scene, sign_in):
    add(scene, scene.away, sheet=scene.sheet)
    withdraw(sheet=scene.sheet, by=scene.user("admin"), reason="Une erreur.")

    assert seen_by(scene) == {"admin"}
    page = reverse("experimentation_spread", args=[scene.trial.pk])
    assert "fiche retirée depuis" in sign_in("admin").get(page).content.decode()
    told = sign_in("owner").get(page).content.decode()
    assert "Le pain du village" not in told
    assert "Four à pain" not in told


def test_a_group_that_hides_again_takes_its_sheet_out_of_the_link(scene):
    add(scene, scene.away, sheet=scene.sheet)
    scene.world.elsewhere.state = GroupState.PREPARING
    scene.world.elsewhere.save()

    assert seen_by(scene) == {"admin"}


def test_said_twice_it_is_there_once_with_the_last_words(scene):
    add(scene, scene.away)
    add(scene, scene.away, sheet=scene.sheet, note="Le four, pas le moulin")

    made = Inspiration.objects.get()
    assert (made.sheet, made.note) == (scene.sheet, "Le four, pas le moulin")


def test_nothing_is_inspired_by_itself_or_by_what_comes_from_it(scene):
    child, grandchild = make_trial(scene, "Fille"), make_trial(scene, "Petite-fille")
    link(child, scene.trial)
    link(grandchild, child)

    for source in (scene.trial, child, grandchild):
        with pytest.raises(ValidationError):
            add(scene, source)
    assert Inspiration.objects.count() == 2


def test_two_ways_to_the_same_source_are_no_circle(scene):
    child, grandchild = make_trial(scene, "Fille"), make_trial(scene, "Petite-fille")
    link(child, scene.trial)
    link(grandchild, child)

    add_inspiration(inspired=grandchild, by=scene.user("admin"), source=scene.trial)

    assert Inspiration.objects.count() == 3


def test_a_sheet_names_its_own_experimentation(scene):
    with pytest.raises(ValueError, match="another"):
        add(scene, scene.world.another, sheet=scene.sheet)


def test_what_is_said_and_taken_back_is_journalled(scene):
    made = add(scene, scene.away, sheet=scene.sheet)
    remove_inspiration(inspiration=made, by=scene.user("owner"))

    acts = AuditEvent.objects.filter(action__startswith="inspiration.").order_by("pk")
    assert [each.action for each in acts] == ["inspiration.added", "inspiration.removed"]
    assert acts[0].data == {"source": scene.away.pk, "sheet": scene.sheet.pk}
    assert acts[0].space_id == scene.trial.space_id


def post_source(scene, client, value, **fields):
    return client.post(
        reverse("inspiration_add", args=[scene.trial.pk]), {"source": value, **fields}
    )


def test_a_carrier_finds_a_source_in_another_group_and_says_so(scene, sign_in):
    client = sign_in("owner")
    page = reverse("inspiration_add", args=[scene.trial.pk])

    found = client.get(page, {"q": "pain village"}).content.decode()
    assert f"fiche-{scene.sheet.pk}" in found
    assert "Four à pain" not in found
    assert f"experimentation-{scene.away.pk}" not in found

    answer = post_source(scene, client, f"fiche-{scene.sheet.pk}", note="Le four partagé")
    assert answer.status_code == 302
    told = client.get(answer.url).content.decode()
    assert "Le pain du village" in told
    assert "Le four partagé" in told
    assert "Four à pain" not in told


def test_results_come_alone_to_htmx(scene, sign_in):
    page = reverse("inspiration_add", args=[scene.trial.pk])

    told = sign_in("owner").get(page, {"q": "garage"}, headers={"hx-request": "true"})

    assert "Garage solidaire" in told.content.decode()
    assert "<h1" not in told.content.decode()


@pytest.mark.parametrize("value", ["", "experimentation-", "fiche-x", "groupe-1", "fiche-9" * 30])
def test_a_source_that_is_none_is_said_beside_the_field(scene, sign_in, value):
    answer = post_source(scene, sign_in("owner"), value, note="Déjà écrit")

    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode() or "À corriger" in answer.content.decode()
    assert "Déjà écrit" in answer.content.decode()
    assert not Inspiration.objects.exists()


def test_what_she_may_not_see_cannot_be_named(scene, sign_in):
    answer = post_source(scene, sign_in("owner"), f"experimentation-{scene.away.pk}")

    assert answer.status_code == 200
    assert not Inspiration.objects.exists()


def test_a_circle_is_refused_in_words(scene, sign_in):
    link(scene.world.another, scene.trial)

    answer = post_source(
        scene, sign_in("owner"), f"experimentation-{scene.world.another.pk}", note="Essai"
    )

    assert "tournerait en rond" in answer.content.decode()
    assert Inspiration.objects.count() == 1


def test_an_agent_says_it_from_the_published_sheet(scene, sign_in):
    page = reverse("sheet_inspire", args=[scene.sheet.pk])
    client = sign_in("owner")

    assert reverse("sheet_inspire", args=[scene.sheet.pk]) in (
        client.get(reverse("sheet", args=[scene.sheet.pk])).content.decode()
    )
    assert client.post(page, {"inspired": scene.trial.pk}).status_code == 302

    assert Inspiration.objects.get().sheet == scene.sheet


def test_only_ones_own_experimentations_are_offered(scene, sign_in):
    page = reverse("sheet_inspire", args=[scene.sheet.pk])
    client = sign_in("other")

    told = client.get(page).content.decode()
    assert "Garage solidaire" in told
    assert scene.trial.title not in told
    assert client.post(page, {"inspired": scene.trial.pk}).status_code == 200
    assert not Inspiration.objects.exists()


@pytest.mark.parametrize("role", ["stranger", "observer", "withdrawn", "reader"])
def test_who_carries_nothing_is_told_what_it_takes(scene, sign_in, role):
    told = sign_in(role).get(reverse("sheet_inspire", args=[scene.sheet.pk])).content.decode()

    assert "doit être engagée" in told


def test_what_is_archived_still_inspires_and_says_no_more(scene, sign_in):
    WorkingGroup.objects.filter(pk=scene.world.elsewhere.pk).update(state=GroupState.ARCHIVED)
    opened = make_trial(scene, "Ouverte", group=scene.world.elsewhere, public=True)
    owner, agent = sign_in("owner"), sign_in("agent")

    page = reverse("experimentation_inspire", args=[opened.pk])
    assert owner.post(page, {"inspired": scene.trial.pk}).status_code == 302
    told = agent.post(page, {"inspired": scene.away.pk})
    assert "doit être engagée" in told.content.decode()
    assert agent.get(reverse("inspiration_add", args=[scene.away.pk])).status_code == 404
    assert Inspiration.objects.get().inspired == scene.trial


def test_a_link_is_taken_back_by_its_carriers_alone(scene, sign_in):
    made = add(scene, scene.world.another)
    page = reverse("inspiration_remove", args=[scene.trial.pk, made.pk])

    for role in ("other", "observer", "contributor", "stranger"):
        assert sign_in(role).post(page).status_code == 404
    wrong = reverse("inspiration_remove", args=[scene.world.another.pk, made.pk])
    assert sign_in("other").post(wrong).status_code == 404
    assert sign_in("carrier").post(page).status_code == 302
    assert not Inspiration.objects.exists()


def test_a_link_she_may_not_see_cannot_be_taken_back(scene, sign_in):
    made = link(scene.trial, scene.away)
    page = reverse("inspiration_remove", args=[scene.trial.pk, made.pk])

    assert sign_in("owner").get(page).status_code == 404


def test_the_page_of_a_sheet_names_who_was_inspired_to_those_who_may_know(scene, sign_in):
    add(scene, scene.away, sheet=scene.sheet)
    opened = make_trial(scene, "Fournil ouvert", public=True)
    link(opened, scene.away, sheet=scene.sheet)
    page = reverse("sheet", args=[scene.sheet.pk])

    visitor = sign_in("visitor").get(page).content.decode()
    assert "Fournil ouvert" in visitor
    assert scene.trial.title not in visitor
    assert scene.trial.title in sign_in("owner").get(page).content.decode()


def test_a_sheet_that_inspired_nothing_public_says_nothing_to_visitors(scene, sign_in):
    add(scene, scene.away, sheet=scene.sheet)

    told = sign_in("visitor").get(reverse("sheet", args=[scene.sheet.pk])).content.decode()

    assert "Et ailleurs" not in told


def test_a_sheet_of_ones_own_is_no_source(scene, sign_in):
    own = make_sheet(scene.trial, "Notre fiche")

    answer = post_source(scene, sign_in("owner"), f"fiche-{own.pk}")

    assert "elle-même" in answer.content.decode()
