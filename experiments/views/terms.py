"""Choosing the levers and obstacles of an experimentation itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.forms import data_of
from experiments import services
from experiments.views.shared import managed
from experiments.vocabularies.forms import TermsForm


@login_required
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Those that its notes bear are added by themselves."""
    experimentation, access = managed(request, pk)
    form = TermsForm(data_of(request), bears=experimentation.terms.all())
    if form.is_valid():
        services.choose_terms(experimentation=experimentation, terms=form.terms())
        messages.success(request, _("Leviers et freins enregistrés."))
        return redirect("experimentation_presentation", experimentation.pk)
    context = {"experimentation": experimentation, "form": form, "access": access}
    return render(request, "experiments/terms.html", context)
