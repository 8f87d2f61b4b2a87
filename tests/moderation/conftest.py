"""A running group with an experimentation, and one thing of every kind by its member."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from discussions.models import Message
from discussions.services import create_thread
from experiments.indicators.models import Indicator, Measurement
from experiments.indicators.services import add_indicator, add_measurement
from experiments.models import JournalEntry
from experiments.services import add_entry
from groups.documents.models import Document
from groups.documents.services import add_document
from groups.enums import GroupState, Role
from groups.models import Space, WorkingGroup
from groups.moderation.registry import get_kind
from tests import factories

CANARY = "Zqcanari"


@dataclass
class Scene:
    group: WorkingGroup
    space: Space
    member: User
    facilitator: User
    other_facilitator: User
    neighbour: User
    observer: User
    guest: User
    stranger: User
    foreign_facilitator: User
    administrator: User
    message: Message
    entry: JournalEntry
    document: Document
    indicator: Indicator
    measurement: Measurement

    def thing(self, kind: str):
        rows = {
            "message": self.message,
            "note": self.entry,
            "document": self.document,
            "indicateur": self.indicator,
            "mesure": self.measurement,
        }
        if kind == "personne":
            return get_kind(kind).find(self.member.memberships.get().pk)
        return get_kind(kind).find(rows[kind].pk)

    def moderate_url(self, kind: str) -> str:
        thing = self.thing(kind)
        return f"/espaces/{thing.space.pk}/moderation/{kind}/{thing.pk}/"

    def report_url(self, kind: str) -> str:
        thing = self.thing(kind)
        return f"/espaces/{thing.space.pk}/signaler/{kind}/{thing.pk}/"


@pytest.fixture
def scene(db) -> Scene:
    group = factories.make_group("Monnaies locales", state=GroupState.RUNNING)
    city, other_city = factories.make_collectivity(), factories.make_collectivity()
    member = factories.join(group, organisation=city)
    trial = factories.make_experimentation(group, city, audience="public")
    thread = create_thread(space=trial.space, author=member, title="Fil", body=f"{CANARY} message")
    entry, _new = add_entry(
        experimentation=trial,
        author=member,
        kind="result",
        text=f"{CANARY} note",
        occurred_on=date(2026, 3, 1),
        audience="public",
    )
    document, _new = add_document(
        space=trial.space,
        author=member,
        title=f"{CANARY} document",
        url="https://exemple.test/zqcanari",
        audience="public",
    )
    indicator, _new = add_indicator(
        experimentation=trial, author=member, name=f"{CANARY} indicateur", audience="public"
    )
    other, _new = add_indicator(
        experimentation=trial, author=member, name="Repas", audience="public"
    )
    measurement, _new = add_measurement(
        indicator=other,
        author=member,
        value=12,
        measured_on=date(2026, 3, 1),
        source=f"{CANARY} mesure",
    )
    return Scene(
        group=group,
        space=trial.space,
        member=member,
        facilitator=factories.join(group, Role.FACILITATOR),
        other_facilitator=factories.join(group, Role.FACILITATOR),
        neighbour=factories.join(group, organisation=other_city),
        observer=factories.join(group, Role.OBSERVER),
        guest=factories.make_guest(trial.space),
        stranger=factories.make_user(),
        foreign_facilitator=factories.join(factories.make_group(), Role.FACILITATOR),
        administrator=factories.make_user(is_superuser=True),
        message=thread.messages.get(),
        entry=entry,
        document=document,
        indicator=indicator,
        measurement=measurement,
    )


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client
