"""The e-mails that a demonstration keeps, and the page that shows them."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection

from common import outbox

PAGE = "/courriels-de-demonstration/"


@pytest.fixture
def kept(settings, tmp_path):
    """Demonstration mode, with an empty place for e-mails."""
    settings.DEMO = True
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_BACKEND = "common.outbox.KeptEmailBackend"
    return settings.EMAIL_FILE_PATH


def send(to="agent@demo.example", subject="Votre code", body="Bonjour", **more) -> None:
    backend = get_connection("common.outbox.KeptEmailBackend")
    EmailMessage(subject, body, to=[to], connection=backend, **more).send()


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_the_page_exists_in_demonstration_mode_only(client, kept, settings, demo):
    settings.DEMO = demo
    assert client.get(PAGE).status_code == (200 if demo else 404)


@pytest.mark.django_db
def test_codes_and_links_can_be_followed(client, kept):
    send(
        subject="Invitation à l’expérimentation",
        body="Voici :\n\nABCD-EFGH\n\nhttp://localhost:8000/invitation/x_y-z/?a=1&b=2\n\nÀ bientôt",
    )
    page = client.get(PAGE).content.decode()
    assert "Invitation à l’expérimentation" in page
    assert '<strong class="mail-code">ABCD-EFGH</strong>' in page
    assert 'href="http://localhost:8000/invitation/x_y-z/?a=1&amp;b=2"' in page
    assert "À bientôt" in page


@pytest.mark.django_db
def test_the_newest_comes_first(client, kept):
    for number in range(3):
        send(subject=f"Courriel {number}")
    assert re.findall(r"Courriel \d", client.get(PAGE).content.decode()) == [
        "Courriel 2",
        "Courriel 1",
        "Courriel 0",
    ]


@pytest.mark.django_db
def test_one_may_look_at_one_recipient_only(client, kept):
    send(to="Agent <agent@demo.example>", subject="Pour l’agent·e")
    send(to="invite@demo.example", subject="Pour l’invité·e")
    page = client.get(PAGE, {"pour": "AGENT@demo.example"}).content.decode()
    assert "Pour l’agent·e" in page
    assert "Pour l’invité·e" not in page
    assert "Aucun courriel pour «" in client.get(PAGE, {"pour": "x"}).content.decode()


@pytest.mark.django_db
def test_nothing_of_a_message_is_trusted(client, kept):
    attack = "<script>alert(1)</script><img src=x onerror=alert(2)> javascript:alert(3)"
    backend = get_connection("common.outbox.KeptEmailBackend")
    send(subject=attack, body=attack)
    html = EmailMultiAlternatives("html", "", to=["a@b.example"], connection=backend)
    html.attach_alternative(f"<p>{attack}</p>", "text/html")
    html.send()
    page = client.get(PAGE, {"pour": attack}).content.decode()
    page += client.get(PAGE).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Subject: =?utf-8?q?=ff?=\nDate: Mon, 99 Jan 99999 00:00:00 +0000\nTo: ,,,\n\nx",
        b"Content-Type: text/plain; charset=nowhere\nTo: a@b.example\n\nbonjour \xe9",
        b"Content-Type: multipart/mixed\n\nx",
        b"Content-Type: image/png\n\nx",
    ],
)
def test_a_damaged_file_never_breaks_the_page(client, kept, raw):
    kept.mkdir()
    (kept / "20260101T000000.000000-00.eml").write_bytes(raw)
    assert client.get(PAGE).status_code == 200


def test_every_message_of_concurrent_senders_is_kept(kept):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: send(subject=f"n° {number}"), range(40)))
    emails, _ = outbox.kept_emails()
    assert len({email.subject for email in emails}) == 40


def test_only_the_newest_are_kept(kept, monkeypatch):
    monkeypatch.setattr(outbox, "KEPT", 3)
    for number in range(5):
        send(subject=f"n° {number}")
    emails, _ = outbox.kept_emails()
    assert [email.subject for email in emails] == ["n° 4", "n° 3", "n° 2"]
    assert len(list(Path(kept).iterdir())) == 3
