"""Error pages, the appearance switch, the interface kit."""

import re

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path

from groups.enums import GroupState, GuestLevel
from tests.factories import (
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_user,
)


def refuse(request):
    raise PermissionDenied


def misread(request):
    raise BadRequest


def fail(request):
    raise RuntimeError


def form(request):
    return HttpResponse("ok")


urlpatterns = [
    path("essai/refus/", refuse),
    path("essai/illisible/", misread),
    path("essai/panne/", fail),
    path("essai/formulaire/", form),
    path("", include("config.urls")),
]
handler400 = "common.views.bad_request"
handler403 = "common.views.permission_denied"
handler404 = "common.views.not_found"
handler500 = "common.views.server_error"

errors = override_settings(ROOT_URLCONF="tests.common.test_pages")


@errors
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/essai/illisible/", 400, "Cette demande n’a pas été comprise"),
        ("/essai/refus/", 403, "Vous ne pouvez pas faire cela ici"),
        ("/nulle-part/", 404, "Cette page n’existe pas, ou ne vous est pas ouverte"),
    ],
)
@pytest.mark.parametrize("signed_in", [False, True], ids=["visitor", "person"])
def test_an_error_page_says_what_happened_and_leads_onward(
    client, address, status, words, signed_in
):
    if signed_in:
        client.force_login(make_user())
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert '<main class="page" id="contenu"' in page
    assert re.search(r'<main.*href="/"', page, re.DOTALL)


@pytest.mark.django_db
def test_a_visitor_is_offered_to_sign_in_and_come_back(client):
    page = client.get("/groupes-inconnus/x/").content.decode()
    assert "/compte/login/?next=/groupes-inconnus/x/" in page


@errors
@pytest.mark.django_db
def test_the_500_page_needs_no_database(monkeypatch):
    client = Client(raise_request_exception=False)
    client.cookies["chantiers_theme"] = "dark"

    def refuse_queries(execute, sql, params, many, context):
        raise AssertionError(sql)

    with connection.execute_wrapper(refuse_queries):
        answer = client.get("/essai/panne/")
    page = answer.content.decode()
    assert answer.status_code == 500
    assert "Quelque chose a échoué de notre côté" in page
    assert 'data-theme="dark"' in page
    assert 'href="/"' in page


@errors
@pytest.mark.django_db
def test_a_form_without_its_token_is_told_that_nothing_is_lost():
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/essai/formulaire/", {"texte": "longues phrases"})
    assert answer.status_code == 403
    assert "Rien n’est perdu" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("onward", "expected"),
    [
        ("/groupes/", "/groupes/"),
        ("https://ailleurs.example/", "/"),
        ("//ailleurs.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
        ("/x\r\nSet-Cookie: a=b", "/x%0D%0ASet-Cookie:%20a=b"),
    ],
)
def test_the_appearance_is_remembered_and_never_leads_away(client, onward, expected):
    answer = client.post("/apparence/", {"theme": "dark", "next": onward})
    assert answer.status_code == 302
    assert answer["Location"] == expected
    assert answer.cookies["chantiers_theme"].value == "dark"
    page = client.get("/compte/login/").content.decode()
    assert '<html lang="fr" data-theme="dark">' in page


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["", "light", '"><script>', "x" * 5000])
def test_only_known_appearances_are_kept(client, chosen):
    client.cookies["chantiers_theme"] = '"><script>alert(1)</script>'
    assert "<script>alert" not in client.get("/compte/login/").content.decode()
    client.post("/apparence/", {"theme": chosen})
    page = client.get("/compte/login/").content.decode()
    kept = chosen if chosen == "light" else ""
    assert f'<html lang="fr" data-theme="{kept}">' in page


@pytest.mark.django_db
def test_a_visitor_gets_no_cookie_from_a_page_without_form(client):
    assert not client.get("/nulle-part/").cookies


@pytest.mark.django_db
@override_settings(DEBUG=True)
def test_the_interface_page_shows_every_kind_of_field(client):
    page = client.get("/interface/").content.decode()
    for kind in ["text", "email", "date", "radio", "checkbox", "file"]:
        assert f'type="{kind}"' in page
    assert "<select" in page
    assert "<textarea" in page
    assert "error-summary" in page


@pytest.mark.django_db
def test_the_interface_page_exists_in_debug_only(client):
    assert client.get("/interface/").status_code == 404


@pytest.mark.django_db
def test_the_rail_shows_my_groups_and_no_other(client):
    mine, other = make_group("Le mien"), make_group("Celui des autres")
    person = join(mine)
    client.force_login(person)
    page = client.get("/compte/profil/").content.decode()
    assert "Le mien" in page
    assert "Celui des autres" not in page
    assert other.slug not in page


@pytest.mark.django_db
def test_the_rail_costs_the_same_with_many_groups(client, django_assert_num_queries):
    person = make_user()
    client.force_login(person)
    join(make_group(), user=person)
    # Session, person, groups, experimentations, and the profile's affiliations.
    with django_assert_num_queries(5):
        client.get("/compte/profil/")
    for _each in range(4):
        join(make_group(), user=person)
    with django_assert_num_queries(5):
        client.get("/compte/profil/")


@pytest.mark.django_db
def test_a_guest_is_led_to_what_is_hers_only(client):
    group = make_group("Le groupe")
    carrier = join(group)
    collectivity = carrier.memberships.get().organisation
    hers = make_experimentation(group, collectivity, title="Celle où je suis invitée")
    other = make_experimentation(group, collectivity, title="Une autre")
    guest = make_guest(hers.space, GuestLevel.CONTRIBUTOR)
    client.force_login(guest)
    page = client.get("/compte/profil/").content.decode()
    assert hers.title in page
    assert f"/experimentations/{hers.pk}/journal/nouvelle/" in page
    assert other.title not in page
    assert group.name not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "state"),
    [
        (GuestLevel.READER, GroupState.RUNNING),
        (GuestLevel.COMMENTER, GroupState.RUNNING),
        (GuestLevel.CONTRIBUTOR, GroupState.ARCHIVED),
    ],
)
def test_who_may_not_write_is_not_offered_to(client, level, state):
    group = make_group(state=state)
    hers = make_experimentation(group, make_collectivity())
    client.force_login(make_guest(hers.space, level))
    page = client.get("/compte/profil/").content.decode()
    assert hers.title in page
    assert "/journal/nouvelle/" not in page
