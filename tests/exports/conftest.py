"""One group with every kind of person, and words that only some of them may find in a file."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from common.models import Audience
from experiments.indicators.models import Indicator, Measurement
from experiments.models import Funding, JournalPicture, Partnership, StageChange
from tests.experiments.world import World, make_action, make_entry, make_world
from tests.factories import make_partner

# What each audience hides, in every part that has one.
CANARIES = {
    Audience.OWNER: "canarideporteuses",
    Audience.SPACE: "canaridespace",
    Audience.PUBLIC: "canaripublic",
}


def _fill(world: World) -> None:
    trial = world.experimentation
    trial.audience, trial.objective = Audience.PUBLIC, "=HYPERLINK(1)"
    trial.stage, trial.activity, trial.source = "trial", "food", "canarisource"
    trial.save()
    StageChange.objects.create(
        experimentation=trial, stage="trial", on=date(2024, 3, 1), precision="month", note="@vote"
    )
    for audience, word in CANARIES.items():
        entry = make_entry(
            trial,
            author=world.people["owner"],
            organisation=world.owner,
            text=f"{word} dit-elle,\nà Exempleville",
            audience=audience,
            occurred_on=date(2024, 1, 1),
            precision="year",
        )
        make_action(trial, title=f"{word} action", audience=audience)
        indicator = Indicator.objects.create(
            experimentation=trial, name=f"{word} indicateur", unit="familles", audience=audience
        )
        for month, value in ((2, "9"), (3, "12.5")):
            Measurement.objects.create(
                indicator=indicator,
                value=Decimal(value),
                measured_on=date(2026, month, 1),
                entry=entry,
            )
    JournalPicture.objects.create(
        entry=entry,
        image=ContentFile(b"x", name="x"),
        thumbnail=ContentFile(b"x", name="x"),
        width=4,
        height=3,
        alt="Un étal",
    )
    Partnership.objects.create(
        experimentation=trial,
        organisation=make_partner("Régie des Amandiers"),
        role="+33 accueil",
        contact="canaricontact",
    )
    Funding.objects.create(
        experimentation=trial, funder=world.co_carrier, year=2024, amount=Decimal("12636.50")
    )
    make_entry(world.another, text="canarivoisin", source="canarisourcevoisin")


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> World:
    """Read by every test of the module; whoever writes does so in a savepoint."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = make_world()
        _fill(made)
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def sign_in(world, db):
    """`sign_in("owner")`: a client of that person."""

    def signed(role: str) -> Client:
        client = Client()
        if role in world.people:
            client.force_login(world.people[role])
        return client

    return signed
