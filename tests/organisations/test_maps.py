"""The map says in words, and in a table, what it draws."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.template import Context, Template

from organisations.maps import Point, draw, outlines
from organisations.reference import departments


def drawn(points, **context):
    return Template(
        "{% load maps %}{% france_map points title=title heading='Collectivité' "
        "value_heading=value_heading %}"
    ).render(Context({"points": points, "title": "Carte d’essai", "value_heading": "", **context}))


def svg(html):
    return ET.fromstring(re.search(r"<svg.*?</svg>", html, re.DOTALL).group())  # noqa: S314


def test_every_metropolitan_department_has_an_outline_and_a_centre_inside_the_frame():
    source = outlines()
    metropolitan = {code for code in departments() if len(code) == 2}
    assert set(source["paths"]) == set(source["centres"]) == metropolitan
    assert len(metropolitan) == 96
    for x, y in source["centres"].values():
        assert 0 < x < source["width"]
        assert 0 < y < source["height"]


def test_points_of_a_department_share_a_circle_whose_surface_follows_their_sum():
    map_ = draw([("91", "Grigny", 3, ""), ("91", "Évry", 1, ""), ("49", "Angers", 1, "")], "Carte")
    big, small = map_.circles
    assert big.text == "Essonne (4)\u00a0: Grigny, Évry"
    assert small.text == "Maine-et-Loire (1)\u00a0: Angers"
    assert big.r > small.r
    assert [row.label for row in map_.rows] == ["Angers", "Grigny", "Évry"]


def test_overseas_points_are_in_their_boxes():
    map_ = draw([("974", "Saint-Denis", 1, ""), ("988", "Nouméa", 1, "")], "Carte")
    boxes = {box.name: box for box in map_.boxes}
    assert list(boxes) == [
        "Guadeloupe",
        "Martinique",
        "Guyane",
        "Réunion",
        "Mayotte",
        "Nlle-Calédonie",
    ]
    assert [name for name, box in boxes.items() if box.has_points] == ["Réunion", "Nlle-Calédonie"]
    for circle in map_.circles:
        assert any(
            box.x < circle.x < box.x + map_.box_width and box.y < circle.y < box.y + map_.box_height
            for box in boxes.values()
            if box.has_points
        )
        assert circle.y < map_.height


def test_paris_and_its_neighbours_are_drawn_in_the_inset():
    inset = draw([("93", "Stains", 1, "")], "Carte").circles[0]
    assert inset.x > outlines()["centres"]["93"][0] + 300


def test_it_is_named_described_and_told_in_a_table():
    html = drawn(
        [("91", "Grigny", 2, "/organisations/1/"), Point("", "Île-de-France", 1)],
        value_heading="Expérimentations",
    )
    tree = svg(html)
    assert tree.attrib["role"] == "img"
    named = tree.attrib["aria-labelledby"].split()
    texts = {child.attrib.get("id"): child.text for child in tree}
    assert texts[named[0]] == "Carte d’essai"
    assert texts[named[1]] == (
        "Un département ou territoire concerné\u00a0: Essonne (2). "
        "1 ligne du tableau n’est pas placée "
        "sur la carte. Le tableau qui suit donne les mêmes informations."
    )
    table = " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<table") :]).split())
    assert table == (
        "Carte d’essai Collectivité Département Expérimentations Grigny Essonne (91) 2 "
        "Île-de-France – 1"
    )
    assert '<a href="/organisations/1/">Grigny</a>' in html
    assert "CC BY 4.0" in html


def test_an_empty_map_says_so():
    html = drawn([])
    assert "Aucun point sur la carte." in html
    assert "<table" not in html


def test_hostile_names_are_escaped():
    html = drawn([("91", '</title><script>alert(1)</script>"', 1, "javascript:alert(1)")])
    assert "<script" not in html
    svg(html)


def test_no_inline_style_nor_handler():
    html = drawn([("91", "Grigny", 1, ""), ("988", "Nouméa", 1, "")])
    assert not re.search(r"\sstyle=|<style|\son\w+=", html)


@pytest.mark.parametrize("code", ["", "00", "999", "2a", "<b>"])
def test_an_unknown_department_is_told_not_placed(code):
    map_ = draw([(code, "Quelque part", 1, "")], "Carte")
    assert map_.circles == []
    assert [row.label for row in map_.rows] == ["Quelque part"]


def test_it_is_light():
    assert len(drawn([("91", "Grigny", 1, "")])) < 40_000
