"""Promise I8: whatever is sent, in any form, by anybody, is answered in words, never by a 500."""

import logging
import re
from itertools import cycle

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.documents.models import Document
from tests.access.addresses import TABLE
from tests.security.forms import posted_forms

# What databases take each its own way is tried on both: one value at a time, and addresses.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_answers")]

# Together they reach every form of the site; the first who is offered one sends it.
PEOPLE = ["visitor", "facilitator", "member", "candidate"]
ACCOUNT_PAGES = [
    "/compte/login/",
    "/compte/login/code/",
    "/compte/signup/",
    "/compte/password/reset/",
    "/compte/password/change/",
    "/compte/email/",
    "/compte/profil/",
]
# Same form, same code as another one: once is enough.
TWICE = re.compile(r"/(logout|apparence)/")

HOSTILE = [
    "",
    " \u00a0",
    "\0",
    "a\0b",
    "\u202e\u200b",
    "e\u200b\u0301",
    "<script>alert(1)</script>'\"{{ 7|add:7 }}%s%(name)s{0}",
    "x\r\nBcc: tous@exemple.test",
    "-1",
    "1e999",
    "NaN",
    "٣",
    "²",
    "9" * 19,
    "9" * 5000,
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "31/12/0000",
    "0001-01-01T00:00:00+23:59",
    "00000000-0000-0000-0000-000000000000",
    "{" * 36,
    "owner",
    "http://[::1",
    "a@b",
    "é" * 300 + "@exemple.test",
    "ı@exemple.test",
    "x" * 30_000,
]
hostile = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.integers(-(2**70), 2**70).map(str),
    st.dates().map(str),
)


@pytest.fixture(scope="module", autouse=True)
def quiet(quick_answers):
    """Thousands of refusals are not worth a line each."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def forms(world, clients):
    """The forms of the site, once each: [(a client that is offered it, the form)]."""
    found = {}
    pages = [row.url(world) for row in TABLE] + ACCOUNT_PAGES
    for person in PEOPLE:
        for page in pages:
            response = clients[person].get(page)
            if response.get("Content-Type", "").startswith("text/html"):
                for form in posted_forms(page, response.content.decode()):
                    if not TWICE.search(form.action):
                        found.setdefault(form.action, (clients[person], form))
    return list(found.values())


def _send(client, address: str, data: dict) -> None:
    """Post it, see that it is answered, and leave the world as it was."""
    point = transaction.savepoint()
    response = client.post(address, data)
    transaction.savepoint_rollback(point)
    # 405: a form that only serves the buttons which name another address.
    known = {200, 302, 400, 404, 405, 409, 410, 429}
    assert response.status_code in known, f"{address} {data!r:.500}"


def test_the_forms_of_the_site_are_found(forms):
    addresses = {re.sub(r"\d+", "N", form.action) for _client, form in forms}
    assert len(addresses) > 35
    assert {
        "/compte/signup/",
        "/compte/rattachements/",
        "/groupes/monde/inviter/",
        "/experimentations/N/journal/nouvelle/",
        "/espaces/N/discussions/nouveau/",
    } <= addresses


def test_every_form_bears_the_same_nonsense_in_all_its_fields(forms):
    values = cycle(HOSTILE)
    for client, form in forms:
        for _time in range(4):
            value = next(values)
            _send(client, form.action, {name: [value] for name in form.fields})


@pytest.mark.services
def test_every_field_of_every_form_bears_nonsense_beside_what_is_right(forms):
    values = cycle(HOSTILE)
    for client, form in forms:
        for name in form.fields:
            _send(client, form.action, {**form.fields, name: [next(values)]})


def test_every_form_bears_missing_and_repeated_fields(forms):
    for client, form in forms:
        _send(client, form.action, {})
        _send(client, form.action, {name: ["1", "x", "\0"] * 15 for name in form.fields})


@given(data=st.data())
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_generated_nonsense_is_answered(forms, data):
    client, form = data.draw(st.sampled_from(forms))
    names = sorted(form.fields)
    if not names:
        return
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=4, unique=True))
    typed = {name: [data.draw(hostile)] for name in chosen}
    _send(client, form.action, {**form.fields, **typed})


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40, int("9" * 4000)])
def test_a_number_that_no_row_has_is_not_found(world, clients, number):
    text = "9" * 5000 if number > 10**100 else str(number)
    wrong = {}
    for row in TABLE:
        known = row.url(world)
        address = re.sub(r"(?<=/)\d+(?=/)", text, known)
        if address == known or (number > 10**30 and "/reponses/" not in known):
            continue
        for ask in (clients["facilitator"].get, clients["facilitator"].post):
            point = transaction.savepoint()
            status = ask(address).status_code
            transaction.savepoint_rollback(point)
            if status not in {404, 405}:
                wrong[row.name] = status
    assert wrong == {}


QUERIES = ["page", "avant", "nature", "etape", "activite", "supprimee", "supprime", "jusqu_a"]
QUERIES += ["r", "statut", "appel", "reponse", "modifier", "autre"]
QUERIES += ["after", "q", "departement", "niveau", "reseau", "type", "organisation", "nom", "next"]


@pytest.mark.services
def test_nonsense_in_the_address_of_a_page_is_answered(world, clients):
    pages = [row.url(world) for row in TABLE if not row.query]
    shown = [page for page in pages if clients["facilitator"].get(page).status_code == 200]
    values = cycle(["\0", "9" * 5000, "-1", "\ud7ff\u202e", "2026-02-30_1", "0001-01-01_9", "²"])
    for page in [*shown, "/partenaires/", "/organisations/recherche/", "/compte/login/"]:
        asked = dict.fromkeys(QUERIES, next(values))
        assert clients["facilitator"].get(page, asked).status_code in {200, 302, 404}, page


def test_a_document_form_kept_and_sent_from_another_space_is_another_document(world, clients):
    """Its number was taken, in another space: that was a 500."""
    data = {
        "title": "Compte rendu",
        "url": "https://www.exemple.test/compte-rendu",
        "audience": "space",
        "client_id": "3f2f0f3e-8a55-4d5f-9f5b-0d6f9b4f2a11",
    }
    point = transaction.savepoint()
    for space in (world.mine.space, world.neighbour.space, world.neighbour.space):
        page = reverse("document_add", args=[space.pk])
        assert clients["facilitator"].post(page, data).status_code == 302
        assert Document.objects.filter(space=space, title="Compte rendu").exists()
    transaction.savepoint_rollback(point)


def test_a_form_too_long_to_be_read_is_refused_in_words(clients):
    response = clients["stranger"].post("/compte/profil/", {"name": "x" * 1_200_000})
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
    response = clients["stranger"].post("/compte/profil/", {f"champ{n}": "" for n in range(600)})
    assert response.status_code == 400
