"""What the latest value says, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.text import french_number
from experiments.indicators.enums import Direction
from experiments.indicators.models import Indicator, Measurement


@dataclass(frozen=True, slots=True)
class Trend:
    """`words` say how the value moved and `towards` whether that is the way wanted; `target` how
    far what is aimed at still is. Each is "" where there is nothing to say. `tone` is the colour of
    a badge that says the same as `towards`."""

    words: str
    towards: str = ""
    tone: str = ""
    target: str = ""


def trend_of(indicator: Indicator, measurements: Sequence[Measurement]) -> Trend | None:
    """The trend of these measurements, the newest first; None without any."""
    if not measurements:
        return None
    value, target = measurements[0].value, _target(indicator, measurements[0])
    if len(measurements) > 1:
        before, since = measurements[1].value, _("depuis la mesure précédente")
    elif indicator.baseline_value is not None:
        before, since = indicator.baseline_value, _("depuis le départ")
    else:
        return Trend(_("Première mesure"), target=target)
    if value == before:
        return Trend(_("Stable %(since)s") % {"since": since}, target=target)
    said = {"gap": french_number(abs(value - before)), "since": since}
    rises = value > before
    words = (
        _("En hausse de %(gap)s %(since)s") if rises else _("En baisse de %(gap)s %(since)s")
    ) % said
    if indicator.direction == Direction.NEITHER:
        return Trend(words, target=target)
    wanted = rises == (indicator.direction == Direction.HIGHER)
    if wanted:
        return Trend(words, _("dans le sens voulu"), "ok", target)
    return Trend(words, _("à l’inverse du sens voulu"), "warn", target)


def _target(indicator: Indicator, latest: Measurement) -> str:
    goal = indicator.target_value
    if goal is None:
        return ""
    gap = goal - latest.value
    reached = {
        Direction.HIGHER: gap <= 0,
        Direction.LOWER: gap >= 0,
        Direction.NEITHER: gap == 0,
    }[Direction(indicator.direction)]
    if reached:
        return _("Objectif atteint")
    return _("À %(gap)s de l’objectif") % {"gap": french_number(abs(gap))}
