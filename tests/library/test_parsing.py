"""Parting dumps into resources, and reading their facts. Nothing here asks the database."""

import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.library.parsing import Doubt, read_dump
from tests.library.dumps import LAUNDRY, LETTER, STUDY, TALK, Page, dump
from tests.library.seeds import SEEDS

PAGES = (STUDY, LETTER, LAUNDRY, TALK)


def _titles(text: str) -> list[str]:
    return [found.title for found in read_dump(text)]


def test_a_dump_gives_each_resource_once():
    assert _titles(dump(*PAGES)) == [page.title for page in PAGES]
    assert _titles(dump(*reversed(PAGES))) == [page.title for page in reversed(PAGES)]


def test_a_fiche_says_its_number_keywords_month_address_zone_and_website():
    (found,) = read_dump(dump(LAUNDRY))
    assert (found.kind, found.number) == ("dpv", 7)
    assert found.keywords == ["quartiers", "coopération"]
    assert (found.dated.day, found.dated.exact) == (date(2019, 3, 1), False)
    assert found.place == "12 rue des Exemples, 99100 EXEMPLEVILLE"
    assert found.zone == "Exempleville et ses voisines"
    assert found.website == "https://laverie.exemple.test/qui/"
    assert (found.is_rtes, found.is_private) == (True, False)
    # What is a field is no longer in the text, nor the words of an image.
    assert found.body.count("Téléchargez") == 1
    for gone in ("Mots-clés", "99100", "Zone", "logo bleu"):
        assert gone not in found.body
    assert (Doubt.STRAY, "logo bleu") in found.doubts


def test_a_conference_says_its_day_and_who_came():
    (found,) = read_dump(dump(TALK))
    assert found.kind == "conference"
    assert (found.dated.day, found.dated.exact) == (date(2018, 4, 12), True)
    assert (found.attendance, found.attendance_about) == (48, False)
    assert (Doubt.REPLAY, "") in found.doubts


def test_what_is_repeated_is_kept_once_and_the_type_and_access_are_read():
    study, letter, *_rest = read_dump(dump(*PAGES))
    assert (study.is_rtes, study.category, study.dated.day) == (False, "Études", date(2020, 1, 1))
    assert study.body.count("Une étude des services") == 1
    assert (letter.is_private, letter.kind, letter.dated.day) == (
        True,
        "newsletter",
        date(2017, 6, 1),
    )
    assert "FICHE N°7" in letter.body


def test_a_date_of_something_else_is_not_taken():
    page = Page(
        title="Pratiques du quartier",
        body=(
            "Depuis mars 2021, un traiteur solidaire est ouvert dans le quartier d’Exemple.",
            "Le conseil a été saisi en mai 2019 par l’État, et 800 repas ont été servis.",
        ),
    )
    (found,) = read_dump(dump(page))
    assert found.dated is None
    assert {doubt for doubt, _words in found.doubts} == {Doubt.DATE, Doubt.KIND}


@pytest.mark.parametrize(
    ("said", "number", "about"),
    [
        ("Cet échange a réuni près de 1 200 participants.", 1200, True),
        ("Plus de 170 personnes ont assisté à ce webinaire.", 170, True),
        ("Elle réunit 10 cuisinières et 3 personnes en observation.", None, False),
        ("Une ville de 30 000 habitants.", None, False),
    ],
)
def test_only_those_who_came_are_counted(said, number, about):
    page = Page("Webinaire sur les ateliers", (f"Un webinaire du réseau sur les ateliers. {said}",))
    (found,) = read_dump(dump(page))
    assert (found.attendance, found.attendance_about) == (number, about)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n\n", "\n"),
        lambda text: re.sub(r"(Type de ressource|Ressource privée|Résumé)\n+", r"\1 ", text),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: f"\ufeff{text}\n\n\n",
    ],
)
def test_spacing_says_nothing(change):
    assert _titles(change(dump(*PAGES))) == _titles(dump(*PAGES))


@pytest.mark.parametrize("missing", ["type", "private"])
def test_a_missing_field_is_doubtful_and_loses_nothing(missing):
    page = Page(STUDY.title, STUDY.body, missing=frozenset({missing}))
    found = read_dump(dump(TALK, page, LAUNDRY))
    assert [each.title for each in found] == [TALK.title, page.title, LAUNDRY.title]
    assert (Doubt(missing), "") in found[1].doubts
    # What is not said to be public is not shown to everybody.
    assert found[1].is_private == (missing == "private")


def test_a_page_whose_summary_differs_is_whole():
    """None, a shorter one, a corrected one, one spaced otherwise."""
    corrected = (TALK.body[0].replace("un échange", "un long échange"), *TALK.body[1:])
    spaced = tuple(line.replace(" ", "  ") for line in TALK.body)
    for summary in ((), TALK.body[:1], corrected, spaced):
        page = Page(TALK.title, TALK.body, summary=summary)
        found = read_dump(dump(STUDY, page, LAUNDRY))
        assert [each.title for each in found] == [STUDY.title, page.title, LAUNDRY.title]
        assert "deux cents vélos" in found[1].body
        if summary:
            assert (Doubt.TITLE, "") not in [doubt for each in found for doubt in each.doubts]


def test_nothing_comes_of_what_is_no_dump():
    for text in ("", "\x00", "Type de ressource" * 3000, "Résumé\n" * 5000, "Catégorie " * 5000):
        read_dump(text)
    assert read_dump("Un texte qui parle d’un type de ressource privée.") == []


WORD = st.text(alphabet="abcdéèêàçôœ’", min_size=1, max_size=12)
WORDS = st.lists(WORD, min_size=5, max_size=15).map(" ".join)


@st.composite
def _pages(draw):
    """Resources that differ from their first words on, as pages of people do."""
    number = draw(st.integers(min_value=1, max_value=7))
    pages = []
    for index in range(number):
        lines = [f"Le texte {index} dit ceci. {draw(WORDS).strip()}."]
        lines += [f"{draw(WORDS).strip().capitalize()}." for _ in range(draw(st.integers(0, 3)))]
        kept = draw(st.sampled_from([None, None, tuple(lines[:1])]))
        pages.append(
            Page(
                title=f"Ressource {index} {draw(WORDS).strip()}",
                body=tuple(lines),
                summary=kept,
                type=draw(st.sampled_from(["Ressources RTES", "Autres"])),
                private=draw(st.sampled_from(["Oui", "Non"])),
                category=draw(st.sampled_from([None, "", "Études"])),
            )
        )
    return pages


@given(_pages())
def test_resources_put_one_after_the_other_come_back_whole(pages):
    found = read_dump(dump(*pages))
    assert [each.title for each in found] == [" ".join(page.title.split()) for page in pages]
    for each, page in zip(found, pages, strict=True):
        assert each.is_private == (page.private == "Oui")
        assert each.is_rtes == (page.type != "Autres")
        assert each.category == (page.category or "")
        said = " ".join(each.body.split())
        assert said == " ".join(" ".join(page.body).split())


@given(st.text(max_size=400), st.lists(st.sampled_from(["Type de ressource", "\nRésumé\n"])))
def test_no_text_is_too_strange(text, labels):
    for found in read_dump(text + "\n".join(labels) + text):
        assert len(found.title) <= 300


@pytest.mark.parametrize("name", SEEDS)
def test_the_pages_of_the_network_are_read_as_a_person_reads_them(name):
    """The dumps stay where they are: CHANTIERS_DUMPS names their folder. Without it, the facts are
    compared with nothing, and the tests above stand for them."""
    folder = os.environ.get("CHANTIERS_DUMPS", "")
    found = next(iter(Path(folder).glob(f"{name}_*.txt")), None) if folder else None
    if found is None:
        return
    read = [
        (
            each.title,
            each.kind,
            each.number,
            each.dated and each.dated.day.strftime("%Y-%m-%d" if each.dated.exact else "%Y-%m"),
            each.is_rtes,
            each.is_private,
            each.keywords,
            each.place,
            each.zone,
            each.website,
            each.attendance,
        )
        for each in read_dump(found.read_text(encoding="utf-8"))
    ]
    assert read == [each.row() for each in SEEDS[name]]
