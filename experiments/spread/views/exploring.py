"""Looking across every group: who tried already, and what compares."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.text import whole_number
from experiments.enums import Activity, Stage
from experiments.selectors import get_experimentation
from experiments.spread.enums import Size
from experiments.spread.selectors.alike import Traits, alike
from experiments.spread.selectors.compare import MOST_COMPARED, compared, side_by_side
from experiments.spread.selectors.levers import levers_offered
from organisations.enums import Level

# Beside an experimentation.
FEW = 3


@require_safe
def already_tried(request: HttpRequest) -> HttpResponse:
    """« Qui a déjà essayé ? »: by traits or, with `proche`, like an experimentation. With `apercu`,
    the few that its own page shows."""
    asked = whole_number(request.GET.get("proche", ""))
    near = None if asked is None else get_experimentation(request.user, asked)[0]
    traits = Traits.asked(request.GET)
    brief = near is not None and "apercu" in request.GET
    found = alike(
        request.user,
        traits,
        near=near,
        page=request.GET.get("page"),
        **({"per_page": FEW} if brief else {}),
    )
    context = {
        "found": found,
        "near": near,
        "traits": traits,
        "activities": Activity,
        "levels": Level,
        "sizes": Size,
        "stages": Stage,
        "levers": [] if brief else levers_offered(),
        "query": _query(traits, near),
    }
    return render(request, f"spread/{'_alike_few' if brief else 'already_tried'}.html", context)


def _query(traits: Traits, near) -> str:
    """The same question, before the number of a page."""
    given = {
        "activite": traits.activity,
        "type": traits.level,
        "taille": traits.size,
        "etape": traits.stage,
        "levier": traits.lever or "",
        "proche": near.pk if near else "",
    }
    given = {name: value for name, value in given.items() if value}
    return urlencode(given) + "&" if given else ""


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four experimentations (`?e=1&e=2`), line by line."""
    asked = [whole_number(value) for value in request.GET.getlist("e")[:50]]
    pks = [pk for pk in dict.fromkeys(asked) if pk is not None]
    trials = compared(request.user, pks)
    context = {
        "trials": trials,
        "lines": side_by_side(trials) if len(trials) > 1 else [],
        "too_many": len(pks) > MOST_COMPARED,
        "most": MOST_COMPARED,
    }
    return render(request, "spread/compare.html", context)
