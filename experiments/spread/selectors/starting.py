"""What may be taken over of a model."""

from django.db.models import QuerySet

from common.models import Audience
from experiments.indicators.models import Indicator
from experiments.models import Experimentation, PlannedAction
from groups.permissions import Access

MOST_PARTS = 40


def actions_to_copy(trial: Experimentation, access: Access) -> QuerySet:
    """Its planned actions, done or not, as one reads them with `access`: never those kept between
    the carriers, which a copy would show to others."""
    rows = PlannedAction.objects.filter(experimentation=trial).seen_with(access)
    return rows.exclude(audience=Audience.OWNER).order_by("pk")[:MOST_PARTS]


def indicators_to_copy(trial: Experimentation, access: Access) -> QuerySet:
    """Its indicators, likewise; not those put aside."""
    rows = Indicator.objects.filter(experimentation=trial, archived_at=None).seen_with(access)
    rows = rows.exclude(audience=Audience.OWNER)
    return rows.order_by("position", "pk")[:MOST_PARTS]
