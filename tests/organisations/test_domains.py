"""Addresses at a listed domain confirm; whatever is not surely that domain does not."""

import pytest
from allauth.account import signals
from allauth.account.models import EmailAddress
from django.urls import reverse

from audit.models import AuditEvent
from organisations.domains import PUBLIC_PROVIDERS, domain_of, is_public_provider, normalized
from organisations.models import Affiliation, OrganisationDomain
from organisations.services import (
    PublicProviderError,
    UnusableDomainError,
    declare_affiliation,
    end_affiliation,
    list_domain,
    unlist_domain,
)
from tests.factories import make_collectivity, make_user


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("exempleville.fr", "exempleville.fr"),
        (" ExempleVille.FR. ", "exempleville.fr"),
        ("éxempleville.fr", "xn--xempleville-99a.fr"),
        ("XN--xempleville-99A.fr", "xn--xempleville-99a.fr"),
        ("e\u0301xempleville.fr", "xn--xempleville-99a.fr"),
        # Two standards read them differently, or they only look the same.
        ("straße.fr", ""),
        ("ｅxempleville.fr", ""),
        ("exemple\u200dville.fr", ""),
        ("exempleville。fr", ""),
        ("xn--zz--9.fr", ""),
        ("fr", ""),
        ("", ""),
        ("..", ""),
        ("exempleville..fr", ""),
        ("-exempleville.fr", ""),
        ("exemple_ville.fr", ""),
        ("exempleville.fr/", ""),
        ("https://exempleville.fr", ""),
        ("192.168.0.1", ""),
        ("a" * 64 + ".fr", ""),
        ("a." * 200 + "fr", ""),
    ],
)
def test_a_domain_has_one_form(written, kept):
    assert normalized(written) == kept


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("agent@exempleville.fr", "exempleville.fr"),
        ("Agent+chantiers@EXEMPLEVILLE.fr", "exempleville.fr"),
        ('"a@gmail.com"@exempleville.fr', "exempleville.fr"),
        ("agent@exempleville.fr@autre.fr", "autre.fr"),
        ("@exempleville.fr", ""),
        ("exempleville.fr", ""),
        ("agent@", ""),
    ],
)
def test_the_domain_of_an_address(address, domain):
    assert domain_of(address) == domain


def test_providers_are_kept_in_their_one_form():
    assert {name for name in PUBLIC_PROVIDERS if normalized(name) != name} == set()


@pytest.mark.parametrize(
    "domain",
    """gmail.com GMAIL.COM. orange.fr laposte.net free.fr wanadoo.fr outlook.com outlook.fr
    hotmail.fr live.fr yahoo.fr sfr.fr neuf.fr icloud.com bbox.fr proton.me yopmail.com
    agent.gmail.com mail.laposte.net""".split(),  # noqa: SIM905
)
@pytest.mark.django_db
def test_a_public_provider_is_never_listed(domain):
    assert is_public_provider(domain)
    town, by = make_collectivity(), make_user(is_superuser=True)
    for written in (domain, f"@{domain}"):
        with pytest.raises(PublicProviderError):
            list_domain(organisation=town, domain=written, by=by)
    with pytest.raises(ValueError, match="vouches for nobody"):
        OrganisationDomain.objects.create(organisation=town, domain=domain)
    assert not OrganisationDomain.objects.exists()


def test_a_domain_that_only_ends_alike_is_no_provider():
    assert not is_public_provider("notgmail.com")
    assert not is_public_provider("gmail.com.exempleville.fr")


pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    found = make_collectivity("Exempleville")
    list_domain(organisation=found, domain="exempleville.fr", by=make_user(is_superuser=True))
    return found


@pytest.mark.parametrize(
    ("email", "confirmed"),
    [
        ("agent@exempleville.fr", True),
        ("agent+test@EXEMPLEVILLE.FR", True),
        ("agent@mail.exempleville.fr", False),
        ("agent@exempleville.fr.exemple.com", False),
        ("agent@notexempleville.fr", False),
        ("agent@ехempleville.fr", False),  # Cyrillic
        ("agent@exempleville.com", False),
    ],
)
def test_an_address_confirms_at_the_very_domain(town, email, confirmed):
    place = declare_affiliation(user=make_user(email=email), organisation=town)
    assert place.is_verified is confirmed
    assert place.verified_domain == ("exempleville.fr" if confirmed else "")
    assert place.verified_by is None
    acts = AuditEvent.objects.filter(action="affiliation.verified_by_address")
    assert acts.count() == int(confirmed)


def test_only_an_address_that_was_verified_confirms_and_only_there(town):
    user = make_user(email="agent@exempleville.fr")
    EmailAddress.objects.filter(user=user).update(verified=False)
    assert not declare_affiliation(user=user, organisation=town).is_verified
    EmailAddress.objects.filter(user=user).update(verified=True)
    assert not declare_affiliation(user=user, organisation=make_collectivity()).is_verified


def test_an_old_address_does_not_bring_back_who_left(town):
    user = make_user(email="agent@exempleville.fr")
    place = declare_affiliation(user=user, organisation=town)
    assert place.is_verified
    end_affiliation(affiliation=place, by=make_user())
    assert not declare_affiliation(user=user, organisation=town).is_verified


def test_an_address_verified_later_confirms_what_waited(town):
    user = make_user()
    place = declare_affiliation(user=user, organisation=town)
    address = EmailAddress.objects.create(user=user, email="agent@exempleville.fr", verified=True)
    signals.email_confirmed.send(EmailAddress, request=None, email_address=address)
    place.refresh_from_db()
    assert place.verified_domain == "exempleville.fr"


def test_listing_confirms_those_who_wait_and_unlisting_unconfirms_nobody(town):
    user = make_user(email="agent@agglo-exempleville.fr")
    place = declare_affiliation(user=user, organisation=town)
    by = make_user(is_superuser=True)
    domain, confirmed = list_domain(organisation=town, domain="agglo-exempleville.fr", by=by)
    assert confirmed == [place]
    assert list_domain(organisation=town, domain="agglo-exempleville.fr", by=by)[0] == domain
    assert unlist_domain(domain=domain, by=by) == 1
    place.refresh_from_db()
    assert place.is_verified
    other = make_user(email="autre@agglo-exempleville.fr")
    assert not declare_affiliation(user=other, organisation=town).is_verified
    acts = AuditEvent.objects.filter(action__startswith="domain.").order_by("pk")
    assert list(acts.values_list("action", flat=True))[1:] == ["domain.listed", "domain.unlisted"]


@pytest.mark.parametrize("written", ["", "fr", "https://exempleville.fr", "agent@exempleville.fr"])
def test_what_is_no_domain_is_refused(town, written):
    with pytest.raises(UnusableDomainError):
        list_domain(organisation=town, domain=written, by=make_user())


def test_an_administrator_lists_domains_on_a_page(client, town):
    client.force_login(make_user(is_superuser=True))
    page = reverse("organisations:domains", args=[town.pk])
    waiting = declare_affiliation(user=make_user(email="a@b.exemple.fr"), organisation=town)
    html = client.post(page, {"domain": "gmail.com"}).content.decode()
    assert "Chacun peut avoir une adresse à ce domaine" in html
    assert 'value="gmail.com"' in html
    html = client.post(page, {"domain": "@b.exemple.fr"}, follow=True).content.decode()
    assert "@b.exemple.fr" in html
    assert "1 demande qui attendait est confirmée" in html
    assert Affiliation.objects.get(pk=waiting.pk).is_verified
    domain = town.domains.get(domain="b.exemple.fr")
    address = reverse("organisations:domain_unlist", args=[town.pk, domain.pk])
    elsewhere = reverse("organisations:domain_unlist", args=[make_collectivity().pk, domain.pk])
    assert client.post(elsewhere).status_code == 404
    html = client.post(address, follow=True).content.decode()
    assert "1 personne qu’elles avaient confirmée le reste" in html
