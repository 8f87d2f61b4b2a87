"""« Qui a déjà essayé ? »: what is alike, in which order, and only what she may read."""

import pytest
from django.urls import reverse

from experiments.enums import Activity, Stage
from experiments.models import Experimentation
from experiments.spread.enums import Size
from experiments.spread.selectors import alike as selector
from experiments.spread.selectors.alike import Traits, alike
from experiments.vocabularies.models import Term
from groups.enums import GroupState
from groups.models import WorkingGroup
from organisations.models import Organisation
from tests.experiments.world import EVERYBODY, make_entry
from tests.factories import join
from tests.spread.world import make_trial

pytestmark = pytest.mark.django_db


def place(trial: Experimentation, *, population=None, level="commune", **fields) -> None:
    Organisation.objects.filter(pk=trial.owner_id).update(population=population, level=level)
    Experimentation.objects.filter(pk=trial.pk).update(**fields)


@pytest.fixture
def near(scene):
    place(scene.trial, population=20_000, activity=Activity.FOOD)
    return Experimentation.objects.select_related("owner").get(pk=scene.trial.pk)


def titles(found) -> list[str]:
    return [each.trial.title for each in found.rows]


def test_the_most_alike_come_first_with_why(scene, near):
    for title, fields in {
        "Jumelle": {"population": 24_000, "activity": Activity.FOOD},
        "Même activité": {"population": 900_000, "level": "region", "activity": Activity.FOOD},
        "Même taille": {"population": 15_000, "activity": Activity.CARE},
        "Assez proche": {"population": 50_000, "activity": Activity.CARE},
        "Sans rapport": {"population": 900_000, "level": "region", "activity": Activity.CARE},
    }.items():
        place(make_trial(scene, title, group=scene.world.elsewhere, public=True), **fields)

    found = alike(scene.user("stranger"), Traits(), near=near)

    assert titles(found) == ["Jumelle", "Même activité", "Même taille", "Assez proche"]
    assert [each.reasons for each in found.rows] == [
        ["même activité", "taille très proche", "même type de territoire"],
        ["même activité"],
        ["taille très proche", "même type de territoire"],
        ["taille proche", "même type de territoire"],
    ]


def test_without_a_population_or_an_activity_the_kind_remains(scene, near):
    place(scene.trial, population=None, activity="")
    near.refresh_from_db()
    near.owner.refresh_from_db()
    place(make_trial(scene, "Commune", public=True), population=None, activity="")
    place(make_trial(scene, "Région", public=True), level="region", activity="")

    found = alike(scene.user("visitor"), Traits(), near=near)

    assert titles(found) == ["Commune"]
    assert found.rows[0].reasons == ["même type de territoire"]


@pytest.mark.parametrize("role", sorted(EVERYBODY - {"admin"} | {"agent"}))
def test_each_finds_what_she_may_read_and_no_other(scene, role):
    make_trial(scene, "Ouverte", group=scene.world.elsewhere, public=True)

    found = alike(scene.user(role), Traits())

    may = Experimentation.objects.visible_to(scene.user(role))
    assert set(titles(found)) == set(may.values_list("title", flat=True))
    assert found.page.paginator.count == may.count()


def test_an_administrator_finds_her_own_groups_and_what_is_public(scene):
    make_trial(scene, "Ouverte", group=scene.world.elsewhere, public=True)
    admin = scene.user("admin")
    assert titles(alike(admin, Traits())) == ["Ouverte"]

    join(scene.world.group, user=admin)

    assert scene.trial.title in titles(alike(admin, Traits()))
    assert scene.away.title not in titles(alike(admin, Traits()))


def test_traits_filter(scene):
    place(scene.trial, population=20_000, activity=Activity.FOOD, stage=Stage.ABANDONED)
    place(scene.world.another, population=2_000, level="epci", activity=Activity.CARE)
    owner = scene.user("owner")
    mine, another = scene.trial.title, scene.world.another.title

    assert titles(alike(owner, Traits(activity="food"))) == [mine]
    assert titles(alike(owner, Traits(stage="abandoned"))) == [mine]
    assert titles(alike(owner, Traits(level="epci"))) == [another]
    assert titles(alike(owner, Traits(size=Size.TOWN))) == [mine]
    assert titles(alike(owner, Traits(size=Size.BOROUGH))) == [another]
    assert titles(alike(owner, Traits(size=Size.VILLAGE))) == []
    assert titles(alike(owner, Traits(activity="food", level="epci"))) == []


def lever(label: str, *bearers, kind="lever") -> Term:
    """A lever put on these experimentations and notes."""
    made = Term.objects.create(kind=kind, label=label)
    for each in bearers:
        each.terms.add(made)
    return made


def test_levers_bring_together_and_filter(scene, near):
    far = make_trial(scene, "Même levier", public=True)
    place(far, population=900_000, level="region", activity=Activity.CARE)
    owner = scene.user("owner")
    shared = lever("Prêter des locaux", near, far)
    lever("Un frein", near, far, kind="obstacle")

    found = alike(owner, Traits(), near=near)

    assert titles(found)[0] == "Même levier"
    assert found.rows[0].reasons == ["levier commun\u00a0: Prêter des locaux"]
    assert set(titles(alike(owner, Traits(lever=shared.pk)))) == {"Même levier", near.title}
    assert titles(alike(owner, Traits(lever=shared.pk + 99))) == []


def test_a_lever_of_a_note_counts_for_those_who_read_the_note(scene, near):
    opened = make_trial(scene, "Ouverte", group=scene.world.elsewhere, public=True)
    place(opened, population=900_000, level="region")
    words = lever("Prêter des locaux", near)
    note = make_entry(opened, audience="space")
    note.terms.add(words)

    for role, found in (("stranger", []), ("agent", ["Ouverte"])):
        user = scene.user(role)
        assert titles(alike(user, Traits(lever=words.pk))) == found, role
    # Near is not hers to see, nor its levers to be told.
    assert titles(alike(scene.user("owner"), Traits(), near=near)) == [scene.world.another.title]
    note.audience = "public"
    note.save()
    assert "Ouverte" in titles(alike(scene.user("owner"), Traits(), near=near))


def test_what_is_not_a_choice_is_anything():
    asked = {"activite": "'; DROP", "type": "x", "taille": "\x00", "etape": "trial"}

    assert Traits.asked(asked) == Traits(stage="trial")
    assert Traits.asked({"levier": "-1"}) == Traits.asked({"levier": "9" * 30}) == Traits()


def test_what_goes_past_what_is_looked_at_is_said(scene, monkeypatch, sign_in):
    monkeypatch.setattr(selector, "LISTED", 3)
    for index in range(4):
        make_trial(scene, f"Ouverte {index}", public=True)

    found = alike(scene.user("visitor"), Traits())

    assert (found.page.paginator.count, found.is_cut) == (3, True)
    told = sign_in("visitor").get(reverse("already_tried")).content.decode()
    assert "précisez pour voir les autres" in told


@pytest.mark.services
def test_it_asks_few_queries(scene, near, django_assert_num_queries):
    for index in range(3):
        trial = make_trial(scene, f"Autre {index}", public=True)
        place(trial, activity=Activity.FOOD, population=20_000)
    user = scene.user("owner")
    with django_assert_num_queries(3):
        assert len(alike(user, Traits(), near=near).rows) == 4
    lever("Prêter des locaux", near, trial)
    with django_assert_num_queries(4):
        assert len(alike(user, Traits(), near=near).rows) == 4
    with django_assert_num_queries(2):
        assert len(alike(user, Traits()).rows) == 5


def test_the_pages(scene, near, sign_in):
    place(make_trial(scene, "Jumelle", public=True), activity=Activity.FOOD)
    address = reverse("already_tried")

    told = sign_in("owner").get(address, {"proche": near.pk}).content.decode()
    assert "même activité" in told
    brief = sign_in("owner").get(address, {"proche": near.pk, "apercu": 1}).content.decode()
    assert "Jumelle" in brief
    assert "<h1" not in brief
    assert sign_in("stranger").get(address, {"proche": near.pk}).status_code == 404
    assert sign_in("visitor").get(address, {"proche": "x", "page": "-1"}).status_code == 200


def test_what_is_meant_for_all_is_its_members_own_until_the_group_opens(scene, near):
    make_trial(scene, "À venir", group=scene.world.elsewhere, public=True)
    WorkingGroup.objects.filter(pk=scene.world.elsewhere.pk).update(state=GroupState.PREPARING)
    asked = Traits()
    assert "À venir" in titles(alike(scene.user("agent"), asked))
    assert "À venir" not in titles(alike(scene.user("stranger"), asked))
