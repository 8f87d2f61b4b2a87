"""Promise A1: one table of addresses and people generates the tests of who may open what.

Promise A2 rests on the same answers: whoever follows every link meets no word that is not hers.
"""

import re
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import AuditEvent
from groups.enums import GroupState
from groups.models import WorkingGroup
from tests.access.addresses import ELSEWHERE, TABLE, named_addresses
from tests.access.crawl import PEOPLE, allowed_words, crawl, everything

pytestmark = pytest.mark.usefixtures("quick_answers")

SIGN_IN = "/compte/login/"
# One of each kind that may write somewhere.
WRITERS = {"facilitator", "member", "guest_contributor", "candidate"}
# Where a network administrator enters a group: without a role there, her visit is journalled.
IN_A_GROUP = re.compile(
    r"^/(groupes/(?!nouveau/)[^/]+|espaces|experimentations(?=/\d)|documents|discussions(?=/\d))/"
)


@dataclass
class Answer:
    """What a request got."""

    status: int
    location: str
    is_page: bool
    # Headers included.
    text: str
    # Visits that it left in the journal.
    visits: int

    def refused(self, person: str) -> bool:
        """404, as for what does not exist; a visitor may be asked to sign in instead."""
        if self.status == 401:
            return person == "visitor"
        if self.status == 302:
            return person == "visitor" and self.location.startswith(SIGN_IN)
        return self.status == 404


def _answer(client, method: str, url: str) -> Answer:
    """Ask, and leave the world as it was."""
    point = transaction.savepoint()
    response = getattr(client, method)(url)
    body = b"".join(response) if response.streaming else response.content
    entered = response.status_code not in {404, 405}
    visits = AuditEvent.objects.filter(action="group.visited").count() if entered else 0
    transaction.savepoint_rollback(point)
    return Answer(
        response.status_code,
        response.get("Location", ""),
        response.get("Content-Type", "").startswith("text/html"),
        f"{response.headers}\n{body.decode(errors='replace')}",
        visits,
    )


@pytest.fixture(scope="module")
def got(world, clients, django_db_blocker):
    """`got(person, url)`: her answer to a GET, asked once for the table and the crawl."""
    answers: dict[tuple[str, str], Answer] = {}

    def get(person: str, url: str) -> Answer:
        if (person, url) not in answers:
            with django_db_blocker.unblock():
                answers[person, url] = _answer(clients[person], "get", url)
        return answers[person, url]

    return get


@pytest.fixture(scope="module")
def crawled(world, got):
    """`crawled(person)`: every page that she gets, by address."""
    found: dict[str, dict[str, str]] = {}

    def pages(person: str) -> dict[str, str]:
        if person not in found:
            found[person] = crawl(lambda url: got(person, url), world)
        return found[person]

    return pages


def test_the_table_knows_every_address():
    told = {row.name for row in TABLE} | ELSEWHERE
    assert named_addresses() - told == set()


def test_the_table_names_no_address_that_is_gone():
    assert {row.name for row in TABLE} - named_addresses() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("row", TABLE, ids=str)
def test_an_address_opens_for_those_it_is_for(world, clients, got, row):
    url = row.url(world)
    wrong = {}
    for person, client in clients.items():
        for method in ("get", "post"):
            answer = got(person, url) if method == "get" else _answer(client, method, url)
            if answer.status == 405:
                continue
            opened = not answer.refused(person)
            if opened != (person in row.allowed) or answer.status in {403, 500}:
                wrong[f"{person} {method}"] = answer.status
            journalled = person == "administrator" and bool(IN_A_GROUP.match(url))
            if opened and answer.visits != journalled:
                wrong[f"{person} {method} journal"] = answer.visits
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_meets_a_word_that_is_not_hers(world, crawled, person):
    pages = crawled(person)
    forbidden = {word.lower() for word in everything(world) - allowed_words(world)[person]}
    leaks = {
        (address, word)
        for address, text in pages.items()
        for lowered in [text.lower()]
        for word in forbidden
        if word in lowered
    }
    assert leaks == set()


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["member", "facilitator", "guest_contributor"])
def test_the_crawl_reaches_what_is_hers(world, crawled, person):
    """The crawl would prove nothing if it met nothing."""
    everything_met = "\n".join(crawled(person).values()).lower()
    missed = {word for word in allowed_words(world)[person] if word.lower() not in everything_met}
    assert missed == set()


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
        "indicator": [world.neighbour.experimentation.pk, world.mine.indicator.pk],
        "indicator_edit": [world.neighbour.experimentation.pk, world.mine.indicator.pk],
        "measurement_correct": [
            world.mine.experimentation.pk,
            world.mine.owner_indicator.pk,
            world.mine.measurement.pk,
        ],
        "message": [world.neighbour.thread.pk, world.mine.message.pk],
        "message_remove": [world.neighbour.thread.pk, world.mine.message.pk],
        "attachment": [world.neighbour.thread.pk, world.mine.attachment.pk],
        "attachment_thumbnail": [world.neighbour.thread.pk, world.mine.picture_file.pk],
        "document_download": [world.mine.document.pk, 2],
    }.items():
        client = clients["facilitator"]
        ask = client.post if child == "message_remove" else client.get
        assert ask(reverse(child, args=args)).status_code == 404, child


# What an archived group still lets happen: how it comes back, who leaves, what is not its own, and
# what a person keeps of her reading.
# An answer that was never sent is no part of the group: its author throws it away when she likes.
STILL = {
    "group_state",
    "group_leave",
    "group_new",
    "thread_read",
    "thread_attend",
    "threads_all_read",
    "group_answer_draft_drop",
    # What an experimentation of another group took from it: tests/spread.
    "experimentation_inspire",
}
# Pages that say in their own words, where the form was, that it is over.
SAID = {"group_edit", "group_call_answer"}
WRITTEN = re.compile(
    r"^(INSERT INTO|UPDATE|DELETE FROM) ."
    r"(groups|experiments|indicators|drafts|silence|trial_sites|sheets|spread|booklets|vocabularies"
    r"|documents|library|discussions|moderation)_"
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
