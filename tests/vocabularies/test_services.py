"""Adding, renaming, merging and retiring words, without losing what bears them."""

import pytest
from django.contrib.auth.models import AnonymousUser

from audit.models import AuditEvent
from common.models import Audience
from experiments.services import add_entry, choose_terms
from experiments.tagging import terms_by_experimentation, terms_of
from experiments.vocabularies import services
from experiments.vocabularies.enums import TermKind
from experiments.vocabularies.models import Term
from groups.permissions import space_access
from tests.experiments.world import EVERYBODY, READERS, make_entry

pytestmark = pytest.mark.services


def test_the_same_words_are_one_term(term):
    term("lever", "Prêter un local")
    for label in ("prêter un local", "PRETER  UN LOCAL !", "Prêter un local"):
        with pytest.raises(services.TermExistsError):
            term("lever", label)
    term("obstacle", "Prêter un local")


def test_a_name_is_not_taken_from_another(term):
    one, two = term("lever", "Prêter un local"), term("lever", "Financer")
    with pytest.raises(services.TermExistsError):
        services.edit_term(term=two, label="prêter un local", description="", by=None)
    services.edit_term(term=one, label="Prêter un local.", description="Un lieu", by=None)
    one.refresh_from_db()
    assert (one.label, one.description) == ("Prêter un local.", "Un lieu")


def test_what_bears_a_merged_term_bears_the_other_once(world, term):
    old, new, other = term("lever", "Ancien"), term("lever", "Nouveau"), term("lever", "Autre")
    both, first, second = (make_entry(world.experimentation) for _ in range(3))
    both.terms.set([old, new, other])
    first.terms.set([old])
    second.terms.set([other])
    choose_terms(experimentation=world.experimentation, terms=[old])
    services.merge_terms(term=old, into=new, by=world.user("facilitator"))
    assert set(both.terms.all()) == {new, other}
    assert set(first.terms.all()) == {new}
    assert set(second.terms.all()) == {other}
    assert set(world.experimentation.terms.all()) == {new}
    event = AuditEvent.objects.get(action="term.merged")
    assert (event.target_id, event.data) == (str(old.pk), {"into": str(new.pk)})


def test_a_merged_name_is_free_again_and_leads_to_the_last(term):
    one, two, three = term("lever", "Un"), term("lever", "Deux"), term("lever", "Trois")
    services.merge_terms(term=one, into=two, by=None)
    services.merge_terms(term=two, into=three, by=None)
    one.refresh_from_db()
    assert one.merged_into == three
    assert term("lever", "Un") != one


def test_merging_asks_again_what_was_merged_meanwhile(term):
    one, two, three = term("lever", "Un"), term("lever", "Deux"), term("lever", "Trois")
    services.merge_terms(term=two, into=three, by=None)
    for pair in ((one, two), (two, one), (one, one), (one, term("obstacle", "Frein"))):
        with pytest.raises(services.TermMergedError):
            services.merge_terms(term=pair[0], into=pair[1], by=None)


def test_a_note_that_waited_bears_what_took_the_place_of_its_term(world, term):
    old, new, retired = term("lever", "Ancien"), term("lever", "Nouveau"), term("lever", "Retiré")
    services.merge_terms(term=old, into=new, by=None)
    services.retire_term(term=retired, by=None)
    entry, _new = add_entry(
        experimentation=world.experimentation,
        author=world.user("owner"),
        kind="action",
        text="Écrite avant",
        terms=[old, new, retired],
    )
    assert set(entry.terms.all()) == {new, retired}


def test_a_retired_term_stays_where_it_is(world, term):
    lever = term("lever", "Financer")
    entry = make_entry(world.experimentation)
    entry.terms.set([lever])
    services.retire_term(term=lever, by=None)
    services.retire_term(term=lever, by=None)
    assert list(entry.terms.all()) == [lever]
    assert not Term.objects.offered().exists()
    services.restore_term(term=lever, by=None)
    assert Term.objects.offered().get() == lever
    assert AuditEvent.objects.filter(action="term.retired").count() == 1


def test_starting_twice_adds_nothing_twice(db, term):
    mine = term("lever", "financer directement")
    made = services.start_vocabulary()
    assert mine not in made
    assert services.start_vocabulary() == []
    assert {each.kind for each in made} == set(TermKind)
    assert all(each.source for each in made)


@pytest.fixture
def tagged(world, term):
    """A term on the experimentation, and one on a note of each audience."""
    terms = {"itself": term("lever", "Sur elle")}
    choose_terms(experimentation=world.experimentation, terms=[terms["itself"]])
    for audience in Audience.values:
        entry = make_entry(world.experimentation, audience=audience)
        terms[audience] = term("lever", f"Sur {audience}")
        entry.terms.set([terms[audience], term("obstacle", f"Frein {audience}")])
    return terms


def test_the_terms_of_an_experimentation_are_those_of_notes_that_one_reads(world, tagged, queries):
    for role in EVERYBODY:
        user = world.user(role)
        access = space_access(user, world.experimentation.space)
        seen = {t.label for t in terms_of(world.experimentation, access) if t.kind == "lever"}
        expected = {"Sur elle", "Sur public"}
        if role in READERS:
            expected.add("Sur space")
        if access.can_see_owner:
            expected.add("Sur owner")
        assert seen == expected, role
        assert len(queries(lambda a=access: terms_of(world.experimentation, a))) == 1


def test_look_alikes_are_told_of_nothing_that_one_does_not_see(world, tagged, queries):
    trial = world.experimentation.pk
    ids = {name: each.pk for name, each in tagged.items()}
    for role in EVERYBODY:
        user = world.user(role)
        found = terms_by_experimentation(user)
        expected = set()
        if role in READERS:
            expected = {ids["itself"], ids["space"], ids["public"]}
        if role in {"owner", "carrier", "facilitator", "admin", "withdrawn"}:
            expected.add(ids["owner"])
        assert found.get(trial, set()) == expected, role
    assert terms_by_experimentation(AnonymousUser()) == {}
    owner = world.user("owner")
    assert len(queries(lambda: terms_by_experimentation(owner))) == 1
    obstacles = terms_by_experimentation(owner, TermKind.OBSTACLE)
    assert len(obstacles[trial]) == 3
    assert terms_by_experimentation(owner, among=[world.another.pk]) == {}
