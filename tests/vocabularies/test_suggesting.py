"""A member misses a word: those who keep the words accept it, name another, or say no."""

import pytest
from django.test import Client
from django.urls import reverse

from experiments.vocabularies import suggesting
from experiments.vocabularies.enums import Decision
from experiments.vocabularies.models import Suggestion, Term

pytestmark = [pytest.mark.services, pytest.mark.django_db]

WORD = "Zqmot nouveau"


def suggest(world, label: str = WORD, role: str = "owner", **fields) -> Suggestion:
    fields = {"kind": "lever", "description": "Ce que cela veut dire"} | fields
    return suggesting.suggest(label=label, by=world.user(role), **fields)


@pytest.fixture
def sign_in(world):
    """A client of its own for each role."""

    def as_role(role: str) -> Client:
        client = Client()
        client.force_login(world.user(role))
        return client

    return as_role


def one(suggestion: Suggestion) -> str:
    return reverse("term_suggestion", args=[suggestion.pk])


def test_a_word_that_is_suggested_is_none_until_it_is_accepted(world, sign_in, term):
    member, page = sign_in("owner"), reverse("term_suggest")
    form = reverse("entry_add", args=[world.experimentation.pk])
    term("lever", "Autre levier")
    assert page in member.get(form).text
    assert page not in sign_in("contributor").get(form).text
    typed = {"kind": "lever", "label": WORD, "description": "Un lieu"}
    assert member.post(page, typed).status_code == 302
    suggestion = Suggestion.objects.get()
    assert "L’animation du réseau l’étudie" in member.get(page).text
    assert WORD not in member.get(form).text
    assert WORD not in sign_in("carrier").get(page).text
    keeper = sign_in("other_facilitator")
    for address in ("/", reverse("vocabulary")):
        assert WORD in keeper.get(address).text
        assert one(suggestion) in keeper.get(address).text
    assert WORD not in member.get("/").text
    said = {"decision": "accept", "label": "Zqmot mieux dit", "description": ""}
    assert keeper.post(one(suggestion), said | {"label": "Autre levier"}).status_code == 200
    assert keeper.post(one(suggestion), said).status_code == 302
    assert Term.objects.offered().filter(label="Zqmot mieux dit", kind="lever").exists()
    assert "Zqmot mieux dit" in member.get(form).text
    assert "sous le nom «\u00a0Zqmot mieux dit\u00a0»" in member.get(page).text
    assert keeper.get(one(suggestion)).status_code == 404


def test_another_word_says_it_or_it_is_refused_with_a_reason(world, sign_in, term):
    kept, obstacle = term("lever", "Prêter un local"), term("obstacle", "Assurance")
    keeper, member = sign_in("facilitator"), sign_in("owner")
    merged, refused = suggest(world), suggest(world, "Autre mot")
    answer = keeper.post(one(merged), {"decision": "merge", "into": obstacle.pk})
    assert answer.status_code == 200
    assert keeper.post(one(merged), {"decision": "merge", "into": kept.pk}).status_code == 302
    assert "Dites pourquoi" in keeper.post(one(refused), {"decision": "refuse"}).text
    said = {"decision": "refuse", "reason": "Trop proche d’une marque"}
    assert keeper.post(one(refused), said).status_code == 302
    page = member.get(reverse("term_suggest")).text
    assert "employez «\u00a0Prêter un local\u00a0»" in page
    assert "Trop proche d’une marque" in page
    assert Term.objects.count() == 2
    for decision in ("", "delete", "_lock"):
        assert keeper.post(one(suggest(world, f"x{decision}")), {"decision": decision}).status_code
    assert Suggestion.objects.filter(decision=Decision.WAITING).count() == 3


def test_what_is_there_or_suggested_is_not_suggested_again(world, term):
    term("lever", "Prêter un local")
    with pytest.raises(suggesting.TermExistsError):
        suggest(world, "prêter  un LOCAL")
    suggestion = suggest(world)
    with pytest.raises(suggesting.SuggestedAlreadyError):
        suggest(world, WORD.upper(), role="carrier")
    suggest(world, kind="obstacle")
    keeper = world.user("facilitator")
    suggesting.refuse(suggestion=suggestion, reason="Non", by=keeper)
    with pytest.raises(suggesting.DecidedAlreadyError):
        suggesting.accept(suggestion=suggestion, label=WORD, description="", by=keeper)
    assert not Term.objects.filter(label=WORD).exists()
    # Refused once, it may be suggested by somebody else.
    suggest(world, role="carrier")
    for n in range(suggesting.MOST_WAITING - 1):
        suggest(world, f"mot {n}")
    with pytest.raises(suggesting.TooManySuggestionsError):
        suggest(world, "un de trop")


@pytest.mark.parametrize("role", ["observer", "withdrawn", "contributor", "stranger", "expired"])
def test_who_writes_in_no_journal_suggests_nothing(world, sign_in, role):
    assert sign_in(role).get(reverse("term_suggest")).status_code == 404
    assert sign_in(role).get(one(suggest(world))).status_code == 404


def test_hostile_input_is_refused_beside_its_field(world, sign_in):
    client, page = sign_in("owner"), reverse("term_suggest")
    for typed in ({}, {"kind": "autre", "label": "x"}, {"kind": "lever", "label": "x" * 81}):
        assert client.post(page, typed).status_code == 200
    assert client.post(page, {"kind": "lever", "label": "\x00!!"}).status_code == 200
    assert not Suggestion.objects.exists()
