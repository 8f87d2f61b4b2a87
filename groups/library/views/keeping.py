"""What who keeps the library decides about a resource."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from common.forms import data_of
from common.rules import RuleError
from groups.library import services
from groups.library.forms import DeclineForm
from groups.library.selectors import get_kept


@login_required
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a suggestion in the library."""
    resource = get_kept(request.user, pk)
    try:
        services.accept_resource(resource=resource, by=request.user)
    except RuleError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("La ressource est dans la bibliothèque."))
    return redirect("resource", resource.pk)


@login_required
@require_http_methods(["GET", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why it is not kept."""
    resource = get_kept(request.user, pk)
    form = DeclineForm(data_of(request))
    if form.is_valid():
        try:
            services.decline_resource(resource=resource, by=request.user, **form.cleaned_data)
        except RuleError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("La proposition n’est pas retenue."))
        return redirect("resource", resource.pk)
    return render(request, "library/decline.html", {"form": form, "resource": resource})


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out; the message offers to bring it back."""
    resource = get_kept(request.user, pk)
    services.remove_resource(resource=resource, by=request.user)
    messages.success(request, _("La ressource est retirée de la bibliothèque."))
    return redirect(reverse("library") + f"?retiree={resource.pk}")


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring it back."""
    resource = get_kept(request.user, pk, removed=True)
    services.restore_resource(resource=resource, by=request.user)
    messages.success(request, _("La ressource est de retour."))
    return redirect("resource", resource.pk)
