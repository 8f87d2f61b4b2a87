"""Files made of experimentations: each holds what its reader may see, and is journalled."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from common.spreadsheets import WORKBOOKS, csv_file
from experiments.exports import services
from experiments.exports.document import document_of
from experiments.exports.tables import SHEETS, Export, one_table, tables_of
from experiments.forms import ExperimentationFilters
from experiments.selectors import get_experimentation
from groups.selectors import get_page


@require_safe
def group_table(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """The experimentations of a group's list, with its filters: every table in XLSX or ODS; in CSV,
    which holds one, that of `tableau`."""
    group, access = get_page(request.user, slug)
    filters = ExperimentationFilters(request.GET, user=request.user)
    export = Export(request.user, group, access, filters.asked, filters.said)
    name = f"experimentations-{group.slug}-{timezone.localdate():%Y-%m-%d}"
    if extension == "csv":
        key = request.GET.get("tableau", SHEETS[0].key)
        table = one_table(export, key)
        if table is None:
            raise Http404
        response = csv_file(f"{name}-{key}.csv", table.rows)
    elif extension in WORKBOOKS:
        key = ""
        response = WORKBOOKS[extension](f"{name}.{extension}", tables_of(export))
    else:
        raise Http404
    services.note_group_export(group=group, by=request.user, table=f"{extension} {key}".strip())
    return response


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """One experimentation with its sources, for other programs: docs/export-json.md."""
    experimentation, access = get_experimentation(request.user, pk)
    found = document_of(request.user, experimentation, access)
    services.note_document(experimentation=experimentation, by=request.user)
    response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="experimentation-{pk}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
