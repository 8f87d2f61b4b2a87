"""A new experimentation that starts from a model."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.forms import data_of
from common.models import Audience
from experiments.selectors import get_experimentation
from experiments.sheets.selectors import get_published
from experiments.spread import services
from experiments.spread.forms import StartForm
from experiments.spread.permissions import places_for
from experiments.spread.selectors.inspirations import Source
from experiments.spread.selectors.starting import actions_to_copy, indicators_to_copy

both = require_http_methods(["GET", "POST"])


@login_required
@both
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """From an experimentation: what is taken over is seen first, and chosen."""
    trial, access = get_experimentation(request.user, pk)
    parts = {
        "actions": actions_to_copy(trial, access),
        "indicators": indicators_to_copy(trial, access),
    }
    return _start(request, Source(trial), parts, is_open=trial.audience == Audience.PUBLIC)


@login_required
@both
def start_by_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """From a published sheet, which is read and not copied: a title, and the link."""
    found = get_published(pk)
    return _start(request, Source(found.experimentation, found), {}, is_open=True)


def _start(request: HttpRequest, source: Source, parts: dict, *, is_open: bool) -> HttpResponse:
    places = list(places_for(request.user))
    if not places:
        raise Http404
    form = StartForm(data_of(request), places=places, source=source, **parts)
    if form.is_valid():
        trial = services.start_from(
            author=request.user, source=source.trial, sheet=source.sheet, **form.start
        )
        messages.success(
            request,
            _("Votre expérimentation est créée. Relisez ce qui vient du modèle, et adaptez-le."),
        )
        return redirect("experimentation_presentation", trial.pk)
    context = {
        "heading": _("Partir de ce modèle"),
        "source": source,
        "form": form,
        "is_open": is_open,
    }
    return render(request, "spread/start.html", context)
