"""Promise A1: one table of addresses and people generates the tests of who may open what."""

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from groups.enums import GroupState
from groups.models import WorkingGroup
from tests.access.addresses import ELSEWHERE, TABLE, named_addresses

SIGN_IN = "/compte/login/"
# One of each kind that may write somewhere.
WRITERS = {"facilitator", "member", "guest_contributor", "candidate"}
# Where a network administrator enters a group: without a role there, her visit is journalled.
IN_A_GROUP = re.compile(
    r"^/(groupes/(?!nouveau/)[^/]+|espaces|experimentations|documents|discussions)/"
)


def _refused(response, person: str) -> bool:
    """404, as for what does not exist; a visitor may be asked to sign in instead."""
    if response.status_code == 401:
        return person == "visitor"
    if response.status_code == 302:
        return person == "visitor" and response["Location"].startswith(SIGN_IN)
    return response.status_code == 404


def test_the_table_knows_every_address():
    told = {row.name for row in TABLE} | ELSEWHERE
    assert named_addresses() - told == set()


def test_the_table_names_no_address_that_is_gone():
    assert {row.name for row in TABLE} - named_addresses() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_an_address_opens_for_those_it_is_for(world, clients, row):
    url = row.url(world)
    wrong = {}
    for person, client in clients.items():
        for method in ("get", "post"):
            point = transaction.savepoint()
            response = getattr(client, method)(url)
            opened = response.status_code != 405 and not _refused(response, person)
            visits = AuditEvent.objects.filter(action="group.visited").count() if opened else 0
            transaction.savepoint_rollback(point)
            if response.status_code == 405:
                continue
            if opened != (person in row.allowed) or response.status_code in {403, 500}:
                wrong[f"{person} {method}"] = response.status_code
            if opened and visits != (person == "administrator" and bool(IN_A_GROUP.match(url))):
                wrong[f"{person} {method} journal"] = visits
    assert wrong == {}


@pytest.mark.django_db
def test_a_child_is_only_found_through_its_own_parent(world, clients):
    """Promise A5, for the facilitator who may see both parents."""
    for child, args in {
        "entry": [world.neighbour.experimentation.pk, world.mine.entry.pk],
        "entry_edit": [world.neighbour.experimentation.pk, world.mine.entry.pk],
        "entry_picture": [world.neighbour.experimentation.pk, world.mine.picture.pk, "vignette"],
        "partner_edit": [world.neighbour.experimentation.pk, world.mine.partnership.pk],
        "action_edit": [world.neighbour.experimentation.pk, world.mine.action.pk],
        "funding_edit": [world.neighbour.experimentation.pk, world.mine.funding.pk],
        "message": [world.neighbour.thread.pk, world.mine.message.pk],
        "message_remove": [world.neighbour.thread.pk, world.mine.message.pk],
        "document_download": [world.mine.document.pk, 2],
    }.items():
        client = clients["facilitator"]
        ask = client.post if child == "message_remove" else client.get
        assert ask(reverse(child, args=args)).status_code == 404, child


# What an archived group still lets happen: how it comes back, who leaves, what is not its own.
STILL = {"group_state", "group_leave", "group_new", "thread_read"}
# Pages that say in their own words, where the form was, that it is over.
SAID = {"group_edit", "group_call_answer"}
WRITTEN = re.compile(
    r"^(INSERT INTO|UPDATE|DELETE FROM) .(groups|experiments|documents|discussions|moderation)_"
)


@pytest.mark.django_db
@pytest.mark.parametrize("row", [row for row in TABLE if row.name not in STILL], ids=str)
def test_nobody_writes_in_an_archived_group(world, clients, row):
    url = row.url(world)
    if not IN_A_GROUP.match(url):
        return
    point = transaction.savepoint()
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.ARCHIVED)
    written = {}
    for person in row.allowed & WRITERS:
        with CaptureQueriesContext(connection) as asked:
            response = clients[person].post(url)
        found = [each["sql"] for each in asked.captured_queries if WRITTEN.match(each["sql"])]
        if found or (response.status_code == 200 and row.name not in SAID):
            written[person] = found or "a form"
    transaction.savepoint_rollback(point)
    assert written == {}
