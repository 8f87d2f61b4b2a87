"""Promise A3: who facilitates one group can do nothing in another by swapping identifiers.

Two worlds stand side by side, built alike. The facilitator of the second takes every request that
she may make in her own group, those of the table of addresses and of every form that her pages
offer, and puts the first one's identifiers in it: in the address, in hidden fields, among choices;
one at a time and all together. Nothing of the first is shown nor written.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html import unescape
from itertools import chain
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from accounts.models import User
from groups.enums import Role
from groups.models import Space, WorkingGroup
from organisations.models import Organisation
from tests.access.addresses import TABLE, known_addresses
from tests.access.crawl import LINK, everything
from tests.access.world import World, build_world
from tests.factories import join
from tests.security.forms import FoundForm, posted_forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_answers")]

APPS = ("groups", "experiments", "discussions", "documents", "moderation", "organisations")
MODELS = {
    model._meta.db_table: model
    for model in (*chain(*(apps.get_app_config(app).get_models() for app in APPS)), User)
}
# Choosing an organisation is for everybody: the reference data are nobody's.
OWNED = {model for model in MODELS.values() if model._meta.app_label != "organisations"}
WRITTEN = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# What every account may do in a group that is none of hers.
ANYBODY = {"report", "group_call_answer"}
# Posted by a script, without a form.
SCRIPTED = {"thread_read": {"position": ["1"]}}
CANARY = re.compile(r"zq\d+x")


@dataclass
class Request:
    """What is sent: an address by its name and arguments, and fields if it is posted."""

    name: str
    kwargs: dict[str, str]
    query: str = ""
    data: dict[str, list[str]] | None = None

    def __str__(self) -> str:
        return f"{self.name} {self.kwargs} {self.query} {self.data or ''}"

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=self.kwargs) + self.query


@dataclass
class Sides:
    """Both worlds, and which row of the first answers to which of the second."""

    theirs: World
    hers: World
    # By model: the rows of the first world, by id.
    first: dict[type, dict] = field(default_factory=dict)
    # Ids of the second world as they are written, with those of the first that stand for them…
    swaps: dict[str, list[str]] = field(default_factory=dict)
    # … and those of organisations alone.
    organisations: dict[str, str] = field(default_factory=dict)


def _ids(model) -> list:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


@pytest.fixture(scope="module")
def sides(django_db_setup, django_db_blocker) -> Sides:
    """The two worlds; whoever writes in them does so in a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        before = {model: set(_ids(model)) for model in MODELS.values()}
        theirs = build_world()
        first = {model: [pk for pk in _ids(model) if pk not in before[model]] for model in before}
        hers = build_world("reflet")
        swaps = defaultdict(list, {hers.group.slug: [theirs.group.slug]})
        organisations = {}
        for model, ids in first.items():
            second = [pk for pk in _ids(model) if pk not in before[model] and pk not in set(ids)]
            for mine, other in zip(second, ids, strict=True):
                if str(other) not in swaps[str(mine)]:
                    swaps[str(mine)].append(str(other))
                if model is Organisation:
                    organisations[str(mine)] = str(other)
        # She may leave.
        join(hers.group, Role.FACILITATOR)
        kept = {model: _rows(model, ids) for model, ids in first.items()}
        yield Sides(theirs, hers, kept, swaps, organisations)
        transaction.set_rollback(True)


def _rows(model, ids=None) -> dict:
    names = [each.attname for each in model._meta.concrete_fields]
    rows = model._base_manager.values_list("pk", *names)
    return {row[0]: row[1:] for row in (rows if ids is None else rows.filter(pk__in=ids))}


def _links(model) -> list[tuple[int, type]]:
    """Which columns of the model name a row that belongs to a group or is a person."""
    plain = {"group_id": WorkingGroup, "space_id": Space, "person_id": User, "user_id": User}
    found = []
    for index, each in enumerate(model._meta.concrete_fields):
        target = each.related_model or plain.get(each.attname)
        if target in OWNED:
            found.append((index, target))
    return found


def _harm(sides: Sides, tables: set[str]) -> list[str]:
    """What changed of the first world in these tables, and what of the rest now points to it."""
    found = []
    for model in (MODELS[table] for table in tables & set(MODELS)):
        rows, kept, links = _rows(model), sides.first[model], _links(model)
        found += [f"{model.__name__} {pk}" for pk, row in kept.items() if rows.get(pk) != row]
        found += [
            f"{model.__name__} {pk} → {target.__name__} {row[index]}"
            for pk, row in rows.items()
            if pk not in kept
            for index, target in links
            if row[index] in sides.first[target]
        ]
    return found


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
        harm = _harm(sides, written) if attack else []
        transaction.savepoint_rollback(point)
        chain = getattr(response, "redirect_chain", None)
        status = chain[0][1] if chain else response.status_code
        return Got(status, f"{response.headers}\n{body.decode(errors='replace')}", written, harm)

    return send


def _resolved(address: str, data: dict | None = None) -> Request | None:
    """The request for an address of ours; None for allauth's, the administration's and files."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if match.view_name not in {row.name for row in TABLE}:
        return None
    kwargs = {name: str(value) for name, value in match.kwargs.items()}
    return Request(match.view_name, kwargs, f"?{parts.query}" if parts.query else "", data)


# What a field is filled with, by its name or its type; anything else is « Essai ».
TYPED = {
    "emails": "elle@exemple.test",
    "email": "elle@exemple.test",
    "year": "2026",
    "since": "2026-01-05",
    "amount": "1000",
    "initials": "ES",
    "siren": "",
    "url": "https://www.exemple.test/page",
    "date": str(timezone.localdate() + timedelta(days=20)),
    "hidden": "",
}


def _filled(form: FoundForm) -> dict[str, list[str]]:
    """The fields of a form as somebody in a hurry fills what is empty."""
    data = {}
    for name, values in form.fields.items():
        held = [value for value in values if value.strip()]
        if held:
            data[name] = held[-1:]
        elif name in form.types and not name.endswith(("_text", "_for")):
            data[name] = [TYPED.get(name, TYPED.get(form.types[name], "Essai"))]
        elif form.choices.get(name):
            data[name] = form.choices[name][:1]
    return data


def _picked(form: FoundForm) -> list[str]:
    """The fields in which an organisation is picked, by a search or by a script."""
    return [
        name
        for name, values in form.fields.items()
        if f"{name}_for" in form.fields and not any(values)
    ]


def _variants(form: FoundForm, hers: World) -> list[list[dict[str, list[str]]]]:
    """`_filled` for each button of the form; each time in several ways, until one is accepted: with
    one organisation picked or another, with another choice than the present one."""
    one = _filled(form)
    several = {name: values for name, values in form.fields.items() if len(values) > 1}
    buttons = [one]
    for name, values in several.items():
        buttons = [{**each, name: [value]} for each in buttons for value in dict.fromkeys(values)]
    rooms = (hers.neighbour, hers.mine)
    known = [str(room.experimentation.owner_id) for room in rooms]
    known += [str(hers.merge.survivor_id), str(hers.answer.organisation_id)]
    picked, made = _picked(form), []
    for each in buttons:
        ways = [each | {name: [pick] for name in picked} for pick in known] if picked else [each]
        ways += [ways[0] | {name: offered[-1:]} for name, offered in form.choices.items()]
        made.append(ways)
    return made


@pytest.fixture(scope="module")
def pages(sides, ask) -> dict[str, str]:
    """Pages of hers that hold every form and every kind of link: {address: text}. Of pages with the
    same name and the same questions, two are enough."""
    waiting, seen, times = known_addresses(sides.hers)[::-1], {}, Counter()
    while waiting:
        address = waiting.pop()
        request = _resolved(address)
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
        asked = _resolved(address)
        if asked.query:
            found.append(Legitimate(asked, page))
        for form in posted_forms(address, page.text):
            request = _resolved(form.action)
            like = (request and request.name, *sorted(form.fields))
            forms[like] += 1
            if request is None or forms[like] > 2:
                continue
            for ways in _variants(form, sides.hers):
                tried = (replace(request, data=data) for data in ways)
                outcomes = []
                for each in tried:
                    outcomes.append(Legitimate(each, ask(each), form))
                    if outcomes[-1].got.written:
                        break
                found.append(outcomes[-1] if outcomes[-1].got.written else outcomes[0])
    return found


def _swapped(sides: Sides, one: Legitimate) -> list[Request]:
    """The request with the first world's identifiers: one at a time, then all together."""
    request, form, swaps = one.request, one.form, sides.swaps
    paths = [
        {name: other} for name, value in request.kwargs.items() for other in swaps.get(value, ())
    ]
    question = parse_qsl(request.query.removeprefix("?"))
    queries = [
        "?" + urlencode([(key, other if key == name else kept) for key, kept in question])
        for name, value in question
        for other in swaps.get(value, ())
    ]
    fields = []
    for name, values in (request.data or {}).items():
        if form and f"{name}_for" in form.fields:
            others = {sides.organisations[value] for value in values if value}
        else:
            known = {*values, *(form.choices.get(name, ()) if form else ())}
            others = {other for value in known for other in swaps.get(value, ())}
        fields += [{name: [other]} for other in sorted(others)]
    made = [replace(request, kwargs=request.kwargs | path) for path in paths]
    made += [replace(request, query=query) for query in queries]
    made += [replace(request, data=request.data | field) for field in fields]
    whole = {name: swaps[value][0] for name, value in request.kwargs.items() if value in swaps}
    together = replace(request, kwargs=request.kwargs | whole)
    made.append(together)
    made += [replace(together, query=query) for query in queries]
    if fields:
        every = {name: value for each in fields for name, value in each.items()}
        made.append(replace(together, data=request.data | every))
        made += [replace(together, data=request.data | field) for field in fields]
    return [each for each in made if each != request]


def _once(requests: list[Request]) -> list[Request]:
    """Without those that say the same; each form has a token of its own."""
    told = {}
    for each in requests:
        if each.data is not None:
            each.data = {k: v for k, v in each.data.items() if k != "csrfmiddlewaretoken"}
        told.setdefault(str(each), each)
    return list(told.values())


def test_every_address_that_she_may_ask_is_reached(legitimate):
    """Swapping would prove nothing where her own request is refused already."""
    opened = {one.request.name for one in legitimate if one.got.opened}
    hers = {row.name for row in TABLE if "facilitator" in row.allowed}
    assert hers - opened == set()


def test_every_form_of_hers_writes(legitimate):
    """One that only holds buttons for other addresses is answered 405."""
    posted = {one.request.name for one in legitimate if one.form and one.got.status != 405}
    wrote = {one.request.name for one in legitimate if one.form and one.got.written}
    assert posted - wrote == set()


def test_nothing_of_another_group_is_written_or_shown(sides, ask, legitimate):
    secret = everything(sides.theirs) - sides.theirs.neighbour.public_words
    secret = {CANARY.match(word.lower())[0] for word in secret}
    requests = _once([each for one in legitimate for each in _swapped(sides, one)])
    wrong = {}
    for request in requests:
        got = ask(request, attack=True)
        shown = secret & set(CANARY.findall(got.text.lower()))
        harm = [] if request.name in ANYBODY else got.harm
        if shown or harm or got.status in {403, 500}:
            wrong[str(request)] = (got.status, shown, harm)
    assert wrong == {}
