"""Side by side: what each field says, to whom."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from common.models import Audience
from experiments.enums import EntryKind
from experiments.indicators.models import Indicator, Measurement
from experiments.models import Experimentation, Funding, Partnership, StageChange
from experiments.spread.selectors.compare import compared, side_by_side
from experiments.vocabularies.models import Term
from tests.experiments.world import make_entry
from tests.factories import make_partner
from tests.spread.world import make_trial

pytestmark = pytest.mark.django_db


def fill(trial: Experimentation) -> None:
    """A result and an indicator for each audience; a partner, a funding, a stage."""
    for audience in Audience.values:
        make_entry(trial, kind=EntryKind.RESULT, text=f"Résultat {audience}", audience=audience)
        indicator = Indicator.objects.create(
            experimentation=trial, name=f"Indicateur {audience}", unit="pains", audience=audience
        )
        for month, value in ((1, 4), (2, 9), (3, 12)):
            Measurement.objects.create(
                indicator=indicator, value=value, measured_on=date(2026, month, 1)
            )
    partner = make_partner("La boulange")
    Partnership.objects.create(
        experimentation=trial, organisation=partner, role="Four", contact="La cheffe"
    )
    Funding.objects.create(experimentation=trial, funder=partner, year=2026, amount=1000)
    StageChange.objects.create(
        experimentation=trial, stage="trial", on=date(2026, 2, 1), precision="month"
    )


@pytest.fixture
def pair(scene):
    opened = make_trial(scene, "Four ouvert", group=scene.world.elsewhere, public=True)
    fill(opened)
    fill(scene.trial)
    return [scene.trial, opened]


def said(user, trials) -> dict[str, list]:
    lines = side_by_side(compared(user, [each.pk for each in trials]))
    return {line.label: [words for _trial, words in line.cells] for line in lines}


def test_what_a_member_reads_of_her_group_and_of_what_is_public(scene, pair):
    found = said(scene.user("other"), pair)

    assert found["Indicateurs"] == [
        [f"Indicateur {each}\u00a0: 4 → 12\u00a0pains" for each in ("space", "public")],
        ["Indicateur public\u00a0: 4 → 12\u00a0pains"],
    ]
    results = [{each.split(": ")[1] for each in cell} for cell in found["Derniers résultats"]]
    assert results == [{"Résultat space", "Résultat public"}, {"Résultat public"}]
    assert found["Partenaires"][0] == ["La boulange (Four)"]
    assert found["Financements"][0] == ["La boulange, 2026, 1\u202f000\u00a0€"] or (
        "1" in found["Financements"][0][0]
    )
    assert found["Parcours"][0] == ["Expérimentation\u00a0: février 2026"]
    assert "Objectif" not in found


def test_those_who_carry_read_what_is_kept_between_them(scene, pair):
    assert len(said(scene.user("owner"), pair)["Indicateurs"][0]) == 3


def test_what_is_hidden_has_no_column(scene, pair):
    assert compared(scene.user("visitor"), [each.pk for each in pair]) == [pair[1]]


def test_what_an_administrator_compares_is_journalled(scene, pair, sign_in):
    asked = {"e": [each.pk for each in pair]}

    sign_in("admin").get(reverse("experimentations_compare"), asked)

    groups = {each.space.group_id for each in pair}
    visits = AuditEvent.objects.filter(actor_id=scene.user("admin").pk, group_id__in=groups)
    assert set(visits.values_list("group_id", flat=True)) == groups


def test_a_start_that_was_told_comes_before_the_first_measurement(scene, pair):
    Indicator.objects.update(baseline_value=2)

    assert said(scene.user("other"), pair)["Indicateurs"][1] == [
        "Indicateur public\u00a0: 2 → 12\u00a0pains"
    ]


def test_four_at_most_in_the_order_asked(scene, sign_in):
    trials = [make_trial(scene, f"Essai {index}", public=True) for index in range(5)]
    asked = [trials[index].pk for index in (3, 0, 4, 1, 2)]

    answer = sign_in("visitor").get(reverse("experimentations_compare"), {"e": [*asked, asked[0]]})

    assert [each.title for each in answer.context["trials"]] == [
        "Essai 3",
        "Essai 0",
        "Essai 4",
        "Essai 1",
    ]
    assert "On en compare 4 au plus" in answer.content.decode()


@pytest.mark.parametrize("asked", [[], ["x"], ["1"], ["9" * 30, "-1"]])
def test_fewer_than_two_say_what_to_do(scene, sign_in, asked):
    answer = sign_in("visitor").get(reverse("experimentations_compare"), {"e": asked})

    assert answer.status_code == 200
    assert "Cochez de deux à quatre" in answer.content.decode()


@pytest.mark.services
def test_the_page_asks_as_many_queries_for_two_as_for_four(scene, pair, sign_in, queries):
    four = [*pair, *(make_trial(scene, f"Essai {index}", public=True) for index in range(2))]
    for each in four[2:]:
        fill(each)
    client, page = sign_in("owner"), reverse("experimentations_compare")
    client.get(page)

    two = queries(lambda: client.get(page, {"e": [each.pk for each in pair]}))
    all_four = queries(lambda: client.get(page, {"e": [each.pk for each in four]}))

    assert len(two) == len(all_four) <= 12


def test_levers_are_those_that_she_may_read(scene, pair):
    for label, bearer in (
        ("Prêter", pair[1]),
        ("Acheter", pair[1].entries.get(audience="space")),
        ("Former", pair[1].entries.get(audience="public")),
    ):
        bearer.terms.add(Term.objects.create(kind="lever", label=label))

    assert said(scene.user("other"), pair)["Leviers"] == [[], ["Former", "Prêter"]]
    assert said(scene.user("agent"), [pair[1]])["Leviers"] == [["Acheter", "Former", "Prêter"]]


def test_contacts_are_never_compared(scene, pair, sign_in):
    asked = {"e": [each.pk for each in pair]}
    told = sign_in("owner").get(reverse("experimentations_compare"), asked).content.decode()

    assert "La cheffe" not in told
    assert "La boulange (Four)" in told


def test_the_list_of_a_group_offers_to_compare(scene, sign_in):
    page = reverse("group_experimentations", args=[scene.world.group.slug])

    told = sign_in("owner").get(page).content.decode()

    assert f'name="e" value="{scene.trial.pk}" form="comparer"' in told
    assert reverse("experimentations_compare") in told
