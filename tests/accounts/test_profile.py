"""The profile, visits, and the closing of an account."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import services
from audit.models import AuditEvent
from common import registry
from common.live import session_ended
from organisations.models import Affiliation
from tests.factories import make_collectivity, make_user

pytestmark = pytest.mark.django_db


def test_a_visitor_is_asked_to_sign_in(client):
    assert client.get("/compte/profil/")["Location"] == "/compte/login/?next=/compte/profil/"


def test_the_name_can_be_changed(client):
    person = make_user("Avant")
    client.force_login(person)
    answer = client.post("/compte/profil/", {"name": "  E\u0301lise \u202eN. "}, follow=True)
    person.refresh_from_db()
    assert person.name == "Élise N."
    assert "Votre nom affiché est enregistré." in answer.content.decode()


@pytest.mark.parametrize("name", ["", " \u200b", "n" * 121, "\x00"])
def test_a_name_that_cannot_be_is_explained(client, name):
    person = make_user("Avant")
    client.force_login(person)
    page = client.post("/compte/profil/", {"name": name}).content.decode()
    assert 'id="id_name_error"' in page
    person.refresh_from_db()
    assert person.name == "Avant"


def test_other_apps_add_their_part(client, monkeypatch):
    seen = []

    def context(user, obj, access):
        seen.append((user, obj, access))

    panel = registry.Panel(key="x", order=1, template="x.html", context=context)
    monkeypatch.setattr(registry, "profile_panels", [panel])
    person = make_user()
    client.force_login(person)
    assert client.get("/compte/profil/").status_code == 200
    assert seen == [(person, person, None)]


def test_the_places_of_a_person_are_shown_with_their_state(client):
    person = make_user()
    sure, unsure = make_collectivity("Exempleville"), make_collectivity("Exemple-sur-Loire")
    Affiliation.objects.create(user=person, organisation=sure, verified_at=timezone.now())
    Affiliation.objects.create(user=person, organisation=unsure, function="Cheffe de projet")
    Affiliation.objects.create(
        user=person, organisation=make_collectivity("Ancienne"), until=timezone.localdate()
    )
    client.force_login(person)
    page = client.get("/compte/profil/").content.decode()
    assert page.index("Exemple-sur-Loire") < page.index("Exempleville")
    assert "Cheffe de projet" in page
    assert "Ancienne" not in page
    assert page.count("à confirmer") == 1


def test_a_person_without_place_is_invited_to_add_one(client):
    client.force_login(make_user())
    assert "Ajouter un rattachement" in client.get("/compte/profil/").content.decode()


def test_a_visit_ends_after_half_an_hour_of_silence():
    person = make_user()
    start = timezone.now()
    services.note_visit(user=person, now=start)
    assert (person.previous_visit_at, person.last_visit_at) == (None, start)
    services.note_visit(user=person, now=start + timedelta(minutes=20))
    services.note_visit(user=person, now=start + timedelta(minutes=40))
    assert person.previous_visit_at is None
    back = start + timedelta(hours=5)
    services.note_visit(user=person, now=back)
    person.refresh_from_db()
    assert person.previous_visit_at == start + timedelta(minutes=40)
    assert person.last_visit_at == back


def test_a_visit_under_way_is_written_at_most_every_five_minutes(django_assert_num_queries):
    person = make_user()
    start = timezone.now()
    services.note_visit(user=person, now=start)
    with django_assert_num_queries(0):
        for minute in range(1, 5):
            services.note_visit(user=person, now=start + timedelta(minutes=minute))
    with django_assert_num_queries(1):
        services.note_visit(user=person, now=start + timedelta(minutes=5))


def test_a_page_opens_a_new_visit_before_it_is_drawn(client):
    person = make_user()
    client.force_login(person)
    long_ago = timezone.now() - timedelta(days=3)
    type(person).objects.filter(pk=person.pk).update(last_visit_at=long_ago)
    request = client.get("/compte/profil/").wsgi_request
    assert request.user.previous_visit_at == long_ago


def test_a_visitor_writes_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/compte/login/")


@pytest.mark.parametrize("way", ["service", "save"])
def test_closing_an_account_closes_its_sockets(way, django_capture_on_commit_callbacks):
    person, administrator = make_user(), make_user(is_superuser=True)
    heard = []

    def hear(sender, session_keys, user_id, **kwargs):
        heard.append(user_id)

    session_ended.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            if way == "service":
                services.set_active(user=person, active=False, by=administrator)
            else:
                person.is_active = False
                person.save()
    finally:
        session_ended.disconnect(hear)
    assert heard == [person.pk]
    if way == "service":
        event = AuditEvent.objects.get(action="account.closed")
        assert (event.actor_id, event.target_id) == (administrator.pk, str(person.pk))


def test_closing_an_account_twice_is_journalled_once():
    person, administrator = make_user(), make_user(is_superuser=True)
    for _each in range(2):
        services.set_active(user=person, active=False, by=administrator)
    assert AuditEvent.objects.filter(action="account.closed").count() == 1
