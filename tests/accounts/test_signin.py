"""Signing in and out, passwords, codes, addresses: what it does and what it says."""

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from audit.models import AuditEvent
from common.live import session_ended
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "motdepasse-de-test"
NEW = "une autre longue phrase"


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def ended():
    """What was announced of sessions that are over."""
    heard = []

    def hear(sender, session_keys, user_id, **kwargs):
        heard.append((session_keys, user_id))

    session_ended.connect(hear)
    yield heard
    session_ended.disconnect(hear)


def test_a_password_opens_and_the_act_is_journalled(client):
    person = make_user()
    client.post("/compte/login/", {"login": person.email.upper(), "password": PASSWORD})
    assert signed_in(client)
    event = AuditEvent.objects.get(action="session.started")
    assert event.actor_id == person.pk
    assert person.email not in str(event.data)


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_a_refusal_says_the_same_whether_the_account_exists(client, known):
    address = make_user().email if known else "personne@exempleville.example"
    answer = client.post("/compte/login/", {"login": address, "password": "mauvais mot de passe"})
    page = answer.content.decode()
    assert "L’adresse e-mail ou le mot de passe ne convient pas." in page
    assert f'value="{address}"' in page
    assert not signed_in(client)


def test_a_code_for_an_unknown_address_shows_the_same_page(client, mailoutbox):
    make_user(email="connue@exempleville.example")
    pages = []
    for address in ["connue@exempleville.example", "inconnue@exempleville.example"]:
        other = type(client)()
        page = other.post("/compte/login/code/", {"email": address}, follow=True)
        pages.append((page.redirect_chain, page.status_code))
    assert pages[0] == pages[1]
    assert "Aucun compte" in mailoutbox[-1].subject
    assert "/compte/signup/" in mailoutbox[-1].body


def test_a_closed_account_is_told_so_and_stays_out(client):
    person = make_user(is_active=False)
    answer = client.post(
        "/compte/login/", {"login": person.email, "password": PASSWORD}, follow=True
    )
    assert not signed_in(client)
    assert answer.status_code == 200


def test_signing_out_is_a_post_and_closes_the_sockets_of_that_session(
    client, ended, django_capture_on_commit_callbacks
):
    person = make_user()
    client.force_login(person)
    key = client.session.session_key
    assert client.get("/compte/logout/").status_code == 200
    assert signed_in(client)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/compte/logout/")
    assert answer["Location"] == "/"
    assert not signed_in(client)
    assert ([key], None) in ended
    assert AuditEvent.objects.filter(action="session.ended", actor_id=person.pk).count() == 1


@pytest.mark.services
def test_a_forgotten_password_is_replaced_with_a_code(
    client, code, ended, django_capture_on_commit_callbacks
):
    person = make_user()
    answer = client.post("/compte/password/reset/", {"email": person.email}, follow=True)
    assert answer.redirect_chain[-1][0] == "/compte/password/reset/confirm/"
    answer = client.post("/compte/password/reset/confirm/", {"code": code()}, follow=True)
    assert "Choisissez un nouveau mot de passe" in answer.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/compte/password/reset/complete/", {"password1": NEW, "password2": NEW}, follow=True
        )
    assert "Votre mot de passe est enregistré" in answer.content.decode()
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert ([], person.pk) in ended
    assert AuditEvent.objects.filter(action="password.changed").count() == 1


def test_changing_the_password_ends_the_other_sessions(
    client, ended, mailoutbox, django_capture_on_commit_callbacks
):
    person = make_user()
    elsewhere = type(client)()
    for each in (client, elsewhere):
        each.force_login(person)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(
            "/compte/password/change/",
            {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
        )
    assert answer["Location"] == "/compte/profil/"
    assert ([], person.pk) in ended
    assert client.get("/compte/profil/").status_code == 200
    assert elsewhere.get("/compte/profil/").status_code == 302
    assert mailoutbox[-1].subject == "Votre mot de passe a changé"


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"oldpassword": "faux"}, "oldpassword", "pas votre mot de passe actuel"),
        ({"password2": "autre chose encore"}, "password2", "deux fois le même"),
        ({"password1": "court", "password2": "court"}, "password1", "12"),
    ],
)
def test_a_password_that_cannot_be_is_explained(client, data, field, words):
    client.force_login(make_user())
    good = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    page = client.post("/compte/password/change/", good | data).content.decode()
    assert words in page.split(f'id="id_{field}_error"')[1].split("</p>")[0]


def test_a_person_without_password_may_choose_one(client):
    person = User.objects.create_user("sans@exempleville.example", None, name="Sans")
    client.force_login(person)
    assert "Choisir un mot de passe" in client.get("/compte/profil/").content.decode()
    client.post("/compte/password/set/", {"password1": NEW, "password2": NEW})
    person.refresh_from_db()
    assert person.check_password(NEW)


@pytest.mark.services
def test_a_second_address_is_proven_then_made_the_main_one(client, code):
    person = make_user()
    client.force_login(person)
    answer = client.post("/compte/email/", {"action_add": "", "email": "autre@demo.example"})
    assert answer["Location"] == "/compte/confirm-email/"
    client.post("/compte/confirm-email/", {"code": code()})
    client.post("/compte/email/", {"action_primary": "", "email": "autre@demo.example"})
    person.refresh_from_db()
    assert person.email == "autre@demo.example"
    assert EmailAddress.objects.get(user=person, primary=True).email == "autre@demo.example"


@pytest.mark.parametrize("action", ["action_primary", "action_remove", "action_send"])
def test_the_address_of_somebody_else_cannot_be_touched(client, action):
    other = make_user()
    client.force_login(make_user())
    client.post("/compte/email/", {action: "", "email": other.email})
    assert EmailAddress.objects.get(email=other.email).user == other
    assert EmailAddress.objects.get(email=other.email).primary


@pytest.mark.parametrize(
    ("address", "words"),
    [("", "obligatoire"), ("rien", "valide"), ("a" * 260 + "@x.example", "254 caractères")],
)
def test_an_address_that_cannot_be_is_explained(client, address, words):
    client.force_login(make_user())
    page = client.post("/compte/email/", {"action_add": "", "email": address}).content.decode()
    assert words in page.split('id="id_email_error"')[1].split("</p>")[0]


def test_too_many_attempts_are_suspended_with_a_designed_page(client):
    client.force_login(make_user())
    for _each in range(8):
        answer = client.post("/compte/password/change/", {})
    assert answer.status_code == 429
    assert "Trop de demandes en peu de temps" in answer.content.decode()


HOSTILE = st.one_of(st.text(max_size=300), st.sampled_from(["\x00", "'; --", "{{ 7*7 }}"]))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(login=HOSTILE, password=HOSTILE)
@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/compte/login/", ("login", "password")),
        ("/compte/login/code/", ("email", "next")),
        ("/compte/password/reset/", ("email", "next")),
    ],
)
def test_no_input_breaks_a_form(client, address, fields, login, password):
    cache.clear()
    data = dict(zip(fields, (login, password), strict=True))
    assert client.post(address, data).status_code in {200, 302}
