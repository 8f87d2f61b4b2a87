"""Every page, error and e-mail of the accounts is in French, whatever the libraries say."""

import re

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PASSWORD = "motdepasse-de-test"
NEW = "une autre longue phrase"
ENGLISH = re.compile(
    r"\b(the|and|your|you|we|please|this|that|with|from|has|have|been|is|are|not|password|email|"
    r"address|account|sign|signed|log|login|logout|code was|enter|confirm|change|user|username|"
    r"field|required|invalid|submit|send|remove|verify|verified|primary|hello|warning|error)\b",
    re.IGNORECASE,
)


def words(page: str) -> str:
    """What is read on a page: its title and body, without scripts and addresses."""
    page = re.sub(r"<(script|svg|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    named = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', page)
    text = " ".join([strip_tags(page), *named])
    return re.sub(r"\S+@\S+|https?://\S+|\S+\.example\S*", " ", text)


def leftovers(text: str) -> list[str]:
    return [found[0] for found in ENGLISH.finditer(text)]


def test_the_detector_detects():
    assert leftovers("Please enter your password") != []
    assert leftovers("Choisissez un mot de passe, puis un code. Adresse e-mail. On y est.") == []


@pytest.mark.parametrize(
    "path",
    [
        "/compte/login/",
        "/compte/signup/",
        "/compte/login/code/",
        "/compte/password/reset/",
        "/compte/inactive/",
    ],
)
@pytest.mark.parametrize("data", [None, {}, {"email": "x", "login": "x", "password": "x"}])
def test_the_pages_of_a_visitor(client, path, data):
    answer = client.get(path) if data is None else client.post(path, data)
    if answer.status_code == 405:
        return
    assert leftovers(words(answer.content.decode())) == []


@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
@pytest.mark.parametrize("path", ["/compte/login/code/", "/compte/password/reset/"])
def test_the_pages_that_wait_for_a_code(client, mailoutbox, path, known):
    address = make_user().email if known else "personne@exempleville.example"
    answer = client.post(path, {"email": address}, follow=True)
    assert leftovers(words(answer.content.decode())) == []
    confirm = answer.redirect_chain[-1][0]
    for wrong in ["", "AAAA-AAAA", "x" * 400]:
        answer = client.post(confirm, {"code": wrong}, follow=True)
        assert leftovers(words(answer.content.decode())) == []
    for mail in mailoutbox:
        assert leftovers(words(f"{mail.subject} {mail.body}")) == []
        assert "Chantiers" in mail.body


def test_the_pages_of_a_reset(client, code, mailoutbox):
    client.post("/compte/password/reset/", {"email": make_user().email})
    client.post("/compte/password/reset/confirm/", {"code": code()})
    pages = [
        client.get("/compte/password/reset/complete/"),
        client.post("/compte/password/reset/complete/", {"password1": "123", "password2": "4"}),
        client.post(
            "/compte/password/reset/complete/", {"password1": NEW, "password2": NEW}, follow=True
        ),
    ]
    for page in pages:
        assert leftovers(words(page.content.decode())) == []
    assert mailoutbox[-1].subject == "Votre mot de passe a été remplacé"
    for mail in mailoutbox:
        assert leftovers(words(f"{mail.subject} {mail.body}")) == []


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/compte/profil/", None),
        ("/compte/profil/", {"name": ""}),
        ("/compte/email/", None),
        ("/compte/email/", {"action_add": "", "email": "x"}),
        ("/compte/email/", {"action_add": "", "email": "nouvelle@exempleville.example"}),
        ("/compte/email/", {"action_remove": "", "email": "MINE"}),
        ("/compte/password/change/", None),
        ("/compte/password/change/", {"oldpassword": "x", "password1": "1", "password2": "2"}),
        ("/compte/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}),
        ("/compte/reauthenticate/", None),
        ("/compte/reauthenticate/", {"password": "faux"}),
        ("/compte/logout/", None),
        ("/compte/logout/", {}),
    ],
)
def test_the_pages_of_a_person(client, mailoutbox, path, data):
    person = make_user("Agent·e d’Exempleville")
    # Signed in the plain way, as reauthentication asks how it was done.
    client.post("/compte/login/", {"login": person.email, "password": PASSWORD})
    if data is None:
        answer = client.get(path)
    else:
        sent = {key: person.email if value == "MINE" else value for key, value in data.items()}
        answer = client.post(path, sent, follow=True)
    assert answer.status_code == 200
    assert leftovers(words(answer.content.decode())) == []
    for mail in mailoutbox:
        assert leftovers(words(f"{mail.subject} {mail.body}")) == []


def test_the_page_to_choose_a_first_password(client, mailoutbox):
    client.force_login(User.objects.create_user("sans@exempleville.example", None, name="Sans"))
    assert leftovers(words(client.get("/compte/password/set/").content.decode())) == []
    answer = client.post("/compte/password/set/", {"password1": "x", "password2": "y"})
    assert leftovers(words(answer.content.decode())) == []
    client.post("/compte/password/set/", {"password1": NEW, "password2": NEW})
    assert leftovers(words(f"{mailoutbox[-1].subject} {mailoutbox[-1].body}")) == []


def test_the_pages_and_e_mails_of_a_sign_up(client, code, mailoutbox):
    known = make_user()
    for address in [known.email, "agente@exempleville.example"]:
        client.cookies.clear()
        answer = client.post("/compte/signup/", {"email": address, "name": "Agent·e"}, follow=True)
        assert leftovers(words(answer.content.decode())) == []
    answer = client.post("/compte/confirm-email/", {"code": code()}, follow=True)
    assert leftovers(words(answer.content.decode())) == []
    for mail in mailoutbox:
        assert leftovers(words(f"{mail.subject} {mail.body}")) == []


def test_the_changes_of_addresses_are_told_in_french(client, code, mailoutbox):
    person = make_user()
    client.force_login(person)
    old = person.email
    client.post("/compte/email/", {"action_add": "", "email": "o'brien@exempleville.example"})
    client.post("/compte/confirm-email/", {"code": code()})
    answer = client.post(
        "/compte/email/", {"action_primary": "", "email": "o'brien@exempleville.example"}
    )
    answer = client.post("/compte/email/", {"action_remove": "", "email": old}, follow=True)
    assert leftovers(words(answer.content.decode())) == []
    assert len(mailoutbox) >= 3
    for mail in mailoutbox:
        assert leftovers(words(f"{mail.subject} {mail.body}")) == []
        assert "&#x27;" not in mail.body
    assert any("o'brien@exempleville.example" in mail.body for mail in mailoutbox)
