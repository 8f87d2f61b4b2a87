"""Two published sheets of two experimentations of a group, and who reads it."""

from dataclasses import dataclass
from datetime import date

import pytest

from common.models import Audience
from experiments.indicators.models import Indicator
from experiments.models import Experimentation, JournalEntry, JournalPicture
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.services import publish, save_sheet
from experiments.sites.models import Site
from tests.experiments.world import World, make_entry, make_world
from tests.sheets.test_pdf import image
from tests.sheets.world import client_of


@dataclass
class Shelf:
    """`sheets` in the order they were published; the first shows all the rest."""

    world: World
    sheets: list[ExperienceSheet]
    entry: JournalEntry
    picture: JournalPicture
    indicator: Indicator
    site: Site


def make_sheet(world: World, trial: Experimentation, title: str, **fields) -> ExperienceSheet:
    fields.setdefault("keywords", "marché")
    parts = {name: fields.pop(name, None) for name in ("pictures", "sources", "figures")}
    sheet = save_sheet(
        experimentation=trial,
        editor=world.people["facilitator"],
        words={"title": title, "results": f"Ce que dit « {title} » : 12 636 €.", **fields},
        dated=date(2024, 3, 1),
        precision="month",
        **parts,
        origin="network",
        source="Page publique",
    )
    publish(sheet=sheet, by=world.people["facilitator"])
    sheet.refresh_from_db()
    return sheet


@pytest.fixture
def shelf(db) -> Shelf:
    world = make_world(audience=Audience.PUBLIC, activity="food")
    entry = make_entry(world.experimentation, audience=Audience.PUBLIC)
    picture = JournalPicture.objects.create(
        entry=entry, image=image(40), thumbnail=image(8), width=40, height=30
    )
    indicator = Indicator.objects.create(
        experimentation=world.experimentation, name="Familles", audience=Audience.PUBLIC
    )
    site = Site.objects.create(
        experimentation=world.experimentation, name="Salle des Tilleuls", audience=Audience.PUBLIC
    )
    first = make_sheet(
        world,
        world.experimentation,
        "Un été au marché",
        keywords="marché, Été, rue",
        pictures={picture: "Un étal"},
        sources={"results": [entry]},
        figures={indicator: "57 familles accueillies"},
    )
    second = make_sheet(world, world.another, "Le garage", keywords="rue, mécanique")
    return Shelf(world, [first, second], entry, picture, indicator, site)


@pytest.fixture
def sign_in(shelf):
    """`sign_in("facilitator")`: a client of that person."""
    return lambda role: client_of(shelf, role)
