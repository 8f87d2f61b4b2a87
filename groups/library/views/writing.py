"""Suggesting, editing, going back to what was said."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from groups.library import services
from groups.library.forms import ResourceForm
from groups.library.selectors import get_editable, get_version, suggester_or_404, versions_of

both = require_http_methods(["GET", "POST"])


@login_required
@both
def add(request: HttpRequest) -> HttpResponse:
    """A member suggests a resource; who keeps the library puts it there at once."""
    standing = suggester_or_404(request.user)
    form = ResourceForm(data_of(request), keeps=standing.keeps)
    if form.is_valid():
        make = services.add_resource if standing.keeps else services.suggest_resource
        made = make(by=request.user, **form.content())
        messages.success(
            request,
            _("La ressource est dans la bibliothèque.")
            if standing.keeps
            else _("Merci\u00a0! L’animation va lire votre proposition."),
        )
        return redirect("resource", made.pk)
    return render(request, "library/form.html", {"form": form, "keeps": standing.keeps})


@login_required
@both
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what it says."""
    resource, standing = get_editable(request.user, pk)
    form = ResourceForm(data_of(request), keeps=standing.keeps, resource=resource)
    if form.is_valid():
        services.edit_resource(resource=resource, by=request.user, **form.content())
        messages.success(request, _("La ressource est à jour. L’ancienne version est gardée."))
        return redirect("resource", resource.pk)
    context = {"form": form, "resource": resource, "keeps": standing.keeps}
    return render(request, "library/form.html", context)


@login_required
@require_safe
def versions(request: HttpRequest, pk: int) -> HttpResponse:
    """What it said before."""
    resource, _standing = get_editable(request.user, pk)
    context = {"resource": resource, "versions": versions_of(resource)}
    return render(request, "library/versions.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Have it say again what it said."""
    resource, _standing = get_editable(request.user, pk)
    version = get_version(resource, number)
    services.restore_version(resource=resource, version=version, by=request.user)
    messages.success(request, _("La version %(n)s est reprise.") % {"n": number})
    return redirect("resource", resource.pk)
