"""What a guest opened, for those who manage her; and the reminder before her access ends."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from common.registry import openings as registered
from experiments.models import JournalEntry
from groups import services
from groups.models import GuestAccess, GuestOpening
from groups.services import openings, reminders
from tests.access.addresses import TABLE
from tests.access.world import build_world as build_everything
from tests.factories import make_guest
from tests.groups.test_pages import MOST_QUERIES, text

pytestmark = pytest.mark.django_db

# What a guest opens by GET and her journal does not name: fragments, forms, what is not of a space.
NOT_NAMED = {
    "attachment_thumbnail",
    "badges",
    "entry_add",
    "entry_picture",
    # What anybody reads without entering the space.
    "already_tried",
    "experimentations",
    "experimentations_compare",
    "sheet",
    "sheet_inspire",
    "sheet_pdf",
    "sheet_picture",
    "sheet_spread",
    "sheets",
    "experimentation_inspire",
    "document_add",
    "group_call",
    "group_call_answer",
    "group_experimentations",
    "group_list",
    "home",
    "kept_words",
    # The public library, as for a visitor.
    "library",
    "library_feed",
    "resource",
    "resource_file",
    "sitemap",
    "message",
    "message_keep",
    "message_keep_in",
    "my_threads",
    "report",
    "thread_changes",
    "thread_new",
    "thread_people",
    "thread_search",
}


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch):
    """Identifiers come back in the next test's database."""
    monkeypatch.setattr(openings, "_known", set())


def test_every_page_of_a_guest_is_named_or_left_out_on_purpose():
    world = build_everything()
    forgotten, met = set(), set()
    for who in ("guest_contributor", "group_guest"):
        client = Client()
        client.force_login(world.people[who])
        for row in TABLE:
            if who not in row.allowed or row.name.startswith("organisations:"):
                continue
            if client.get(row.url(world)).status_code == 200:
                met.add(row.name)
                if row.name not in registered.keys() | NOT_NAMED:
                    forgotten.add(row.name)
    assert forgotten == set()
    assert set(registered) - met <= {"group_charter"}
    named = set(GuestOpening.objects.values_list("page", flat=True))
    assert named == set(registered) & met


def test_one_line_for_each_thing_and_day_read_by_those_who_manage_her(world, client, monkeypatch):
    guest = world["reader"]
    entry = JournalEntry.objects.create(
        experimentation=world.trial,
        space=world.trial.space,
        kind="result",
        text="Deux familles venues",
        occurred_on="2026-03-01",
        author=world["owner"],
    )
    pages = [
        reverse("experimentation", args=[world.trial.pk]),
        reverse("entry", args=[world.trial.pk, entry.pk]),
    ]
    client.force_login(guest)
    for page in pages * 2:
        client.get(page)
    assert GuestOpening.objects.count() == 2
    # Another process knows nothing of it: still one line.
    monkeypatch.setattr(openings, "_known", set())
    client.get(pages[0])
    assert GuestOpening.objects.count() == 2
    with CaptureQueriesContext(connection) as again:
        client.get(pages[0])
    assert not any("guestopening" in query["sql"] for query in again.captured_queries)
    # What is refused is not opened, and nobody but guests is written down.
    client.get(reverse("experimentation", args=[world.others_trial.pk]))
    for who in ("owner", "observer", "administrator", "expired_guest"):
        client.force_login(world[who])
        client.get(pages[0])
    assert GuestOpening.objects.count() == 2

    access = GuestAccess.objects.get(user=guest)
    journal = reverse("space_guest_journal", args=[world.trial.space_id, access.pk])
    client.force_login(world["co_carrier"])
    page = text(client.get(journal))
    assert "Journal de l’expérimentation" in page
    assert "Deux familles venues" in page
    for name in ("thread", "document", "document_download", "group", "gone_since"):
        GuestOpening.objects.create(access=access, day=timezone.localdate(), page=name, target="1")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(journal).status_code == 200
    assert len(asked) <= MOST_QUERIES
    services.end_guest_access(access=access, by=world["owner"])
    assert "Deux familles venues" in text(client.get(journal))
    JournalEntry.objects.update(removed_at=timezone.now())
    assert "Deux familles venues" not in text(client.get(journal))


def test_what_cannot_be_written_is_in_nobodys_way(world, client, monkeypatch):
    def broken(*args, **kwargs):
        raise DatabaseError

    monkeypatch.setattr(GuestOpening.objects, "bulk_create", broken)
    client.force_login(world["reader"])
    assert client.get(reverse("experimentation", args=[world.trial.pk])).status_code == 200
    assert not openings._known


def test_the_guest_is_told(world, client):
    client.force_login(world["reader"])
    assert "gardé 12 mois" in text(client.get("/"))
    assert "jusqu’au" in text(client.get(reverse("experimentation", args=[world.trial.pk])))


# Each day


@pytest.fixture
def ending(world):
    """An access that ends in five days, given by the owner a month ago."""
    now = timezone.now()
    guest = make_guest(
        world.trial.space,
        starts_at=now - timedelta(days=30),
        until=now + timedelta(days=5),
        invited_by=world["owner"],
    )
    return GuestAccess.objects.get(user=guest)


def test_who_invited_is_reminded_once_for_each_end(world, ending, sent):
    make_guest(
        world.trial.space, until=timezone.now() + timedelta(days=5), invited_by=world["owner"]
    )
    sent(lambda: call_command("guests_daily"))
    sent(lambda: call_command("guests_daily"))
    assert [mail.to for mail in sent.mails] == [[world["owner"].email]]
    assert str(ending.user) in sent.mails[0].subject
    assert reverse("space_guest", args=[ending.space_id, ending.pk]) in sent.mails[0].body
    later = timezone.now() + timedelta(days=6)
    services.change_guest_access(access=ending, level=ending.level, until=later, by=world["owner"])
    sent(reminders.remind_of_ends)
    assert len(sent.mails) == 2


def test_the_facilitators_are_reminded_for_who_left(world, ending, sent):
    services.end_membership(membership=world["owner"].memberships.get(), by=world["facilitator"])
    sent(reminders.remind_of_ends)
    assert [mail.to for mail in sent.mails] == [[world["facilitator"].email]]
    services.end_guest_access(access=ending, by=world["facilitator"])
    GuestAccess.objects.update(reminded_until=None)
    sent(reminders.remind_of_ends)
    assert len(sent.mails) == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_remind_once(world, ending, together, mailoutbox):
    assert sorted(together(*[reminders.remind_of_ends] * 2)) == [0, 1]
    assert len(mailoutbox) == 1


def test_old_lines_are_erased(world, ending):
    for days in (365, 368):
        GuestOpening.objects.create(
            access=ending, day=timezone.localdate() - timedelta(days=days), page="thread"
        )
    call_command("guests_daily")
    assert GuestOpening.objects.count() == 1
