"""Promise I1, in the HTML: a script planted in every text of the world stays a text."""

from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import models

from common.markdown import render
from common.uploads import clean_name
from discussions.models import Message
from tests.access.addresses import known_addresses

pytestmark = pytest.mark.django_db

TAG = "i-mal"
# Blocks that hold data, which no browser runs.
DATA = {"application/json", "application/ld+json"}
PAYLOAD = f"\"'><{TAG} onclick=x()></{TAG}></textarea></title><script>x()</script>"
APPS = ["accounts", "organisations", "groups", "documents", "discussions", "experiments"]
# Codes and addresses, that no person types as a text.
NOT_TYPED = {
    "client_id",
    "code",
    "content_type",
    "department_code",
    "email",
    "first_digest",
    "html",
    "key",
    "password",
    "postcodes",
    "region_code",
    "sha256",
    "siren",
    "slug",
    "term",
    "token_hash",
    "author_role",
}
MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    '[x](https://exemple.test/"onmouseover="x())',
    '[x](https://exemple.test "t\\" onclick=x()")',
    "![x](https://exemple.test/suivi.png)",
    "<svg/onload=x()>",
    "`<script>x()</script>`",
    '```"><script>x()</script>\n<script>\n```',
    "&#60;script&#62;x()&#60;/script&#62;",
    "<!--><img src=x onerror=x()>-->",
    "[a]: javascript:x()\n\n[a]",
    "<math><mtext><table><mglyph><style><img src onerror=x()>",
    "1. <a href='vbscript:x()'>x</a>",
    "[x](//exemple.test\\@javascript:x())",
]


class _Reader(HTMLParser):
    """Notes what could run: our planted tag, handlers, scripts without nonce, strange addresses."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in {TAG, "iframe", "object", "embed", "base", "style"}:
            self.found.append(tag)
        if tag == "script" and not given.get("nonce") and given.get("type") not in DATA:
            self.found.append(f"script {given}")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(f"{name}={value}")
            address = (value or "").strip().lower()
            if name in {"href", "src", "action", "formaction", "srcdoc"}:
                if address.startswith(("javascript:", "vbscript:", "data:")):
                    self.found.append(f"{name}={value}")
                if name == "src" and not address.startswith("/"):
                    self.loaded.append(value)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def _plant() -> int:
    """The payload in every text that people write, past all forms; the number of fields."""
    fields = 0
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            typed = {
                field.name: PAYLOAD[: field.max_length]
                for field in model._meta.get_fields()
                if isinstance(field, models.CharField | models.TextField)
                and not isinstance(field, models.URLField)
                and not field.choices
                and field.name not in NOT_TYPED
            }
            if typed:
                model._base_manager.update(**typed)
                fields += len(typed)
    Message.objects.update(html=render(PAYLOAD))
    return fields


@pytest.fixture(scope="module")
def pages(world, clients):
    """Every page of the world with the payload everywhere: {(person, address): HTML}."""
    assert _plant() > 45
    found = {}
    for person in ("visitor", "facilitator", "member", "guest_contributor"):
        for address in dict.fromkeys(["/", "/compte/profil/", *known_addresses(world)]):
            response = clients[person].get(address)
            if response.get("Content-Type", "").startswith("text/html"):
                found[person, address] = response.content.decode()
    return found


def test_the_payload_is_shown_as_a_text(pages):
    shown = [address for address, html in pages.items() if "i-mal" in html]
    assert len(shown) > 60


def test_nothing_that_was_planted_can_run(pages):
    found = {address: _read(html).found for address, html in pages.items()}
    assert {address: what for address, what in found.items() if what} == {}


def test_no_page_asks_anything_of_another_site(pages):
    """Promise P5."""
    found = {address: _read(html).loaded for address, html in pages.items()}
    assert {address: what for address, what in found.items() if what} == {}


@pytest.mark.parametrize("text", MARKDOWN)
def test_no_markdown_makes_a_script_or_a_remote_picture(text):
    html = render(text)
    assert _read(html).found == []
    assert "<img" not in html
    assert "<svg" not in html


FILE_NAMES = ["../../etc/passwd", "..\\..\\x.pdf", 'a";x="<b>.pdf', "a\r\nX: y.pdf", "\0.pdf"]


@pytest.mark.parametrize("name", [*FILE_NAMES, "\u202efdp.exe", "..", "/"])
def test_a_file_name_leads_nowhere(name):
    cleaned = clean_name(name)
    assert not set(cleaned) & set('/\\\r\n\0"<>\u202e')
    assert cleaned not in {"", ".", ".."}
