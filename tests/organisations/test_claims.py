"""Claims are answered by those who vouch there, once, and in plain words."""

import pytest
from django.core import mail
from django.urls import reverse

from groups.enums import GroupState, Role
from organisations.models import Affiliation
from organisations.services import declare_affiliation, name_referent, verify_affiliation
from tests.factories import join, make_collectivity, make_group, make_user

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"organisations:{name}", args=args)


@pytest.fixture
def town():
    return make_collectivity("Exempleville")


@pytest.fixture
def claim(town):
    user = make_user("Nouvel·le agent·e", email="agent@agence.exemple")
    return declare_affiliation(user=user, organisation=town, function="Chargé·e de mission")


def referent_of(organisation):
    user = make_user()
    place = declare_affiliation(user=user, organisation=organisation)
    verify_affiliation(affiliation=place, by=make_user())
    name_referent(affiliation=place, by=make_user())
    return user


def facilitator_with(organisation, **fields):
    group = make_group(**fields)
    join(group, organisation=organisation)
    return join(group, Role.FACILITATOR)


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("referent", True),
        ("facilitator", True),
        ("administrator", True),
        ("referent elsewhere", False),
        ("facilitator elsewhere", False),
        ("facilitator of an archived group", None),
        ("colleague", None),
        ("claimant", None),
    ],
)
def test_who_answers_which_claims(client, town, claim, who, sees):
    """True: reads the claim; False: has a page of claims, without it; None: has no such page."""
    person = {
        "referent": lambda: referent_of(town),
        "facilitator": lambda: facilitator_with(town),
        "administrator": lambda: make_user(is_superuser=True),
        "referent elsewhere": lambda: referent_of(make_collectivity()),
        "facilitator elsewhere": lambda: facilitator_with(make_collectivity()),
        "facilitator of an archived group": lambda: facilitator_with(
            town, state=GroupState.ARCHIVED
        ),
        "colleague": lambda: join(make_group(), organisation=town),
        "claimant": lambda: claim.user,
    }[who]()
    client.force_login(person)
    response = client.get(url("claims"))
    assert response.status_code == (404 if sees is None else 200)
    html = response.content.decode()
    assert ("Chargé·e de mission" in html) is bool(sees)
    if sees is not None:
        assert ("@agence.exemple" in html) is sees
        assert "agent@agence" not in html
    status = 302 if sees else 404
    assert client.get(url("claim_refuse", claim.pk)).status_code == (200 if sees else 404)
    assert client.post(url("claim_confirm", claim.pk)).status_code == status
    claim.refresh_from_db()
    assert claim.is_verified is bool(sees)


def test_a_claim_reaches_the_referents_and_its_answer_the_person(
    client, town, django_capture_on_commit_callbacks
):
    referent = referent_of(town)
    with django_capture_on_commit_callbacks(execute=True):
        claim = declare_affiliation(user=make_user("Nouvel·le agent·e"), organisation=town)
    [message] = mail.outbox
    assert message.to == [referent.email]
    assert "Nouvel·le agent·e" in message.body
    assert url("claims") in message.body
    mail.outbox.clear()
    client.force_login(referent)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url("claim_confirm", claim.pk))
    claim.refresh_from_db()
    assert claim.verified_by == referent
    [message] = mail.outbox
    assert message.to == [claim.user.email]
    assert message.subject == "Votre rattachement à «\u00a0Exempleville\u00a0» est confirmé"
    assert url("detail", town.pk) in message.body
    # A second one, from another tab.
    page = client.post(url("claim_confirm", claim.pk), follow=True).content.decode()
    assert "déjà reçu une suite" in page


def test_refusing_needs_a_message_that_reaches_the_person(
    client, town, claim, django_capture_on_commit_callbacks
):
    client.force_login(referent_of(town))
    page = url("claim_refuse", claim.pk)
    assert "Dites en une phrase pourquoi" in client.post(page, {"message": " "}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page, {"message": "Vous n’êtes pas\ndans l’annuaire <b>."})
    claim.refresh_from_db()
    assert claim.refused_at
    assert not Affiliation.objects.current().filter(pk=claim.pk).exists()
    assert "Vous n’êtes pas\ndans l’annuaire <b>." in mail.outbox[0].body
    assert "déjà reçu une suite" in client.get(page, follow=True).content.decode()
    assert (
        "déjà reçu une suite"
        in client.post(url("claim_confirm", claim.pk), follow=True).content.decode()
    )
    client.force_login(claim.user)
    html = client.get(url("affiliations")).content.decode()
    assert "Vous n’êtes pas<br>dans l’annuaire &lt;b&gt;." in html
    # She may claim again.
    assert declare_affiliation(user=claim.user, organisation=town).pk != claim.pk


def test_nobody_answers_her_own_claim(client, town):
    for person in (make_user(is_superuser=True), facilitator_with(town)):
        own = declare_affiliation(user=person, organisation=town)
        client.force_login(person)
        assert client.post(url("claim_confirm", own.pk)).status_code == 404
        assert client.get(url("claim_refuse", own.pk)).status_code == 404
        own.refresh_from_db()
        assert not own.is_verified
