"""What a script that sends a note is answered."""

import uuid

import pytest

from experiments.models import JournalEntry
from tests.experiments.test_pages import url

pytestmark = pytest.mark.services
JSON = {"HTTP_ACCEPT": "application/json"}


def note(user, **fields) -> dict:
    return {
        "kind": "action",
        "text": "Un local prêté",
        "occurred_on": "2024-03-02",
        "precision": "day",
        "audience": "space",
        "client_id": str(uuid.uuid4()),
        "account": str(user.pk),
    } | fields


@pytest.fixture
def send(world, sign_in):
    def as_role(role: str, data: dict):
        return sign_in(role).post(url("entry_add", world.experimentation.pk), data, **JSON)

    return as_role


def test_a_note_sent_twice_is_stored_once(world, send):
    sent = note(world.user("owner"))
    first, second = send("owner", sent), send("owner", sent)
    assert (first.status_code, second.status_code) == (201, 200)
    entry = JournalEntry.objects.get()
    assert first.json() == {
        "url": f"/experimentations/{world.experimentation.pk}/#note-{entry.pk}",
        "new": True,
    }
    assert second.json() == first.json() | {"new": False}


def test_a_note_of_another_account_is_not_taken(world, send):
    answer = send("carrier", note(world.user("owner")))
    assert (answer.status_code, answer.json()) == (409, {"other": True})
    assert not JournalEntry.objects.exists()


def test_what_is_wrong_is_said_by_field(world, send):
    answer = send("owner", note(world.user("owner"), kind="", occurred_on="2999-01-01"))
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"kind", "occurred_on"}
    assert "Choisissez ce que vous notez." in answer.json()["error"]
    assert "Date\u00a0: Cette date est à venir." in answer.json()["error"]


def test_another_note_under_the_same_identifier_is_refused(world, send):
    sent = note(world.user("owner"))
    send("owner", sent)
    answer = send("owner", sent | {"text": "Une autre"})
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"client_id"}
    assert JournalEntry.objects.count() == 1


def test_whoever_may_not_write_gets_404(world, send):
    for role in ("reader", "observer", "stranger", "expired"):
        assert send(role, note(world.user(role))).status_code == 404


def test_only_who_is_before_the_page_is_told_on_the_next_one(world, send, client):
    owner = world.user("owner")
    for asks, told in (("", 0), ("1", 1)):
        send("owner", note(owner, asks=asks))
        page = client.get(url("experimentation", world.experimentation.pk)).content.decode()
        assert page.count("Votre note est dans le journal.") == told


def test_a_note_reserved_to_the_carriers_is_not_published_wider(world, send):
    """She wrote it offline when she could choose; she is a guest when it leaves."""
    guest = world.user("contributor")
    refused = send("contributor", note(guest, audience="owner"))
    assert refused.status_code == 400
    assert "Vous ne pouvez plus réserver cette note" in refused.json()["error"]
    assert not JournalEntry.objects.exists()
    assert send("contributor", note(guest, audience="public")).status_code == 201
    assert JournalEntry.objects.get().audience == "space"
