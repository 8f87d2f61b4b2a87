"""Naming, changing and taking off the places of an experimentation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.forms import data_of
from experiments.sites import services
from experiments.sites.forms import SiteForm
from experiments.sites.selectors import get_site
from experiments.views.shared import managed

both = require_http_methods(["GET", "POST"])
BACK = "experimentation_presentation"


@login_required
@both
def add(request: HttpRequest, pk: int) -> HttpResponse:
    experimentation, _access = managed(request, pk)
    form = SiteForm(data_of(request))
    if form.is_valid():
        services.add_site(experimentation=experimentation, author=request.user, **form.cleaned_data)
        messages.success(request, _("Le lieu est noté."))
        return redirect(BACK, experimentation.pk)
    return _form(request, experimentation, form, _("Ajouter un lieu"), _("Ajouter le lieu"))


@login_required
@both
def edit(request: HttpRequest, pk: int, site_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    site = get_site(experimentation, access, site_pk)
    initial = {name: getattr(site, name) for name in SiteForm.base_fields}
    form = SiteForm(data_of(request), initial=initial)
    if form.is_valid():
        services.edit_site(site=site, by=request.user, **form.cleaned_data)
        messages.success(request, _("Le lieu est à jour."))
        return redirect(BACK, experimentation.pk)
    return _form(request, experimentation, form, _("Modifier le lieu"), _("Enregistrer le lieu"))


@login_required
@both
def remove(request: HttpRequest, pk: int, site_pk: int) -> HttpResponse:
    experimentation, access = managed(request, pk)
    site = get_site(experimentation, access, site_pk)
    if request.method == "POST":
        services.remove_site(site=site, by=request.user)
        messages.success(request, _("Le lieu est retiré de la liste."))
        return redirect(BACK, experimentation.pk)
    context = {
        "experimentation": experimentation,
        "heading": _("Retirer «\u00a0%(name)s\u00a0» de la liste\u00a0?") % {"name": site.name},
        "button": _("Retirer le lieu"),
        "back": BACK,
    }
    return render(request, "experiments/confirm.html", context)


def _form(request, experimentation, form, heading: str, button: str) -> HttpResponse:
    context = {
        "experimentation": experimentation,
        "form": form,
        "heading": heading,
        "button": button,
        "back": BACK,
    }
    return render(request, "experiments/form.html", context)
