"""Files and addresses of a resource."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import attachment
from common.forms import data_of, files_of
from groups.library import services
from groups.library.forms import FileForm
from groups.library.selectors import get_editable, get_file, get_resource


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Join a file or an address."""
    resource, _standing = get_editable(request.user, pk)
    form = FileForm(
        data_of(request), files_of(request), refused=getattr(request, "refused_uploads", [])
    )
    if form.is_valid():
        services.add_file(resource=resource, by=request.user, **form.cleaned_data)
        messages.success(request, _("C’est joint à la ressource."))
        return redirect("resource", resource.pk)
    return render(request, "library/file.html", {"form": form, "resource": resource})


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take it away."""
    resource, _standing = get_editable(request.user, pk)
    services.remove_file(file=get_file(resource, file_pk), by=request.user)
    messages.success(request, _("C’est retiré de la ressource."))
    return redirect("resource", resource.pk)


@require_safe
def download(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A stored file, always to be saved, never shown in our place."""
    resource, _standing = get_resource(request.user, pk)
    found = get_file(resource, file_pk)
    if not found.file:
        raise Http404
    return attachment(found.file, name=found.filename, content_type=found.content_type)
