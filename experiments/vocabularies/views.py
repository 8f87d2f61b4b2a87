"""The words of the network, for those who keep them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from common.rules import RuleError
from experiments.vocabularies import services, suggesting
from experiments.vocabularies.forms import (
    AcceptForm,
    MergeForm,
    RefuseForm,
    TermEditForm,
    TermForm,
)
from experiments.vocabularies.selectors import (
    editor_or_404,
    get_suggestion,
    get_term,
    my_suggestions,
    suggester_or_404,
    vocabulary_of,
    waiting_suggestions,
)

both = require_http_methods(["GET", "POST"])
DECIDED = {
    "accept": gettext_lazy("Le mot est proposé à tous les groupes."),
    "merge": gettext_lazy("La personne qui l’a proposé lira le mot à employer."),
    "refuse": gettext_lazy("La personne qui l’a proposé lira votre raison."),
}


@login_required
@require_safe
def vocabulary(request: HttpRequest) -> HttpResponse:
    """Levers and obstacles, with what bears them of what she may see."""
    editor_or_404(request.user)
    kinds = vocabulary_of(request.user)
    is_empty = not any(each["offered"] or each["retired"] for each in kinds)
    context = {"kinds": kinds, "is_empty": is_empty, "suggestions": list(waiting_suggestions())}
    return render(request, "vocabularies/list.html", context)


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


@login_required
@both
def suggest(request: HttpRequest) -> HttpResponse:
    """Miss a word, and read what became of those that one missed before."""
    suggester_or_404(request.user)
    form = TermForm(data_of(request), initial={"kind": request.GET.get("nature", "")})
    if form.is_valid():
        try:
            suggesting.suggest(by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error("label", str(refusal))
        else:
            messages.success(
                request,
                _("Le mot est proposé à l’animation du réseau. Vous lirez ici ce qu’il devient."),
            )
            return redirect("term_suggest")
    context = {"form": form, "suggestions": list(my_suggestions(request.user))}
    return render(request, "vocabularies/suggest.html", context)


@login_required
@both
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a word that was suggested, say which one says it already, or refuse it."""
    found = get_suggestion(request.user, pk)
    decision = request.POST.get("decision", "")

    def sent(name: str):
        return data_of(request) if decision == name else None

    forms = {
        "accept": AcceptForm(sent("accept"), suggestion=found),
        "merge": MergeForm(sent("merge"), term=found),
        "refuse": RefuseForm(sent("refuse")),
    }
    form = forms.get(decision)
    if form is not None and form.is_valid():
        decide = getattr(suggesting, decision)
        try:
            decide(suggestion=found, by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, DECIDED[decision])
            return redirect("vocabulary")
    context = {"suggestion": found, "forms": forms, "form": form}
    return render(request, "vocabularies/suggestion.html", context)
