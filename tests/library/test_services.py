"""What is written in the library, and what a second time changes."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from audit.models import AuditEvent
from common.rules import RuleError
from groups.library.enums import State
from groups.library.importing import import_lines, read_lines
from groups.library.models import Keyword, Resource
from groups.library.services import (
    accept_resource,
    add_file,
    add_resource,
    decline_resource,
    edit_resource,
    put_on_shelf,
    remove_resource,
    restore_version,
    suggest_resource,
)
from tests.factories import make_collectivity
from tests.library.dumps import LAUNDRY, LETTER, STUDY, TALK, dump

pytestmark = pytest.mark.django_db

PAGES = (STUDY, LETTER, LAUNDRY, TALK)


def _content(**more) -> dict:
    return {"title": "Une étude", "kind": "study", "keywords": ["Quartiers"], **more}


@pytest.mark.services
def test_a_suggestion_is_accepted_once_and_says_who_decided(people):
    resource = suggest_resource(by=people.member, **_content())
    assert (resource.state, resource.accepted_at) == (State.SUGGESTED, None)
    first = accept_resource(resource=resource, by=people.facilitator)
    again = accept_resource(resource=resource, by=people.other_facilitator)
    assert (again.state, again.decided_by) == (State.ACCEPTED, people.facilitator)
    assert again.accepted_at == first.accepted_at
    with pytest.raises(RuleError):
        decline_resource(resource=resource, by=people.facilitator, reason="non")
    assert AuditEvent.objects.filter(action="resource.accepted").count() == 1


def test_a_form_sent_twice_makes_one_resource(people):
    made = suggest_resource(by=people.member, **_content())
    again = suggest_resource(by=people.member, client_id=made.client_id, **_content())
    # A number that another person's form already has is hers alone.
    other = suggest_resource(by=people.other_member, client_id=made.client_id, **_content())
    assert (again.pk, other.pk == made.pk) == (made.pk, False)


def test_each_edit_keeps_what_was_said_and_one_goes_back_to_it(people):
    city = make_collectivity()
    resource = add_resource(by=people.facilitator, **_content(organisations=[city]))
    changed = {"title": "Autre titre", "keywords": ["ESS"], "dated": date(2021, 3, 1)}
    edit_resource(resource=resource, by=people.facilitator, organisations=[], **changed)
    # The same again is no version.
    edit_resource(resource=resource, by=people.facilitator, organisations=[], **changed)
    assert [each.number for each in resource.versions.all()] == [2, 1]
    first = resource.versions.get(number=1)
    restored = restore_version(resource=resource, version=first, by=people.facilitator)
    assert (restored.title, restored.dated) == ("Une étude", None)
    assert [each.label for each in restored.keywords.all()] == ["Quartiers"]
    assert list(restored.organisations.all()) == [city]
    assert resource.versions.count() == 3


def test_the_same_keyword_however_typed_is_one(people):
    add_resource(by=people.facilitator, **_content(keywords=["Économie sociale"]))
    add_resource(by=people.facilitator, **_content(keywords=["economie  SOCIALE", "œuvre"]))
    assert [each.label for each in Keyword.objects.all()] == ["Économie sociale", "œuvre"]


def test_an_address_joined_twice_is_there_once(people):
    resource = add_resource(by=people.facilitator, **_content())
    for _ in range(2):
        add_file(resource=resource, by=people.facilitator, url="https://exemple.test/a")
    assert resource.files.count() == 1


def test_a_resource_asks_to_be_read_again_on_its_day(people):
    today = timezone.localdate()
    for day, expected in ((today, True), (today + timedelta(days=1), False), (None, False)):
        assert Resource(review_on=day).is_to_check is expected
    assert Resource(to_check=True).is_to_check


@pytest.mark.services
def test_a_second_import_changes_nothing(people):
    lines = read_lines(dump(*PAGES))
    assert import_lines(lines=lines, by=people.facilitator, source="a.txt") == len(PAGES)
    before = list(Resource.objects.order_by("pk").values())
    kept = Resource.objects.order_by("pk").first()
    assert import_lines(lines=read_lines(dump(*reversed(PAGES))), by=people.facilitator) == 0
    assert list(Resource.objects.order_by("pk").values()) == before
    # Nor what people did to it since.
    edit_resource(resource=kept, by=people.facilitator, title="Corrigé")
    remove_resource(resource=kept, by=people.facilitator)
    assert import_lines(lines=lines, by=people.facilitator) == 0
    kept.refresh_from_db()
    assert (kept.title, kept.state) == ("Corrigé", State.REMOVED)


def test_what_was_unsure_is_to_be_checked(people):
    import_lines(lines=read_lines(dump(*PAGES)))
    assert set(Resource.objects.filter(to_check=False).values_list("title", flat=True)) == {
        STUDY.title,
        LETTER.title,
    }
    letter = Resource.objects.get(title=LETTER.title)
    assert (letter.is_private, letter.state) == (True, State.ACCEPTED)


def test_two_letters_of_one_title_are_two(db):
    other = type(LETTER)(
        LETTER.title, summary=("Newsletter Quartiers #4 - Mars 2018", "Autre chose.")
    )
    assert len(read_lines(dump(STUDY, LETTER, TALK, other))) == 4


def test_the_command_imports_files_and_says_what_it_doubts(tmp_path, capsys, db):
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    files[0].write_text(dump(STUDY, LAUNDRY), encoding="utf-8")
    files[1].write_text(dump(LAUNDRY, TALK), encoding="utf-8")
    call_command("import_resources", *map(str, files), "--essai")
    assert not Resource.objects.exists()
    call_command("import_resources", *map(str, files))
    said = capsys.readouterr().out
    assert "mots d’image retirés\u00a0: «\u00a0logo bleu\u00a0»" in said
    assert "1 nouvelle(s), 1 déjà là" in said
    assert Resource.objects.count() == 3


def test_what_is_on_a_shelf_follows_what_put_it_there(db):
    made = put_on_shelf(shelf="essai", pk=4, title="Un")
    again = put_on_shelf(shelf="essai", pk=4, title="Deux")
    assert (again.pk, again.title, again.kind) == (made.pk, "Deux", "sheet")
