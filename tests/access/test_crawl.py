"""Promise A2: whoever follows every link and tries every address meets no word that is not hers."""

import re
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client

from tests.access.addresses import known_addresses
from tests.access.world import World

# Following these would end the visit or send something; the table of addresses covers them.
NOT_FOLLOWED = re.compile(r"^/compte/(logout|deconnexion)|^/administration/")


# Our templates quote every attribute; a parser took a tenth of the crawl.
LINK = re.compile(r"""\b(?:href|src|action|formaction|hx-get|data-url)\s*=\s*"([^"]+)\"""")


def _links(base: str, html: str) -> set[str]:
    found = set()
    for link in map(unescape, set(LINK.findall(html))):
        address = urldefrag(urljoin(f"http://testserver{base}", link)).url
        parts = urlsplit(address)
        if parts.netloc == "testserver" and parts.scheme == "http":
            found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return {link for link in found if not link.startswith("/static/")}


def crawl(client: Client, world: World) -> dict[str, str]:
    """Everything that `client` gets by GET: {address: text of the answer, headers included}."""
    waiting = ["/", *known_addresses(world)]
    seen: dict[str, str] = {}
    while waiting:
        address = waiting.pop()
        if address in seen or NOT_FOLLOWED.match(address):
            continue
        response = client.get(address)
        assert response.status_code < 500, f"{response.status_code} at {address}"
        body = b"".join(response) if response.streaming else response.content
        seen[address] = f"{response.headers}\n{body.decode(errors='replace')}"
        if response.get("Location"):
            waiting += _links(address, f'<a href="{response["Location"]}">')
        if response.get("Content-Type", "").startswith("text/html"):
            waiting += _links(address, body.decode())
        assert len(seen) < 1500, "the crawl does not end"
    return seen


def _everything(world: World) -> set[str]:
    words = world.member_words | world.hidden_words | world.removed_words | world.report_words
    for room in (
        world.group_room,
        world.mine,
        world.neighbour,
        world.foreign_room,
        world.foreign,
    ):
        words |= room.words | room.owner_words | room.public_words
    return words


def _allowed(world: World) -> dict[str, set[str]]:
    """The words that each kind of person may meet, from the table of docs/permissions.md."""
    public = world.neighbour.public_words
    inside = world.group_room.words | world.mine.words | world.neighbour.words | public
    owners = world.mine.owner_words | world.neighbour.owner_words
    abroad = world.foreign_room.words | world.foreign.words | public
    intention = {word for word in world.member_words if "@" not in word}
    guest = world.mine.words | public
    return {
        "visitor": public,
        "stranger": public,
        "candidate": public | intention,
        "observer": inside,
        "member": inside | world.mine.owner_words | world.hidden_words,
        "neighbour": inside | world.neighbour.owner_words,
        "facilitator": inside
        | owners
        | world.member_words
        | world.hidden_words
        | world.report_words,
        "guest_reader": guest,
        "guest_commenter": guest,
        "guest_contributor": guest,
        "guest_expired": public,
        "foreign_member": abroad | world.foreign.owner_words,
        "foreign_facilitator": abroad | world.foreign.owner_words,
        "group_guest": world.group_room.words | public,
    }


PEOPLE = [
    "visitor",
    "stranger",
    "candidate",
    "observer",
    "member",
    "neighbour",
    "facilitator",
    "guest_reader",
    "guest_commenter",
    "guest_contributor",
    "guest_expired",
    "foreign_member",
    "foreign_facilitator",
    "group_guest",
]


@pytest.fixture(scope="module")
def crawled(world, clients, django_db_blocker):
    """`crawled(person)`: what she gets, asked once for the whole module."""
    found: dict[str, dict[str, str]] = {}

    def ask(person: str) -> dict[str, str]:
        if person not in found:
            with django_db_blocker.unblock():
                found[person] = crawl(clients[person], world)
        return found[person]

    return ask


@pytest.mark.django_db
@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_meets_a_word_that_is_not_hers(world, crawled, person):
    pages = crawled(person)
    forbidden = {word.lower() for word in _everything(world) - _allowed(world)[person]}
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
    everything = "\n".join(crawled(person).values()).lower()
    allowed = _allowed(world)[person]
    missed = {word for word in allowed if word.lower() not in everything}
    assert missed == set()
