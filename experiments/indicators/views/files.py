"""Measurements from a file and to a file."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from common.forms import data_of, files_of
from common.spreadsheets import Table, csv_file, xlsx_file
from experiments.indicators import importing, services
from experiments.indicators.forms import ImportForm
from experiments.indicators.models import MeasurementImport
from experiments.indicators.selectors import (
    export_rows,
    get_import,
    indicators_of,
    named_in,
)
from experiments.indicators.views.shared import measured
from experiments.selectors import get_experimentation

both = require_http_methods(["GET", "POST"])
# Lines that the preview names; the file holds the others.
SHOWN_WRONG, SHOWN_GOOD = 200, 20

LABELS = {
    "date": gettext_lazy("Date"),
    "indicator": gettext_lazy("Indicateur"),
    "value": gettext_lazy("Valeur"),
    "source": gettext_lazy("Source"),
}


@login_required
@both
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a file; nothing is stored before its preview was confirmed."""
    experimentation, access = measured(request, pk)
    form = ImportForm(
        data_of(request), files_of(request), refused=getattr(request, "refused_uploads", [])
    )
    if form.is_valid():
        filename, rows = form.cleaned_data["file"]
        kept = importing.keep_rows(
            experimentation=experimentation, author=request.user, filename=filename, rows=rows
        )
        return redirect("measurements_preview", experimentation.pk, kept.pk)
    names = list(indicators_of(experimentation, access).filter(archived_at=None))
    context = {"experimentation": experimentation, "form": form, "indicators": names}
    return render(request, "indicators/import.html", context)


@login_required
@both
def preview(request: HttpRequest, pk: int, import_pk: int) -> HttpResponse:
    """What the file would add, and its lines that cannot be; then the import itself."""
    experimentation, _access = measured(request, pk)
    kept = get_import(request.user, experimentation, import_pk)
    kept.experimentation = experimentation
    if kept.imported is not None:
        _say_imported(request, kept)
        return redirect("experimentation_indicators", experimentation.pk)
    columns = _columns(request.POST if request.method == "POST" else request.GET, kept.rows[0])
    complete = all(role in columns for role in importing.NEEDED)
    create = request.POST.getlist("creer")
    refused = request.method == "POST" and complete
    if refused:
        stored = importing.import_rows(
            kept=kept,
            by=request.user,
            columns=columns,
            create=create,
            only_good=request.POST.get("bonnes") == "oui",
        )
        if stored is not None:
            _say_imported(request, kept)
            return redirect("experimentation_indicators", experimentation.pk)
    context = {
        "experimentation": experimentation,
        "kept": kept,
        "columns": _choices(columns, kept.rows[0]),
        "complete": complete,
        "refused": refused,
        "create": create,
    }
    if complete:
        rows = named_in(experimentation)
        context |= _reviewed(importing.review(kept.rows, columns, rows, create))
    return render(request, "indicators/preview.html", context)


def _columns(asked: Mapping, titles: list[str]) -> dict[str, int]:
    """The columns that the page gives, else those that the titles tell. A title row begins with its
    number in the file, as every row."""
    titles = titles[1:]
    if not any(role in asked for role in LABELS):
        return importing.guessed_columns(titles)
    known = {str(place): place for place in range(len(titles))}
    return {role: known[asked[role]] for role in LABELS if asked.get(role) in known}


def _choices(columns: dict[str, int], titles: list[str]) -> list[dict]:
    """What the page offers for each role."""
    return [
        {
            "role": role,
            "label": label,
            "chosen": columns.get(role),
            "needed": role in importing.NEEDED,
            "titles": list(enumerate(titles[1:])),
        }
        for role, label in LABELS.items()
    ]


def _reviewed(read: importing.Review) -> dict:
    return {
        "good": read.good,
        "wrong": read.wrong,
        "known": read.known,
        "shown_good": read.good[:SHOWN_GOOD],
        "shown_wrong": read.wrong[:SHOWN_WRONG],
        "more_wrong": max(0, len(read.wrong) - SHOWN_WRONG),
        "unknown_names": read.unknown_names,
    }


def _say_imported(request: HttpRequest, kept: MeasurementImport) -> None:
    count = kept.imported
    said = ngettext("%(n)s mesure est importée.", "%(n)s mesures sont importées.", count)
    messages.success(request, said % {"n": count} if count else _("Il n’y avait rien de nouveau."))


@require_safe
def export(request: HttpRequest, pk: int, extension: str) -> HttpResponse:
    """The measurements that one may see, as a table to keep; journalled."""
    experimentation, access = get_experimentation(request.user, pk)
    if extension not in {"csv", "xlsx"}:
        raise Http404
    rows = export_rows(experimentation, access)
    services.note_export(experimentation=experimentation, by=request.user, count=len(rows) - 1)
    name = f"mesures-{experimentation.pk}-{timezone.localdate():%Y-%m-%d}.{extension}"
    if extension == "csv":
        return csv_file(name, rows)
    return xlsx_file(name, [Table(_("Mesures"), rows)])
