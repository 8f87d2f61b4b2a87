"""Writing in the journal, and its pictures."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import inline
from common.forms import data_of, files_of
from experiments import services
from experiments.forms import EntryEditForm, EntryForm
from experiments.permissions import audiences_allowed, can_add_entry, can_edit_entry
from experiments.selectors import (
    get_entry,
    get_experimentation,
    get_picture,
    get_removed_entry,
)


def _entry_url(entry) -> str:
    url = reverse("experimentation", args=[entry.experimentation_id])
    return f"{url}#note-{entry.pk}"


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note. Sent twice, it is stored once."""
    experimentation, access = get_experimentation(request.user, pk)
    if not can_add_entry(access):
        raise Http404
    form = EntryForm(
        data_of(request),
        files_of(request),
        audiences=audiences_allowed(access),
        refused=getattr(request, "refused_uploads", []),
        initial={"kind": request.GET.get("nature", "")},
    )
    known = None
    if form.is_valid():
        data = form.cleaned_data
        try:
            entry, new = services.add_entry(
                experimentation=experimentation,
                author=request.user,
                kind=data["kind"],
                text=data["text"],
                occurred_on=data["occurred_on"],
                precision=data["precision"],
                audience=data.get("audience", audiences_allowed(access)[0]),
                pictures=form.described_pictures(),
                terms=form.terms(),
                client_id=data["client_id"],
            )
        except services.EntryConflict as conflict:
            known = conflict.entry
            form = form.anew()
        else:
            _say_what_happened(request, entry, new)
            return redirect(_entry_url(entry))
    context = {
        "experimentation": experimentation,
        "form": form,
        "known": known,
        "is_guest": len(audiences_allowed(access)) == 1,
    }
    return render(request, "experiments/entry_form.html", context)


def _say_what_happened(request, entry, new: bool) -> None:
    if not new:
        messages.info(
            request, _("Cette note était déjà enregistrée\u00a0: elle n’y est qu’une fois.")
        )
    elif any(not picture.alt for picture in entry.pictures.all()):
        messages.success(
            request,
            _(
                "Votre note est dans le journal. Pensez à décrire les photos pour les personnes "
                "qui ne les voient pas : « Modifier »."
            ),
        )
    else:
        messages.success(request, _("Votre note est dans le journal."))


def _editable(request, pk: int, entry_pk: int):
    experimentation, access = get_experimentation(request.user, pk)
    entry = get_entry(experimentation, access, entry_pk)
    if not can_edit_entry(request.user, access, entry):
        raise Http404
    return experimentation, access, entry


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Correct a note, its pictures and their descriptions."""
    experimentation, access, entry = _editable(request, pk, entry_pk)
    form = EntryEditForm(
        data_of(request),
        files_of(request),
        entry=entry,
        audiences=audiences_allowed(access),
        refused=getattr(request, "refused_uploads", []),
    )
    if form.is_valid():
        data = form.cleaned_data
        services.edit_entry(
            entry=entry,
            editor=request.user,
            kind=data["kind"],
            text=data["text"],
            occurred_on=data["occurred_on"],
            precision=data["precision"],
            audience=data.get("audience"),
            terms=form.terms(),
            alts=form.kept_alts(),
            removed_pictures=form.removed(),
            new_pictures=form.described_pictures(),
        )
        messages.success(request, _("La note est à jour."))
        return redirect(_entry_url(entry))
    context = {"experimentation": experimentation, "entry": entry, "form": form}
    return render(request, "experiments/entry_form.html", context)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Take a note out; the page then offers to bring it back."""
    experimentation, _access, entry = _editable(request, pk, entry_pk)
    services.remove_entry(entry=entry, by=request.user)
    url = reverse("experimentation", args=[experimentation.pk])
    return redirect(f"{url}?supprimee={entry.pk}")


@login_required
@require_POST
def restore(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Bring a removed note back."""
    experimentation, access = get_experimentation(request.user, pk)
    entry = get_removed_entry(experimentation, access, entry_pk)
    if not can_edit_entry(request.user, access, entry):
        raise Http404
    services.restore_entry(entry=entry, by=request.user)
    messages.success(request, _("La note est de retour dans le journal."))
    return redirect(_entry_url(entry))


@require_safe
def picture(request: HttpRequest, pk: int, picture_pk: int, size: str) -> HttpResponse:
    """A picture of an entry that one may read, whole or as a thumbnail."""
    experimentation, access = get_experimentation(request.user, pk)
    picture = get_picture(request.user, experimentation, access, picture_pk)
    files = {"grande": picture.image, "vignette": picture.thumbnail}
    if size not in files:
        raise Http404
    return inline(request, files[size], content_type="image/webp")
