"""Promise A2: follow every link and try every address, as each kind of person."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from tests.access.addresses import known_addresses
from tests.access.world import World

# Following these would end the visit or send something; the table of addresses covers them.
NOT_FOLLOWED = re.compile(r"^/compte/(logout|deconnexion)|^/administration/")


# Where to go once signed in is said by the address that leads there: the page is the same.
SIGN_IN = re.compile(r"^(/compte/(?:login|login/code|signup)/)\?.*")
# Our templates quote every attribute; a parser took a tenth of the crawl.
LINK = re.compile(r"""\b(?:href|src|action|formaction|hx-get|data-url)\s*=\s*"([^"]+)\"""")


def _narrows(address: str, base: str) -> bool:
    """Whether it asks all that `base` asks and more: a filter of what a filter left shows nothing
    that neither shows alone."""
    asked, already = (dict(parse_qsl(urlsplit(one).query)).keys() for one in (address, base))
    return bool(already) and asked > already


def _links(base: str, html: str) -> set[str]:
    found = set()
    for link in map(unescape, set(LINK.findall(html))):
        address = urldefrag(urljoin(f"http://testserver{base}", link)).url
        parts = urlsplit(address)
        if parts.netloc == "testserver" and parts.scheme == "http":
            query = urlencode(parse_qsl(parts.query))
            found.add(SIGN_IN.sub(r"\1", f"{parts.path}?{query}" if query else parts.path))
    return {link for link in found if not link.startswith("/static/") and not _narrows(link, base)}


def crawl(ask: Callable, world: World) -> dict[str, str]:
    """Everything that a person gets: {address: text of the answer, headers included}.

    `ask(address)` gives her `Answer` to a GET.
    """
    waiting = ["/", *known_addresses(world)]
    seen: dict[str, str] = {}
    while waiting:
        address = waiting.pop()
        if address in seen or NOT_FOLLOWED.match(address):
            continue
        answer = ask(address)
        assert answer.status < 500, f"{answer.status} at {address}"
        seen[address] = answer.text
        if answer.location:
            waiting += _links(address, f'<a href="{answer.location}">')
        if answer.is_page:
            waiting += _links(address, answer.text)
        assert len(seen) < 1500, "the crawl does not end"
    return seen


def everything(world: World) -> set[str]:
    """Every word that was planted."""
    words = world.member_words | world.draft_words | world.hidden_words | world.removed_words
    words |= world.claim_words | world.refusal_words | world.report_words
    library = world.library
    words |= library.private_words | library.suggested_words | library.draft_words
    for room in (
        world.group_room,
        world.mine,
        world.neighbour,
        world.foreign_room,
        world.foreign,
    ):
        words |= room.words | room.owner_words | room.public_words
    return words


def allowed_words(world: World) -> dict[str, set[str]]:
    """The words that each kind of person may meet, from the table of docs/permissions.md."""
    public = world.neighbour.public_words
    inside = world.group_room.words | world.mine.words | world.neighbour.words | public
    owners = world.mine.owner_words | world.neighbour.owner_words | world.group_room.owner_words
    abroad = world.foreign_room.words | world.foreign.words | public
    intention = {word for word in world.member_words if "@" not in word}
    guest = world.mine.words | public
    network, suggested = world.library.private_words, world.library.suggested_words
    return {
        "visitor": public,
        "stranger": public | world.refusal_words,
        "candidate": public | intention,
        "observer": inside | network,
        "member": inside
        | world.mine.owner_words
        | world.hidden_words
        | world.draft_words
        | world.claim_words
        | network
        | suggested,
        "neighbour": inside | world.neighbour.owner_words | network,
        "facilitator": inside
        | owners
        | world.member_words
        | world.hidden_words
        | world.claim_words
        | world.report_words
        | network
        | suggested
        | world.library.draft_words,
        "guest_reader": guest,
        "guest_commenter": guest,
        "guest_contributor": guest,
        "guest_expired": public,
        "foreign_member": abroad | world.foreign.owner_words | network,
        "foreign_facilitator": abroad | world.foreign.owner_words | network | suggested,
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
