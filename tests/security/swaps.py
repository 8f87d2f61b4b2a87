"""Requests taken from pages, filled as somebody in a hurry would, and with identifiers swapped."""

from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from tests.access.addresses import TABLE
from tests.access.world import World
from tests.security.forms import FoundForm
from tests.security.two_worlds import Sides


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


def resolved(address: str, data: dict | None = None) -> Request | None:
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
    "value": "12",
    "measured_on": "2026-01-05",
    "baseline_value": "5",
    "baseline_on": "2026-01-05",
    "target_value": "40",
    "initials": "ES",
    "neighbourhood_code": "QN09105M",
    "siren": "",
    "url": "https://www.exemple.test/page",
    "date": str(timezone.localdate() + timedelta(days=20)),
    "hidden": "",
    "number": "1",
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


def variants(form: FoundForm, hers: World) -> list[list[dict[str, list[str]]]]:
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


def swapped(sides: Sides, request: Request, form: FoundForm | None) -> list[Request]:
    """`request`, which comes from `form` if from any, with the first world's identifiers: one at a
    time, then all together."""
    swaps = sides.swaps
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


def once(requests: list[Request]) -> list[Request]:
    """Without those that say the same; each form has a token of its own."""
    told = {}
    for each in requests:
        if each.data is not None:
            each.data = {k: v for k, v in each.data.items() if k != "csrfmiddlewaretoken"}
        told.setdefault(str(each), each)
    return list(told.values())
