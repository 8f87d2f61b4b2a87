"""What inspired an experimentation: said from its own page, or from that of the source."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.forms import data_of
from experiments.selectors import get_experimentation
from experiments.sheets.selectors import get_published
from experiments.spread import services
from experiments.spread.drawing import drawn
from experiments.spread.forms import InspiredForm, SourceForm
from experiments.spread.permissions import can_say_inspired, places_for, trials_of
from experiments.spread.selectors.inspirations import (
    Source,
    get_own_link,
    managed_trial,
    source_named,
    sources_found,
)
from experiments.spread.selectors.tree import (
    Tree,
    sheet_node,
    source_node,
    tree_around,
    trial_node,
)
from experiments.views.shared import page

both = require_http_methods(["GET", "POST"])


@require_safe
def room(request: HttpRequest, pk: int) -> HttpResponse:
    """What an experimentation comes from, and what came of it."""
    trial, access = get_experimentation(request.user, pk)
    tree = tree_around(request.user, trial, trial_node(trial))
    found = _tree(tree) | {"can_say": can_say_inspired(access)}
    return render(request, "spread/room.html", page(request, trial, access, "spread", **found))


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The same around a published sheet, for whoever reads it."""
    found = get_published(pk)
    tree = tree_around(request.user, found.experimentation, sheet_node(found))
    return render(request, "spread/sheet.html", {"sheet": found, **_tree(tree)})


def _tree(tree: Tree) -> dict:
    """What the templates show of a tree: in a list, and drawn."""
    return {"tree": tree, "drawing": None if tree.is_empty else drawn(tree)}


@login_required
@both
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Find what inspired one's own experimentation, and say so."""
    trial = managed_trial(request.user, pk)
    words = " ".join(request.GET.get("q", "").split())[:100]
    form = SourceForm(data_of(request), find=lambda value: source_named(request.user, value))
    if form.is_valid() and _said(request, form, trial, form.cleaned_data["source"]):
        return redirect("experimentation_spread", trial.pk)
    found = sources_found(request.user, words, but=trial)
    context = {
        "experimentation": trial,
        "form": form,
        "words": words,
        "found": found,
        "chosen": form["source"].value(),
    }
    template = "_found.html" if request.htmx else "add.html"
    return render(request, f"spread/{template}", context)


def _said(request: HttpRequest, form, trial, source: Source) -> bool:
    """Whether the link could be made; if not, the form says why."""
    try:
        services.add_inspiration(
            inspired=trial,
            by=request.user,
            source=source.trial,
            sheet=source.sheet,
            note=form.cleaned_data["note"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    said = _("C’est noté\u00a0: «\u00a0%(title)s\u00a0» vous a inspiré·es.")
    messages.success(request, said % {"title": source.title})
    return True


@login_required
@both
def inspire(request: HttpRequest, pk: int) -> HttpResponse:
    """From an experimentation that one reads: which of one's own took something up?"""
    return _inspire(request, Source(get_experimentation(request.user, pk)[0]))


@login_required
@both
def inspire_by_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The same from a published sheet."""
    found = get_published(pk)
    return _inspire(request, Source(found.experimentation, found))


def _inspire(request: HttpRequest, source: Source) -> HttpResponse:
    trials = [each for each in trials_of(request.user) if each.pk != source.trial.pk]
    form = InspiredForm(data_of(request), trials=trials)
    if form.is_valid():
        inspired = form.cleaned_data["inspired"]
        if _said(request, form, inspired, source):
            return redirect("experimentation_spread", inspired.pk)
    context = {
        "heading": _("M’en inspirer"),
        "source": source,
        "form": form,
        "trials": trials,
        "can_start": places_for(request.user).exists(),
    }
    return render(request, "spread/inspire.html", context)


@login_required
@both
def remove(request: HttpRequest, pk: int, link_pk: int) -> HttpResponse:
    """Take back that one's own experimentation was inspired by another."""
    trial = managed_trial(request.user, pk)
    link = get_own_link(request.user, trial, link_pk)
    if request.method == "POST":
        services.remove_inspiration(inspiration=link, by=request.user)
        messages.success(request, _("Le lien est retiré."))
        return redirect("experimentation_spread", trial.pk)
    context = {
        "experimentation": trial,
        "heading": _("Retirer le lien avec «\u00a0%(title)s\u00a0»\u00a0?")
        % {"title": source_node(link).title},
        "text": _("Les deux expérimentations restent comme elles sont."),
        "button": _("Retirer le lien"),
        "back": "experimentation_spread",
    }
    return render(request, "experiments/confirm.html", context)
