"""How the views of indicators reach what they are about."""

from django.http import Http404, HttpRequest

from experiments.indicators.models import Indicator
from experiments.indicators.permissions import can_measure
from experiments.indicators.selectors import get_indicator
from experiments.models import Experimentation
from experiments.selectors import get_experimentation
from groups.permissions import Access


def measured(request: HttpRequest, pk: int) -> tuple[Experimentation, Access]:
    """The experimentation for someone who may count in it; 404 for all others."""
    experimentation, access = get_experimentation(request.user, pk)
    if not can_measure(access):
        raise Http404
    return experimentation, access


def measured_indicator(
    request: HttpRequest, pk: int, indicator_pk: int
) -> tuple[Experimentation, Access, Indicator]:
    """One of its indicators, for the same people."""
    experimentation, access = measured(request, pk)
    return experimentation, access, get_indicator(experimentation, access, indicator_pk)
