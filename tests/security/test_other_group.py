"""Promise A3: who facilitates one group can do nothing in another by swapping identifiers.

Two worlds stand side by side, built alike. The facilitator of the second takes every request that
she may make in her own group, those of the table of addresses and of every form that her pages
offer, and puts the first one's identifiers in it: in the address, in hidden fields, among choices;
one at a time and all together. Nothing of the first is shown nor written.
"""

import re
from collections import Counter
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import parse_qsl, urldefrag, urljoin

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.access.addresses import TABLE, known_addresses
from tests.access.crawl import LINK, everything
from tests.security.forms import FoundForm, posted_forms
from tests.security.swaps import Request, once, resolved, swapped, variants
from tests.security.two_worlds import MODELS, Sides, harm_in, two_worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_answers")]

WRITTEN = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What every account may add to a group that is none of hers.
ANYBODY = {"report", "group_call_answer"}
# Posted by a script, without a form.
SCRIPTED = {"thread_read": {"position": ["1"]}}
# Nothing is written without a file.
OF_FILES = {"measurements_import"}
# A whole word: a form's random token may hold the same letters.
CANARY = re.compile(r"(?<![0-9a-z])zq\d+x")


@pytest.fixture(scope="module")
def sides(django_db_setup, django_db_blocker) -> Sides:
    """The two worlds; whoever writes in them does so in a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield two_worlds()
        transaction.set_rollback(True)


@dataclass
class Got:
    """What a request got, and left."""

    status: int
    # Headers included.
    text: str
    written: set[str]
    harm: list[str]

    @property
    def opened(self) -> bool:
        return self.status < 400


@pytest.fixture(scope="module")
def ask(sides, quick_answers, django_db_blocker):
    """`ask(request)` as the facilitator of the second world; with `attack` as far as she is
    redirected, and looking for harm. The worlds are as they were after it."""
    client = Client()
    with django_db_blocker.unblock():
        client.force_login(sides.hers.people["facilitator"])

    def send(request: Request, *, attack: bool = False) -> Got:
        point = transaction.savepoint()
        written = set()

        def note(execute, sql, *given):
            if found := WRITTEN.match(sql):
                written.add(found[1])
            return execute(sql, *given)

        with connection.execute_wrapper(note):
            if request.data is None:
                response = client.get(request.url, follow=attack)
            else:
                response = client.post(request.url, request.data, follow=attack)
            body = b"".join(response) if response.streaming else response.content
        written &= set(MODELS)
        harm = harm_in(sides, written) if attack else []
        transaction.savepoint_rollback(point)
        chain = getattr(response, "redirect_chain", None)
        status = chain[0][1] if chain else response.status_code
        return Got(status, f"{response.headers}\n{body.decode(errors='replace')}", written, harm)

    return send


@pytest.fixture(scope="module")
def pages(sides, ask) -> dict[str, str]:
    """Pages of hers that hold every form and every kind of link: {address: text}. Of pages with the
    same name and the same questions, two are enough."""
    waiting, seen, times = known_addresses(sides.hers)[::-1], {}, Counter()
    while waiting:
        address = waiting.pop()
        request = resolved(address)
        if address in seen or request is None:
            continue
        like = (request.name, tuple(name for name, _value in parse_qsl(request.query)))
        times[like] += 1
        if times[like] > 2:
            continue
        got = ask(request)
        seen[address] = got
        for link in map(unescape, LINK.findall(got.text)):
            waiting.insert(0, urljoin(address, urldefrag(link).url))
    return seen


@dataclass
class Legitimate:
    """What she may ask in her own group, the form that it comes from, and what it gets."""

    request: Request
    got: Got
    form: FoundForm | None = None


@pytest.fixture(scope="module")
def legitimate(sides, ask, pages) -> list[Legitimate]:
    """Her requests: the table's, links with a question, and each button of each form."""
    found = []
    for row in TABLE:
        kwargs = {name: str(value) for name, value in row.kwargs(sides.hers).items()}
        for data in (None, SCRIPTED.get(row.name, {})):
            request = Request(row.name, kwargs, row.query, data)
            got = pages.get(request.url) if data is None else None
            found.append(Legitimate(request, got or ask(request)))
    forms = Counter()
    for address, page in pages.items():
        asked = resolved(address)
        if asked.query:
            found.append(Legitimate(asked, page))
        for form in posted_forms(address, page.text):
            request = resolved(form.action)
            like = (request and request.name, *sorted(form.fields))
            forms[like] += 1
            if request is None or forms[like] > 2:
                continue
            for ways in variants(form, sides.hers):
                tried = (replace(request, data=data) for data in ways)
                outcomes = []
                for each in tried:
                    outcomes.append(Legitimate(each, ask(each), form))
                    if outcomes[-1].got.written:
                        break
                found.append(outcomes[-1] if outcomes[-1].got.written else outcomes[0])
    return found


def test_every_address_that_she_may_ask_is_reached(legitimate):
    """Swapping would prove nothing where her own request is refused already."""
    opened = {one.request.name for one in legitimate if one.got.opened}
    hers = {row.name for row in TABLE if "facilitator" in row.allowed}
    assert hers - opened == set()


def test_every_form_of_hers_writes(legitimate):
    """One that only holds buttons for other addresses is answered 405."""
    posted = {one.request.name for one in legitimate if one.form and one.got.status != 405}
    wrote = {one.request.name for one in legitimate if one.form and one.got.written}
    assert posted - wrote == OF_FILES


def test_nothing_of_another_group_is_written_or_shown(sides, ask, legitimate):
    secret = everything(sides.theirs) - sides.theirs.neighbour.public_words
    # The library is of no group: she keeps it with the others.
    secret -= sides.theirs.library.keepers_words
    secret = {CANARY.match(word.lower())[0] for word in secret}
    requests = once([each for one in legitimate for each in swapped(sides, one.request, one.form)])
    wrong = {}
    for request in requests:
        got = ask(request, attack=True)
        shown = secret & set(CANARY.findall(got.text.lower()))
        harm = [each for each in got.harm if "→" not in each or request.name not in ANYBODY]
        if shown or harm or got.status in {403, 500}:
            wrong[str(request)] = (got.status, shown, harm)
    assert wrong == {}
