"""Importing a dump on the screen: sent, looked at, corrected, put in the library."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of, files_of
from groups.library import importing
from groups.library.doubts import said
from groups.library.enums import Kind
from groups.library.forms import DumpForm, LineForm
from groups.library.models import ImportDraft, Resource
from groups.library.selectors import get_draft, keeper_or_404

both = require_http_methods(["GET", "POST"])


@login_required
@both
def start(request: HttpRequest) -> HttpResponse:
    """Send a dump; nothing is in the library yet."""
    keeper_or_404(request.user)
    form = DumpForm(
        data_of(request), files_of(request), refused=getattr(request, "refused_uploads", [])
    )
    if form.is_valid():
        name, text = form.cleaned_data["file"] or (_("Texte collé"), form.cleaned_data["text"])
        draft = importing.start_import(author=request.user, name=name, text=text)
        if draft.lines:
            return redirect("import_preview", draft.pk)
        draft.delete()
        form.add_error(
            "text" if form.cleaned_data["text"] else "file",
            _(
                "Aucune ressource n’a été reconnue\u00a0: chacune doit porter les mots "
                "«\u00a0Type de ressource\u00a0» ou «\u00a0Ressource privée\u00a0»."
            ),
        )
    return render(request, "library/import.html", {"form": form})


@login_required
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read, and what was unsure. Two queries more than the draft."""
    draft = get_draft(request.user, pk)
    keys = [line["key"] for line in draft.lines]
    known = set(Resource.objects.filter(import_key__in=keys).values_list("import_key", flat=True))
    titles = [line["title"] for line in draft.lines]
    named = set(
        Resource.objects.filter(title__in=titles)
        .exclude(import_key__in=keys)
        .values_list("title", flat=True)
    )
    lines = [_shown(line, known, named) for line in draft.lines]
    new = sum(1 for line in lines if not line["known"] and not line["skip"])
    doubtful = sum(1 for line in lines if line["said"])
    context = {"draft": draft, "lines": lines, "new": new, "doubtful": doubtful}
    return render(request, "library/preview.html", context)


def _shown(line: dict, known: set[str], named: set[str]) -> dict:
    return line | {
        "said": said(line["doubts"]),
        "known": line["key"] in known,
        # By another page, or by hand.
        "is_named": line["title"] in named,
        "kind_label": Kind(line["kind"]).label,
        "day": line["dated"] and date.fromisoformat(line["dated"]),
    }


def _line_or_404(draft: ImportDraft, position: int) -> dict:
    if position >= len(draft.lines):
        raise Http404
    return draft.lines[position]


@login_required
@both
def line(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Correct one resource before it is imported."""
    draft = get_draft(request.user, pk)
    found = _line_or_404(draft, position)
    initial = found | {"dated": found["dated"] and date.fromisoformat(found["dated"])}
    form = LineForm(data_of(request), initial=initial)
    if form.is_valid():
        importing.correct_line(draft=draft, position=position, **form.cleaned_data)
        messages.success(request, _("La ligne est corrigée."))
        return redirect("import_preview", draft.pk)
    context = {"form": form, "draft": draft, "doubts": said(found["doubts"])}
    return render(request, "library/line.html", context)


@login_required
@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put them in the library."""
    draft = get_draft(request.user, pk)
    made = importing.finish_import(draft=draft, by=request.user)
    messages.success(
        request,
        ngettext(
            "%(n)s ressource est entrée dans la bibliothèque.",
            "%(n)s ressources sont entrées dans la bibliothèque.",
            made,
        )
        % {"n": made}
        if made
        else _("Tout était déjà dans la bibliothèque\u00a0: rien n’a changé."),
    )
    return redirect("library")


@login_required
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget the dump."""
    get_draft(request.user, pk).delete()
    messages.success(request, _("L’import est abandonné\u00a0: rien n’a changé."))
    return redirect("resource_import")
