import pytest

from experiments.indicators.services import add_indicator, add_measurement
from tests.experiments.conftest import queries, sign_in
from tests.experiments.world import World, make_world

__all__ = ["queries", "sign_in"]


@pytest.fixture
def world(db) -> World:
    return make_world()


@pytest.fixture
def indicator(world):
    """« Familles accueillies », of the carriers."""
    return add_indicator(
        experimentation=world.experimentation,
        author=world.user("owner"),
        name="Familles accueillies",
        unit="familles",
        direction="higher",
        target_value=40,
    )[0]


@pytest.fixture
def measure(world, indicator):
    """`measure("12", "2026-03-01")`: a measurement of the indicator, by its owner."""
    from datetime import date
    from decimal import Decimal

    def note(value: str, day: str, **fields):
        fields.setdefault("author", world.user("owner"))
        return add_measurement(
            indicator=fields.pop("indicator", indicator),
            value=Decimal(value),
            measured_on=date.fromisoformat(day),
            **fields,
        )[0]

    return note
