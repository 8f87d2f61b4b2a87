"""The tree: what each may see around an experimentation, and no further than that."""

from itertools import combinations

import pytest
from django.urls import reverse

from experiments.spread.drawing import HEIGHT, OF_TITLE, WIDTH, drawn
from experiments.spread.selectors import tree as selector
from experiments.spread.selectors.tree import (
    sheet_node,
    tree_around,
    trial_node,
    walked,
)
from tests.spread.world import link, make_trial

pytestmark = pytest.mark.django_db


def tree(scene, role="owner", trial=None):
    trial = trial or scene.trial
    return tree_around(scene.user(role), trial, trial_node(trial))


def titles(nodes) -> list[str]:
    return [each.title for each in walked(nodes)]


def test_both_sides_and_what_follows(scene):
    source, origin = make_trial(scene, "Source"), make_trial(scene, "Origine")
    child, grandchild = make_trial(scene, "Fille"), make_trial(scene, "Petite-fille")
    for inspired, by in (
        (scene.trial, source),
        (source, origin),
        (child, scene.trial),
        (grandchild, child),
    ):
        link(inspired, by)

    found = tree(scene)

    assert titles(found.above) == ["Source", "Origine"]
    assert titles(found.below) == ["Fille", "Petite-fille"]
    assert found.spread == 2


def test_what_lies_beyond_something_hidden_is_not_there(scene):
    beyond = make_trial(scene, "Au-delà")
    link(scene.away, scene.trial)
    link(beyond, scene.away)

    assert titles(tree(scene).below) == []
    assert titles(tree(scene, "admin").below) == ["Four à pain du village", "Au-delà"]


def test_a_sheet_stands_for_its_experimentation_and_leads_no_further(scene):
    origin = make_trial(scene, "Origine", public=True)
    link(scene.away, origin)
    link(scene.trial, scene.away, sheet=scene.sheet)

    found = tree(scene)

    assert titles(found.above) == ["Le pain du village"]
    assert found.above[0].trial is None
    assert titles(tree(scene, "admin").above) == ["Four à pain du village", "Origine"]


def test_the_tree_of_a_sheet_for_a_visitor(scene):
    opened = make_trial(scene, "Fournil ouvert", public=True)
    link(opened, scene.away, sheet=scene.sheet)
    link(scene.trial, scene.away, sheet=scene.sheet)
    link(make_trial(scene, "Sans la fiche", public=True), scene.away)

    found = tree_around(scene.user("visitor"), scene.away, sheet_node(scene.sheet))

    assert titles(found.below) == ["Fournil ouvert"]


def test_what_comes_by_two_ways_stands_whole_once(scene):
    left, right, end = (make_trial(scene, name) for name in ("Gauche", "Droite", "Fin"))
    after = make_trial(scene, "Suite")
    for inspired, by in (
        (left, scene.trial),
        (right, scene.trial),
        (end, left),
        (end, right),
        (after, end),
    ):
        link(inspired, by)

    found = tree(scene)

    assert titles(found.below) == ["Gauche", "Fin", "Suite", "Droite", "Fin"]
    assert [each.again for each in walked(found.below)] == [False, False, False, False, True]
    assert found.spread == 4


def test_it_is_cut_where_it_is_too_deep_or_too_large(scene, monkeypatch):
    monkeypatch.setattr(selector, "DEEPEST", 2)
    monkeypatch.setattr(selector, "MOST_DRAWN", 3)
    last = scene.trial
    for index in range(3):
        following = make_trial(scene, f"Rang {index}")
        link(following, last)
        last = following
    assert titles(tree(scene).below) == ["Rang 0", "Rang 1"]
    assert tree(scene).is_cut
    assert not tree(scene, trial=last).below

    wide = make_trial(scene, "Large")
    for index in range(4):
        link(make_trial(scene, f"Suite {index}"), wide)
    found = tree(scene, trial=wide)
    assert len(titles(found.below)) == 3
    assert found.is_cut


def test_a_circle_left_by_accident_ends(scene):
    child = make_trial(scene, "Fille")
    link(child, scene.trial)
    link(scene.trial, child)

    assert titles(tree(scene).below) == ["Fille", scene.trial.title]


@pytest.mark.services
def test_it_asks_three_queries_whatever_its_size(scene, django_assert_num_queries):
    last = scene.trial
    for index in range(4):
        following = make_trial(scene, f"Rang {index}")
        link(following, last)
        last = following
    with django_assert_num_queries(3):
        assert len(titles(tree(scene).below)) == 4


def test_the_pages_show_it(scene, sign_in):
    child = make_trial(scene, "Fille")
    link(child, scene.trial, note="Le local partagé")

    told = sign_in("owner").get(reverse("experimentation_spread", args=[scene.trial.pk]))
    page = told.content.decode()
    assert "Le local partagé" in page
    # Drawn, and in the list.
    assert page.count(f'href="{reverse("experimentation", args=[child.pk])}"') == 2
    assert page.count('rx="10"') == 2
    link(scene.trial, scene.away, sheet=scene.sheet)
    page = sign_in("owner").get(reverse("sheet_spread", args=[scene.sheet.pk])).content.decode()
    assert scene.trial.title in page
    assert "Fille" in page


def test_it_is_drawn_without_one_box_on_another(scene):
    """Three generations on both sides, one of which comes by two ways."""
    source, origin = make_trial(scene, "Source"), make_trial(scene, "Origine")
    left, right, end = (make_trial(scene, name) for name in ("Gauche", "Droite", "Fin"))
    for inspired, by in (
        (scene.trial, source),
        (source, origin),
        (left, scene.trial),
        (right, scene.trial),
        (end, left),
        (end, right),
    ):
        link(inspired, by)

    found = drawn(tree(scene))

    at = {(box.lines[0], box.again): box for box in found.boxes}
    assert len(found.boxes) == 7
    assert len(found.links) == 6
    assert len({(box.x, box.y) for box in found.boxes}) == 7
    for one, other in combinations(found.boxes, 2):
        apart = abs(one.x - other.x) >= WIDTH or abs(one.y - other.y) >= HEIGHT
        assert apart, (one, other)
    columns = [
        at[name, False].x for name in ("Origine", "Source", "Atelier du marché", "Gauche", "Fin")
    ]
    assert columns == sorted(set(columns))
    assert at["Atelier du marché", False].is_root
    assert at["Fin", True].stage == "déjà dans l’arbre"
    assert all(box.x + WIDTH <= found.width for box in found.boxes)
    assert all(box.y >= 0 and box.y + HEIGHT <= found.height for box in found.boxes)


def test_the_drawing_holds_names_of_any_length(scene):
    trial = make_trial(scene, "x" * 160)
    link(trial, scene.trial)
    (box,) = (box for box in drawn(tree(scene)).boxes if not box.is_root)
    assert len(box.lines) <= 2
    assert all(len(line) <= OF_TITLE for line in box.lines)
    assert box.name.startswith(trial.title)


def test_a_title_is_no_markup_in_the_drawing(scene, sign_in):
    link(make_trial(scene, '<b>Fille</b> "l’aînée"'), scene.trial)
    page = sign_in("owner").get(reverse("experimentation_spread", args=[scene.trial.pk]))
    assert "<b>" not in page.content.decode().split("spread-drawing")[1].split("</svg>\n</div>")[0]
    assert "&lt;b&gt;Fille" in page.content.decode()
