"""The words of the network, for those who keep them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from common.rules import RuleError
from experiments.vocabularies import services
from experiments.vocabularies.forms import MergeForm, TermEditForm, TermForm
from experiments.vocabularies.selectors import editor_or_404, get_term, vocabulary_of

both = require_http_methods(["GET", "POST"])


@login_required
@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    """Levers and obstacles, with what bears them of what she may see."""
    editor_or_404(request.user)
    kinds = vocabulary_of(request.user)
    is_empty = not any(each["offered"] or each["retired"] for each in kinds)
    return render(request, "vocabularies/list.html", {"kinds": kinds, "is_empty": is_empty})


@login_required
@both
def add(request: HttpRequest) -> HttpResponse:
    """Offer one more word."""
    editor_or_404(request.user)
    form = TermForm(data_of(request), initial={"kind": request.GET.get("nature", "")})
    if form.is_valid():
        try:
            services.add_term(by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error("label", str(refusal))
        else:
            messages.success(request, _("Le mot est proposé à tous les groupes."))
            return redirect("vocabulary")
    return render(request, "vocabularies/form.html", {"form": form})


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start with what the network's documents name."""
    editor_or_404(request.user)
    made = len(services.start_vocabulary(by=request.user))
    messages.success(
        request, ngettext("%(n)s mot ajouté.", "%(n)s mots ajoutés.", made) % {"n": made}
    )
    return redirect("vocabulary")


@login_required
@both
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a word."""
    term = get_term(request.user, pk)
    form = TermEditForm(data_of(request), term=term)
    if form.is_valid():
        try:
            services.edit_term(term=term, by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error("label", str(refusal))
        else:
            messages.success(request, _("Le mot est à jour partout où il est employé."))
            return redirect("vocabulary")
    return render(request, "vocabularies/form.html", {"form": form, "term": term})


@login_required
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a word no more."""
    term = get_term(request.user, pk)
    services.retire_term(term=term, by=request.user)
    messages.success(request, _("Ce mot n’est plus proposé. Il reste sur ce qui l’emploie déjà."))
    return redirect("vocabulary")


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it again."""
    term = get_term(request.user, pk)
    services.restore_term(term=term, by=request.user)
    messages.success(request, _("Ce mot est de nouveau proposé."))
    return redirect("vocabulary")


@login_required
@both
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Have another word take its place, for good."""
    term = get_term(request.user, pk)
    form = MergeForm(data_of(request), term=term)
    if form.is_valid():
        try:
            services.merge_terms(term=term, into=form.cleaned_data["into"], by=request.user)
        except RuleError as refusal:
            form.add_error("into", str(refusal))
        else:
            messages.success(request, _("Les deux mots n’en font plus qu’un."))
            return redirect("vocabulary")
    return render(request, "vocabularies/merge.html", {"form": form, "term": term})
