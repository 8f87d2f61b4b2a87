"""The small chart of an indicator: where its points are, in the units of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from experiments.indicators.models import Measurement

WIDTH, HEIGHT = 320, 96
# Room for the circles, so that none is cut.
EDGE = 6


@dataclass(frozen=True, slots=True)
class Chart:
    """`dots` are (x, y) from the oldest to the newest; `first` is the oldest; `target` is the
    height of the value aimed at, if there is one."""

    dots: list[tuple[float, float]]
    first: Measurement
    target: float | None
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def target_words(self) -> float:
        """Where the word for the target stands: above its line."""
        return (self.target or 0) - 4

    @property
    def line(self) -> str:
        """The points of a polyline."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.dots)


def chart_of(measurements: Sequence[Measurement], target: Decimal | None) -> Chart | None:
    """The chart of these measurements, the newest first; None for fewer than two."""
    if len(measurements) < 2:
        return None
    shown = list(reversed(measurements))
    values = [each.value for each in shown]
    scale = values if target is None else [*values, target]
    low, high = min(scale), max(scale)

    def height_of(value: Decimal) -> float:
        # All the same: a flat line in the middle.
        share = (value - low) / (high - low) if high > low else Decimal("0.5")
        return round(EDGE + float(1 - share) * (HEIGHT - 2 * EDGE), 1)

    first, last = shown[0].measured_on, shown[-1].measured_on
    days = (last - first).days

    def across(index: int) -> float:
        # All on one day: one beside the other.
        gone = (shown[index].measured_on - first).days / days if days else index / (len(shown) - 1)
        return round(EDGE + gone * (WIDTH - 2 * EDGE), 1)

    dots = [(across(index), height_of(value)) for index, value in enumerate(values)]
    return Chart(dots, shown[0], None if target is None else height_of(target))
