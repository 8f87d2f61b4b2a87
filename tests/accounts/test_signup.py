"""Creating an account: with a password or without, and what is refused."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SIGNUP = "/compte/signup/"
VERIFY = "/compte/confirm-email/"
GOOD = {"email": "agente@exempleville.example", "name": "Agent·e d’Exempleville"}


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.services
def test_with_a_password(client, code):
    answer = client.post(SIGNUP, GOOD | {"password1": "une longue phrase à moi"})
    assert answer["Location"] == VERIFY
    assert not signed_in(client)
    answer = client.post(VERIFY, {"code": code()})
    assert answer["Location"] == "/"
    person = User.objects.get()
    assert signed_in(client)
    assert person.name == GOOD["name"]
    assert person.check_password("une longue phrase à moi")
    assert EmailAddress.objects.get(user=person).verified

    client.post("/compte/logout/")
    assert not signed_in(client)
    client.post("/compte/login/", {"login": GOOD["email"], "password": "une longue phrase à moi"})
    assert signed_in(client)


@pytest.mark.services
def test_without_a_password(client, code):
    client.post(SIGNUP, GOOD | {"password1": ""})
    client.post(VERIFY, {"code": code()})
    person = User.objects.get()
    assert signed_in(client)
    assert not person.has_usable_password()

    client.post("/compte/logout/")
    answer = client.post("/compte/login/code/", {"email": GOOD["email"]})
    assert answer["Location"] == "/compte/login/code/confirm/"
    client.post("/compte/login/code/confirm/", {"code": code()})
    assert signed_in(client)


def test_where_one_was_going_is_kept_through_sign_up_and_verification(client, code):
    page = client.get("/compte/login/?next=/invitation/abc/").content.decode()
    assert 'href="/compte/signup/?next=%2Finvitation%2Fabc%2F"' in page
    page = client.get("/compte/signup/?next=/invitation/abc/").content.decode()
    assert 'name="next" value="/invitation/abc/"' in page
    client.post(SIGNUP, GOOD | {"next": "/invitation/abc/"})
    answer = client.post(VERIFY, {"code": code()})
    assert answer["Location"] == "/invitation/abc/"


@pytest.mark.parametrize(
    "onward", ["https://ailleurs.example/", "//ailleurs.example", "javascript:1"]
)
def test_one_is_never_led_away(client, code, onward):
    client.post(SIGNUP, GOOD | {"next": onward})
    assert client.post(VERIFY, {"code": code()})["Location"] == "/"


def test_a_wrong_code_is_told_and_a_new_one_can_be_asked(client, code, mailoutbox):
    client.post(SIGNUP, GOOD)
    answer = client.post(VERIFY, {"code": "AAAA-AAAA"})
    assert "Ce code ne convient pas" in answer.content.decode()
    # A new one every ten seconds at most: those have passed.
    cache.clear()
    client.post(VERIFY, {"action": "resend"})
    assert client.post(VERIFY, {"code": code()})["Location"] == "/"
    assert len(mailoutbox) == 2


def test_too_many_wrong_codes_end_the_attempt(client):
    client.post(SIGNUP, GOOD)
    for _each in range(3):
        answer = client.post(VERIFY, {"code": "AAAA-AAAA"})
    assert answer["Location"] == "/compte/login/"
    page = client.get("/compte/login/").content.decode()
    assert "Trop d’essais" in page


def test_a_wrong_address_can_be_left_for_another(client, code, mailoutbox):
    client.post(SIGNUP, GOOD)
    assert client.post("/compte/logout/", {"next": SIGNUP})["Location"] == SIGNUP
    client.post(SIGNUP, GOOD | {"email": "bonne@exempleville.example"})
    assert mailoutbox[-1].to == ["bonne@exempleville.example"]
    client.post(VERIFY, {"code": code()})
    assert User.objects.get(pk=client.session["_auth_user_id"]).email == mailoutbox[-1].to[0]


def test_nothing_tells_that_an_account_exists(client, mailoutbox):
    known = make_user(email="connue@exempleville.example")
    unknown_page = client.post(SIGNUP, GOOD, follow=True)
    other = type(client)()
    known_page = other.post(SIGNUP, GOOD | {"email": known.email}, follow=True)
    texts = [
        page.content.decode().split("<main")[1].replace(address, "ADRESSE")
        for page, address in [(unknown_page, GOOD["email"]), (known_page, known.email)]
    ]
    assert unknown_page.redirect_chain == known_page.redirect_chain
    assert _without_tokens(texts[0]) == _without_tokens(texts[1])
    assert mailoutbox[-1].to == [known.email]
    assert "Vous avez déjà un compte" in mailoutbox[-1].subject
    assert User.objects.filter(email=known.email).count() == 1


def _without_tokens(text: str) -> str:
    return re.sub(r'value="[A-Za-z0-9]{64}"', "", text)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "obligatoire"),
        ("email", "pas une adresse", "valide"),
        ("email", "a" * 250 + "@exempleville.example", "254 caractères"),
        ("email", "a\r\nBcc: x@y.example", "valide"),
        ("name", "", "obligatoire"),
        ("name", "\u202e\u200b", "obligatoire"),
        ("name", "n" * 121, "120 caractères"),
        ("password1", "court", "12"),
        ("password1", "password1234", "courant"),
        ("password1", "x" * 257, "256 caractères"),
        ("password1", "agente@exempleville", "adresse"),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_what_was_typed_is_kept(
    client, mailoutbox, field, value, words
):
    answer = client.post(SIGNUP, GOOD | {"password1": "", field: value})
    page = answer.content.decode()
    assert answer.status_code == 200
    error = page.split(f'id="id_{field}_error"')[1].split("</p>")[0]
    assert words in error
    kept = GOOD["name"] if field != "name" else GOOD["email"]
    assert f'value="{kept}"' in page
    assert not User.objects.exists()
    assert not mailoutbox


def test_a_name_is_cleaned(client):
    client.post(SIGNUP, GOOD | {"name": " Ame\u0301lie\u202e  \tMartin\u200b "})
    assert User.objects.get().name == "Amélie Martin"


TEXT = st.one_of(
    st.text(max_size=400),
    st.sampled_from(
        ["\x00", "\ud800".encode("utf-8", "replace").decode(), "<script>alert(1)</script>", "=1+1"]
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(email=TEXT, name=TEXT, password=TEXT, onward=TEXT)
def test_no_input_breaks_the_form(client, email, name, password, onward):
    cache.clear()
    client.logout()
    data = {"email": email, "name": name, "password1": password, "next": onward}
    assert client.post(SIGNUP, data).status_code in {200, 302}
    assert client.get(SIGNUP, {"next": onward, "email": email}).status_code in {200, 302}
