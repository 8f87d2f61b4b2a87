"""Writing in the journal, and its pictures."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import inline
from common.forms import data_of, files_of
from discussions.views.shared import wants_json
from experiments import services
from experiments.beside import offers
from experiments.forms import EntryEditForm, EntryForm
from experiments.permissions import audiences_allowed, can_add_entry, can_edit_entry
from experiments.selectors import (
    get_entry,
    get_experimentation,
    get_picture,
    get_removed_entry,
)
from groups.documents.selectors import documents_of

KNOWN = gettext_lazy(
    "Une note envoyée de cette page est déjà enregistrée. Si celle-ci en est une autre, "
    "publiez-la de nouveau."
)


def _entry_url(entry) -> str:
    url = reverse("experimentation", args=[entry.experimentation_id])
    return f"{url}#note-{entry.pk}"


@login_required
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note. Sent twice, it is stored once. Scripts send it for whoever wrote it
    (`account`), and are answered in JSON."""
    experimentation, access = get_experimentation(request.user, pk)
    if not can_add_entry(access):
        raise Http404
    if request.POST.get("account", str(request.user.pk)) != str(request.user.pk):
        return JsonResponse({"other": True}, status=409)
    form = EntryForm(
        data_of(request),
        files_of(request),
        audiences=audiences_allowed(access),
        documents=documents_of(access),
        offers=offers(experimentation, access),
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
                documents=data["documents"],
                file=data["file"],
                beside=form.beside(),
                client_id=data["client_id"],
            )
        except services.EntryConflict as conflict:
            known = conflict.entry
            if wants_json(request):
                return _refused({"client_id": [KNOWN]})
            form = form.anew()
        else:
            return _stored(request, entry, new)
    if request.method == "POST" and wants_json(request):
        return _refused(form.errors, form)
    context = {
        "experimentation": experimentation,
        "form": form,
        "known": known,
        "is_guest": access.is_guest,
        "can_suggest_word": not access.is_guest,
    }
    return render(request, "experiments/entry_form.html", context)


def _stored(request, entry, new: bool) -> HttpResponse:
    """The note is in the journal. A script that sends it later says so by itself."""
    if not wants_json(request) or request.POST.get("asks"):
        _say_what_happened(request, entry, new)
    if wants_json(request):
        return JsonResponse({"url": _entry_url(entry), "new": new}, status=201 if new else 200)
    return redirect(_entry_url(entry))


def _refused(errors: Mapping[str, list], form: EntryForm | None = None) -> JsonResponse:
    """What is wrong, by field, and in a line that names each field."""
    told = {name: [str(each) for each in found] for name, found in errors.items()}
    lines = []
    for name, found in told.items():
        label = form.fields[name].label if form and name in form.fields else ""
        lines += [f"{label}\u00a0: {each}" if label else each for each in found]
    return JsonResponse({"error": " ".join(lines), "errors": told}, status=400)


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
        documents=documents_of(access),
        offers=offers(experimentation, access, entry),
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
            documents=data["documents"],
            among=documents_of(access),
            file=data["file"],
            beside=form.beside(),
            alts=form.kept_alts(),
            removed_pictures=form.removed(),
            new_pictures=form.described_pictures(),
        )
        messages.success(request, _("La note est à jour."))
        return redirect(_entry_url(entry))
    context = {
        "experimentation": experimentation,
        "entry": entry,
        "form": form,
        "can_suggest_word": not access.is_guest,
    }
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
