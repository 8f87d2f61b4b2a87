"""E-mails as they arrive: in French, as text and as HTML that say the same, whatever names hold."""

import email
import email.policy
import re

import pytest
from aiosmtpd.controller import Controller
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.mail import get_connection

from common.mail import absolute, compose
from tests.access.emails import templates
from tests.servers import free_port

HOSTILE = 'L’été d\'Àline "<script>alert(1)</script>" & Cie\r\nBcc: tous@exemple.test'
TEMPLATES = sorted(templates())
URL = absolute("/groupes/monde/")


def filled(template: str) -> dict:
    """Every name that the template reads, hostile; its addresses are ours."""
    text = (settings.ROOT / "templates" / template).read_text(encoding="utf-8")
    names = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"{[{%](.*?)[%}]}", text))))
    return {name: URL if name.endswith("url") else HOSTILE for name in names} | {"count": 2}


@pytest.fixture
def received():
    """What a real SMTP server is given."""
    kept = []

    class Keeper:
        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
            kept.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
            assert envelope.rcpt_tos == ["agent@exemple.test"]
            return "250 OK"

    server = Controller(Keeper(), hostname="127.0.0.1", port=free_port())
    server.start()
    connection = get_connection(
        "django.core.mail.backends.smtp.EmailBackend", host=server.hostname, port=server.port
    )
    yield lambda message: (connection.send_messages([message]), kept.pop())[1]
    server.stop()


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_e_mail_says_the_same_in_text_and_in_html(template, received):
    sent = compose(to="agent@exemple.test", template=template, context=filled(template))
    message = received(sent)
    assert message.get_content_type() == "multipart/alternative"
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "{{" not in text
    assert "{%" not in text
    assert "Chantiers" in text
    assert "<script" not in html
    assert 'lang="fr"' in html
    for line in filter(None, map(str.strip, text.splitlines())):
        shown = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert shown.replace('"', "&quot;").replace("'", "&#x27;") in html, line
    if URL in text:
        assert f'<a href="{URL}">{URL}</a>' in html


def test_only_addresses_of_this_site_become_links():
    context = filled("groups/email/answer_decided.txt") | {
        "message": "Voyez\nhttps://exemple.test/piege\nmerci"
    }
    sent = compose(to="a@exemple.test", template="groups/email/answer_decided.txt", context=context)
    html = sent.alternatives[0].content
    assert "https://exemple.test/piege" in html
    assert set(re.findall(r'href="([^"]*)"', html)) == {URL}


def test_codes_come_as_html_too(rf, received):
    message = get_adapter().render_mail(
        "account/email/login_code",
        "agent@exemple.test",
        {"code": "ABCD-EFGH", "email": "agent@exemple.test"},
    )
    html = received(message).get_body(("html",)).get_content()
    assert re.search(r'class="code">\s*ABCD-EFGH\s*<', html)
