"""Rooms of documents, a document's card, its versions and their delivery."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import attachment
from common.forms import data_of, files_of
from common.registry import space_home
from common.text import whole_number
from groups.documents import services
from groups.documents.forms import DocumentEditForm, DocumentForm, VersionForm
from groups.documents.permissions import audiences_allowed, can_add_document, can_edit_document
from groups.documents.selectors import (
    documents_page,
    get_document,
    get_own_document,
    get_removed_document,
    get_version,
    versions_of,
)
from groups.enums import SpaceKind
from groups.models import Space
from groups.moderation.selectors import standing_of
from groups.permissions import Access, can_open_group
from groups.selectors import get_page, get_space, room_context

both = require_http_methods(["GET", "POST"])


def _place(space, access: Access) -> dict:
    """Where the breadcrumb leads: only what the person may open."""
    group = space.group
    home = None
    if space.kind == SpaceKind.EXPERIMENTATION and access.can_read:
        home = space_home(space)
    return {
        "space": space,
        "access": access,
        "group": group if can_open_group(access, group) else None,
        "in_group": space.kind == SpaceKind.GROUP,
        "home": home,
    }


def _room(request: HttpRequest, space: Space, access: Access) -> dict:
    return {
        "space": space,
        "documents": documents_page(access, request.GET),
        "can_add_document": can_add_document(access),
        "removed": _removed(request, space),
    }


def _removed(request: HttpRequest, space: Space):
    """The document just removed from here, so that the page can offer to bring it back."""
    asked = whole_number(request.GET.get("supprime", ""))
    if asked is None:
        return None
    try:
        document, access = get_removed_document(request.user, asked)
    except Http404:
        return None
    allowed = can_edit_document(request.user, access, document)
    return document if allowed and document.space_id == space.pk else None


@require_safe
def group_documents(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents of a group's own space; a visitor finds the public ones."""
    group, access = get_page(request.user, slug)
    context = _room(request, Space(pk=access.space_id), access)
    context |= room_context(
        request.user, group, access, "documents", documents=context["documents"].paginator.count
    )
    return render(request, "documents/group.html", context)


@login_required
@require_safe
def space_documents(request: HttpRequest, pk: int) -> HttpResponse:
    """The documents of any space that one may enter."""
    space, access = get_space(request.user, pk)
    if space.kind == SpaceKind.GROUP:
        return redirect("group_documents", space.group.slug)
    context = _place(space, access) | _room(request, space, access)
    return render(request, "documents/list.html", context)


@login_required
@both
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Share a file or a link in a space. Sent twice, it is there once."""
    space, access = get_space(request.user, pk)
    if not can_add_document(access):
        raise Http404
    audiences = audiences_allowed(access)
    form = DocumentForm(
        data_of(request),
        files_of(request),
        audiences=audiences,
        refused=getattr(request, "refused_uploads", []),
    )
    if form.is_valid():
        data = form.cleaned_data
        document, new = services.add_document(
            space=space,
            author=request.user,
            title=data["title"],
            description=data["description"],
            audience=data.get("audience", audiences[0]),
            file=data["file"],
            url=data["url"],
            client_id=data["client_id"],
        )
        if new:
            messages.success(request, _("Le document est partagé."))
        else:
            messages.info(
                request, _("Ce document était déjà partagé\u00a0: il n’y est qu’une fois.")
            )
        return redirect("document", document.pk)
    return render(request, "documents/add.html", _place(space, access) | {"form": form})


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A document's card: what it is, who shared it, its versions."""
    document, access = get_own_document(request.user, pk)
    allowed = can_edit_document(request.user, access, document)
    context = _place(document.space, access) | {
        "document": document,
        "versions": versions_of(document),
        "can_edit": allowed and not document.withheld,
        "moderation": standing_of(
            request.user, access, document, kind="document", group=document.space.group
        ),
    }
    return render(request, "documents/detail.html", context)


def _editable(request: HttpRequest, pk: int):
    document, access = get_document(request.user, pk)
    if not can_edit_document(request.user, access, document):
        raise Http404
    return document, access


@login_required
@both
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change its title, description or audience."""
    document, access = _editable(request, pk)
    form = DocumentEditForm(
        data_of(request), document=document, audiences=audiences_allowed(access)
    )
    if form.is_valid():
        services.edit_document(document=document, editor=request.user, **form.cleaned_data)
        messages.success(request, _("Le document est à jour."))
        return redirect("document", document.pk)
    context = _place(document.space, access) | {"document": document, "form": form}
    return render(request, "documents/edit.html", context)


@login_required
@both
def add_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a newer state of it."""
    document, access = _editable(request, pk)
    form = VersionForm(
        data_of(request),
        files_of(request),
        refused=getattr(request, "refused_uploads", []),
    )
    if form.is_valid():
        version = services.add_version(document=document, author=request.user, **form.cleaned_data)
        messages.success(
            request, _("La version %(number)s est en place.") % {"number": version.number}
        )
        return redirect("document", document.pk)
    context = _place(document.space, access) | {"document": document, "form": form}
    return render(request, "documents/version.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it out; the page it was on then offers to bring it back."""
    document, _access = _editable(request, pk)
    services.remove_document(document=document, by=request.user)
    space = document.space
    if space.kind == SpaceKind.GROUP:
        response = redirect("group_documents", space.group.slug)
    else:
        response = redirect("space_documents", space.pk)
    response["Location"] += f"?supprime={document.pk}"
    return response


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a removed document back."""
    document, access = get_removed_document(request.user, pk)
    if not can_edit_document(request.user, access, document):
        raise Http404
    services.restore_document(document=document, by=request.user)
    messages.success(request, _("Le document est de retour."))
    return redirect("document", document.pk)


@require_safe
def download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A stored file, always to be saved, never shown in our place."""
    document, _access = get_own_document(request.user, pk)
    version = get_version(document, number)
    return attachment(version.file, name=version.filename, content_type=version.content_type)
