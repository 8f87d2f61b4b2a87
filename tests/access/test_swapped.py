"""Promise A3: whoever facilitates one group gets nothing of another by its identifiers, wherever
she puts them in the requests that her own pages let her make.
"""

import re
from collections import deque
from datetime import timedelta
from functools import cache

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey
from django.urls import resolve, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from groups.enums import GuestLevel, Role
from groups.models import (
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    Engagement,
    Invitation,
    Membership,
    WorkingGroup,
)
from groups.moderation.enums import Verb
from groups.moderation.registry import get_kind
from groups.moderation.services import decide, report
from tests.access.addresses import TABLE
from tests.access.crawl import allowed_words, crawl, everything
from tests.access.test_table import _answer
from tests.factories import make_guest, make_user
from tests.security.forms import posted_forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_answers")]

SHE = "facilitator"
APPS = ("groups", "experiments", "documents", "discussions", "moderation")
WRITTEN = re.compile(rf"^(INSERT INTO|UPDATE|DELETE FROM) .({'|'.join(APPS)})_")
# Fields that hold an identifier: of a person, of an organisation …
PEOPLE_FIELDS = {"assignee"}
ORGANISATION_FIELDS = {"organisation", "owner", "funder"}
# … of a row of the group, whatever it is …
ROW_FIELDS = {"message"}
# … or bear one in their name.
NUMBERED = re.compile(r"^(alt_|remove_|question-)\d+$")
# Numbers that identify nothing, and keys that the page makes.
PLAIN = {"client_id", "csrfmiddlewaretoken", "year", "amount", "draft", "page", "version"}
IDENTIFIER = re.compile(r"^(\d+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$")
# Sent by a script, or where the world's own state offers no form.
NOT_OFFERED = {
    "thread_read",
    "group_call_publish",
    "group_call_withdraw",
    "group_member_confirm",
    "message_restore",
    "document_restore",
    "entry_restore",
}


@cache
def _path(model) -> str:
    """How a model leads to its group: `space__group`, say; "" if it does not."""
    waiting, seen = deque([(model, "")]), {model}
    while waiting:
        current, path = waiting.popleft()
        if current is WorkingGroup:
            return path or "pk"
        for field in current._meta.fields:
            if field.name == "group_id":
                return f"{path}__group_id".lstrip("_")
            if isinstance(field, ForeignKey) and field.related_model not in seen:
                seen.add(field.related_model)
                if field.related_model._meta.app_label in APPS:
                    waiting.append((field.related_model, f"{path}__{field.name}".lstrip("_")))
    return ""


def rows_of(group) -> dict[str, list]:
    """Every row of a group, as it is now."""
    return {
        model._meta.label: list(
            model._base_manager.filter(**{_path(model): group.pk}).order_by("pk").values_list()
        )
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if _path(model)
    }


@pytest.fixture(scope="module")
def other(world, django_db_blocker):
    """The other group, with at least one thing of every kind that has an address."""
    group, now = world.other_group, timezone.now()
    with django_db_blocker.unblock():
        engagement = Engagement.objects.filter(group=group).first()
        call = CallForParticipation.objects.create(
            group=group, title="Autre appel", published_at=now
        )
        CallQuestion.objects.create(call=call, position=1, label="Pourquoi ?", kind="text")
        CallAnswer.objects.create(
            call=call,
            organisation=engagement.organisation,
            author=make_user(),
            intention="Une intention",
        )
        later = now + timedelta(days=5)
        for n, scope in enumerate(
            (
                {"role": Role.OBSERVER},
                {"level": GuestLevel.READER, "guest_until": later, "space": world.foreign.space},
            )
        ):
            Invitation.objects.create(
                group=group,
                email=f"ailleurs-{n}@exemple.test",
                token_hash=f"ailleurs-{n}",
                invited_by=world.people["foreign_facilitator"],
                expires_at=later,
                **scope,
            )
        make_guest(world.foreign.space)
        thing = get_kind("message").find(world.foreign_room.message.pk)
        report(thing=thing, reporter=world.people["foreign_member"], category="wrong")
        decide(
            thing=get_kind("fil").find(world.foreign_room.thread.pk),
            verb=Verb.PIN,
            actor=world.people["foreign_facilitator"],
            reason="À lire",
        )
    return group


@pytest.fixture(scope="module")
def numbers(other) -> set[int]:
    """Every identifier of the other group's rows, whatever they are."""
    return {row[0] for rows in rows_of(other).values() for row in rows if isinstance(row[0], int)}


@pytest.fixture(scope="module")
def forms(world, clients, other, django_db_blocker) -> list:
    """The forms that her pages offer, one of each address."""
    found = {}
    with django_db_blocker.unblock():
        pages = crawl(lambda url: _answer(clients[SHE], "get", url), world)
        for url, text in pages.items():
            for form in posted_forms(url, text):
                match = resolve(form.action)
                name = match.view_name
                if not name.startswith("account_") and match.kwargs.keys() - {"token"}:
                    found.setdefault(
                        (name, match.kwargs.get("act"), match.kwargs.get("kind")), form
                    )
    return list(found.values())


class Watch:
    """Sends requests as her, and notes what they do to the other group or show of it."""

    def __init__(self, world, client, group):
        self.client, self.group = client, group
        self.words = {word.lower() for word in everything(world) - allowed_words(world)[SHE]}
        self.before = rows_of(group)
        self.sent, self.wrote, self.wrong = 0, False, []

    def _noting(self, execute, sql, *rest):
        self.wrote = self.wrote or bool(WRITTEN.match(sql))
        return execute(sql, *rest)

    def post(self, url: str, data: dict) -> None:
        """What is accepted is done, what is not shows its form again: a GET would tell no more."""
        point, self.wrote = transaction.savepoint(), False
        with connection.execute_wrapper(self._noting):
            response = self.client.post(url, MultiValueDict(data))
        body = b"".join(response) if response.streaming else response.content
        text = f"{response.headers}\n{body.decode(errors='replace')}".lower()
        self.sent += 1
        what = f"{url} {response.status_code}"
        if response.status_code >= 500:
            self.wrong.append(what)
        self.wrong += [f"{what} shows {word}" for word in self.words if word in text]
        if self.wrote and rows_of(self.group) != self.before:
            self.wrong.append(f"{what} wrote {data}")
        transaction.savepoint_rollback(point)


@pytest.fixture
def watch(world, clients, other) -> Watch:
    return Watch(world, clients[SHE], other)


def _parents(world) -> dict[str, list]:
    """What the first identifier of an address names, by the address's first word."""
    rooms = (world.foreign_room, world.foreign)
    return {
        "groupes": [world.other_group.slug],
        "espaces": [room.space.pk for room in rooms],
        "discussions": [room.thread.pk for room in rooms],
        "documents": [room.document.pk for room in rooms],
        "experimentations": [world.foreign.experimentation.pk],
    }


def test_identifiers_of_another_group_in_an_address(world, forms, numbers, watch):
    parents = _parents(world)
    for form in forms:
        match = resolve(form.action)
        first, *others = [name for name in match.kwargs if name not in {"act", "kind", "token"}]
        own = match.kwargs[first]
        theirs = parents.get(form.action.split("/")[1], [])
        for parent in [own, *theirs]:
            kwargs = {**match.kwargs, first: parent}
            addresses = {reverse(match.view_name, kwargs=kwargs)}
            for child in others:
                addresses |= {
                    reverse(match.view_name, kwargs={**kwargs, child: pk}) for pk in numbers
                }
            for address in addresses - {form.action}:
                watch.post(address, form.fields)
    assert watch.wrong == []
    assert watch.sent > 500


def test_identifiers_of_another_group_in_what_is_sent(world, forms, numbers, watch):
    people = Membership.objects.filter(group=world.other_group).values_list("user", flat=True)
    places = Engagement.objects.filter(group=world.other_group).values_list(
        "organisation", flat=True
    )
    unknown = set()
    for form in forms:
        for name, values in form.fields.items():
            if name in PEOPLE_FIELDS:
                swapped = [{name: [str(pk)]} for pk in people]
            elif name in ORGANISATION_FIELDS:
                swapped = [{name: [str(pk)]} for pk in places]
            elif name in ROW_FIELDS:
                swapped = [{name: [str(pk)]} for pk in numbers]
            elif NUMBERED.match(name):
                stem = name.rstrip("0123456789")
                swapped = [{f"{stem}{pk}": ["on"]} for pk in numbers]
            else:
                swapped = []
                if name not in PLAIN and any(IDENTIFIER.match(value) for value in values):
                    unknown.add((form.action, name))
            for fields in swapped:
                watch.post(form.action, {**form.fields, **fields})
    assert unknown == set()
    assert watch.wrong == []
    assert watch.sent > 20


def test_every_address_that_she_may_post_to_is_tried(world, clients, forms):
    tried = {resolve(form.action).view_name for form in forms}
    missing = set()
    for row in TABLE:
        url = row.url(world)
        if (
            SHE in row.allowed
            and row.name not in tried | NOT_OFFERED
            and resolve(url.split("?")[0]).kwargs
        ):
            point = transaction.savepoint()
            if clients[SHE].post(url).status_code != 405:
                missing.add(row.name)
            transaction.savepoint_rollback(point)
    assert missing == set()
