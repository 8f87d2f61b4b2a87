"""The table again, for e-mails: who gets which, and none says more than she may know."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.test.signals import template_rendered

from accounts.models import User
from tests.access.account_emails import ACCOUNT_CAUSES, account_templates
from tests.access.crawl import everything
from tests.access.emails import (
    CAUSES,
    WORDS,
    addresses,
    readable,
    templates,
    templates_in_code,
)

pytestmark = pytest.mark.services


def test_the_table_knows_every_e_mail():
    told = {mail.template for cause in CAUSES for mail in cause.sends}
    assert told == templates()
    assert told == templates_in_code()
    assert {mail.template for each in ACCOUNT_CAUSES for mail in each.sends} == account_templates()


@pytest.fixture
def sent(world, mailoutbox, django_capture_on_commit_callbacks):
    """`sent(cause)`: [(template, message)] of what the act sends. The world is put back after."""
    point = transaction.savepoint()
    named, known = [], templates() | account_templates()

    def note(sender, template, **given):
        if template.name in known:
            named.append(template.name)

    def act(cause):
        template_rendered.connect(note)
        with django_capture_on_commit_callbacks(execute=True):
            cause.do(world)
        template_rendered.disconnect(note)
        assert len(named) == len(mailoutbox)
        return list(zip(named, mailoutbox, strict=True))

    yield act
    transaction.savepoint_rollback(point)


def _links(message) -> list[str]:
    # allauth's start with the address that was asked.
    sites = (settings.SITE_URL, "http://testserver")
    return [
        line.removeprefix(site)
        for line in message.body.splitlines()
        for site in sites
        if line.startswith(f"{site}/")
    ]


def _opens(email: str, path: str) -> bool:
    """Whether the page opens for who has this address: an account, or none yet."""
    client = Client()
    account = User.objects.filter(email=email).first()
    if account:
        client.force_login(account)
    response = client.get(path, follow=True)
    arrived = urlsplit(response.redirect_chain[-1][0]).path if response.redirect_chain else path
    return response.status_code == 200 and not arrived.startswith("/compte/login/")


@pytest.mark.django_db
@pytest.mark.parametrize("cause", [*CAUSES, *ACCOUNT_CAUSES], ids=str)
def test_an_e_mail_goes_to_those_it_is_for_and_says_no_more(world, sent, cause):
    names = {email: name for name, email in addresses(world).items()}
    may_read, planted = readable(world), everything(world)
    got = defaultdict(set)
    for template, message in sent(cause):
        assert (len(message.to), message.cc, message.bcc) == (1, [], [])
        person = names.get(message.to[0], message.to[0])
        assert person not in got[template], "twice"
        got[template].add(person)

        text = str(message.message()) + message.body + message.alternatives[0].content
        text = text.lower().replace(f"to: {message.to[0].lower()}", "")
        met = {word for word in planted if word.lower() in text}
        (row,) = (mail for mail in cause.sends if mail.template == template)
        assert met == {WORDS[name](world) for name in row.words}
        assert met <= may_read[person]

        others = {email for email in names if email.lower() in text} - {message.to[0]}
        assert others <= {WORDS[name](world) for name in row.words} | _shown(world, template)
        for link in _links(message):
            assert _opens(message.to[0], link), link
        assert bool(_links(message)) == ("url }}" in _source(template)), template
    assert got == {mail.template: mail.to for mail in cause.sends}


def _source(template: str) -> str:
    return (settings.ROOT / "templates" / template).read_text(encoding="utf-8")


def _shown(world, template: str) -> set[str]:
    """Addresses that an e-mail is about, shown to who must decide."""
    about = {
        "groups/email/guest_to_approve.txt": {"invited"},
        "groups/email/address_asked.txt": {"stranger"},
        "account/email/email_changed_message.txt": {"invited"},
        "account/email/email_deleted_message.txt": {"invited"},
    }
    return {addresses(world)[name] for name in about.get(template, ())}
