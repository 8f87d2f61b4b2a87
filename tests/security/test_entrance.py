"""Promises S1, S2 and P5: what the doors tell, how often one may knock, what a visitor is given."""

import io
import re

import pytest
from django.core import mail
from django.core.handlers.asgi import ASGIRequest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from common.charset import Utf8Only
from config.asgi import application
from groups.enums import Role
from groups.services import invite_member
from tests.factories import join, make_group, make_user

KNOWN, UNKNOWN = "connue@exemple.test", "inconnue@exemple.test"


@pytest.fixture
def known(db):
    return make_user(email=KNOWN)


def _said(response, address: str) -> str:
    """The page without what is different each time, nor the address that was typed."""
    text = response.content.decode()
    text = re.sub(r'(nonce|value|content)="[^"]*"|data-[a-z-]+="[^"]*"', "", text)
    return text.replace(address, "ADRESSE")


FLOWS = {
    "login": ("/compte/login/", {"login": "{}", "password": "pas-le-bon-mot"}),
    "code": ("/compte/login/code/", {"email": "{}"}),
    "reset": ("/compte/password/reset/", {"email": "{}"}),
    "signup": ("/compte/signup/", {"email": "{}", "name": "Une personne", "password1": ""}),
}


@pytest.mark.parametrize("flow", FLOWS)
def test_no_door_tells_whether_an_account_exists(known, flow):
    address, fields = FLOWS[flow]
    told = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        data = {name: value.format(email) for name, value in fields.items()}
        response = client.post(address, data, follow=True)
        told.append((response.redirect_chain, response.status_code, _said(response, email)))
        assert len(mail.outbox) == (0 if flow == "login" else 1)
        mail.outbox.clear()
    assert told[0] == told[1]


def test_adding_the_address_of_another_account_tells_nothing(known):
    told = []
    for email in (KNOWN, UNKNOWN):
        client = Client()
        client.force_login(make_user())
        response = client.post("/compte/email/", {"email": email, "action_add": ""}, follow=True)
        told.append((response.redirect_chain, response.status_code))
    assert told[0] == told[1]


def test_the_administration_has_no_door_of_its_own(db):
    """Its own form of sign-in was not throttled at all."""
    make_user(email="chef@exemple.test", is_staff=True, is_superuser=True)
    client = Client()
    for response in (
        client.get("/administration/login/"),
        client.post(
            "/administration/login/",
            {"username": "chef@exemple.test", "password": "motdepasse-de-test"},
        ),
    ):
        assert response.status_code == 302
        assert response["Location"].startswith("/compte/login/")
    assert "_auth_user_id" not in client.session


def test_sign_in_is_throttled_whatever_the_request_says_of_its_address(known):
    client = Client()
    data = {"login": KNOWN, "password": "pas-le-bon-mot"}
    answers = [
        client.post("/compte/login/", data, headers={"X-Forwarded-For": f"192.0.2.{n}"})
        for n in range(12)
    ]
    last = answers[-1].content.decode()
    assert answers[-1].status_code == 429 or "Trop d’essais" in last
    right = client.post("/compte/login/", data | {"password": "motdepasse-de-test"})
    assert right.status_code != 302


@pytest.mark.django_db
def test_a_visitor_gets_no_cookie():
    group = make_group()
    for address in ("/", "/groupes/", reverse("group", args=[group.slug]), "/collectivites/"):
        response = Client().get(address)
        assert not response.cookies, address


@pytest.mark.django_db
def test_another_host_is_refused():
    """What is written in e-mails comes from the settings; a page is refused under another name."""
    assert Client().get("/", headers={"Host": "exemple.test"}).status_code == 400


@pytest.mark.django_db
def test_every_form_needs_its_token(known):
    client = Client(enforce_csrf_checks=True)
    client.force_login(known)
    response = client.post("/compte/profil/", {"name": "Autre nom"})
    assert response.status_code == 403
    known.refresh_from_db()
    assert known.name != "Autre nom"


def _views(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern)
        else:
            yield pattern.callback


def test_no_view_does_without_the_token_but_the_choice_of_appearance():
    exempt = {
        f"{view.__module__}.{view.__name__}"
        for view in _views(get_resolver())
        if getattr(view, "csrf_exempt", False)
    }
    assert exempt == {"common.views.appearance"}


CHARSETS = ["hex", "utf-7", "utf-16", "unicode_escape", '"base64"', "x" * 300]
PART = '--B\r\nContent-Disposition: form-data; name="next"\r\n\r\n/+2AA-é\r\n--B--\r\n'


@pytest.mark.parametrize("charset", CHARSETS)
async def test_the_charset_of_a_request_is_not_believed(charset):
    """« hex » decodes no text, « utf-7 » gives halves of characters: both ended in a 500."""
    seen = []

    async def django(scope, receive, send):
        with io.BytesIO(PART.encode()) as body:
            request = ASGIRequest(scope, body)
            seen.append((request.GET["q"], request.POST["next"]))

    declared = f"multipart/form-data; boundary=B; Charset = {charset}".encode()
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "query_string": "q=+2AA-é".encode(),
        "headers": [(b"content-type", declared), (b"content-length", b"%d" % len(PART.encode()))],
    }
    await Utf8Only(django)(scope, None, None)
    assert seen == [(" 2AA-é", "/+2AA-é")]


def test_the_site_stands_behind_it():
    assert isinstance(application.application_mapping["http"], Utf8Only)


@pytest.mark.django_db
def test_every_way_to_sign_out_clears_the_drafts_of_this_device(
    known, django_capture_on_commit_callbacks
):
    """Promise P6: the script clears them where the form says that one signs out."""
    group = make_group()
    with django_capture_on_commit_callbacks(execute=True):
        invite_member(
            group=group,
            email="autre@exemple.test",
            role=Role.OBSERVER,
            by=join(group, Role.FACILITATOR),
        )
    link = re.search(r"/invitation/\S+", mail.outbox[0].body)[0]
    client = Client()
    client.force_login(known)
    for address in (link, "/compte/logout/", "/"):
        html = client.get(address).content.decode()
        ways = re.findall(r'<form[^>]*action="/compte/logout/"[^>]*>', html)
        assert ways
        assert all("data-sign-out" in way for way in ways), address
