"""The indicators of an experimentation as one of its guests sees them (`groups.seen`)."""

from django.utils.translation import gettext_lazy as _

from common import registry
from experiments.indicators.models import Indicator
from experiments.indicators.selectors import cards_of
from groups.enums import SpaceKind
from groups.models import Space
from groups.permissions import Access


def indicators(space: Space, access: Access, asked: dict) -> dict:
    """Each with its latest values, as on their own tab."""
    experimentation = space.experimentation
    experimentation.space = space
    return {
        "experimentation": experimentation,
        "summary": experimentation.summary,
    } | cards_of(experimentation, access)


def register() -> None:
    """Add them to the view of a guest, after the planned actions."""
    registry.add(
        registry.seen_parts,
        registry.SeenPart(
            key="indicators",
            label=_("Indicateurs"),
            order=2,
            rows=lambda space: Indicator.objects.filter(experimentation__space=space),
            template="indicators/list.html",
            context=indicators,
            kind=SpaceKind.EXPERIMENTATION,
        ),
    )
