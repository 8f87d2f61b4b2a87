"""Directory, public cards, the search behind the field, partners."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from organisations.enums import Kind
from organisations.search import search


def _kinds(request: HttpRequest) -> list[str]:
    return [kind for kind in request.GET.get("nature", "").split(",") if kind in Kind.values]


@require_safe
def search_results(request: HttpRequest) -> JsonResponse:
    """What the field shows while one types: at most ten organisations."""
    results = [
        {"id": row.pk, "name": row.name, "label": row.label, "detail": row.detail}
        for row in search(request.GET.get("q", ""), kinds=_kinds(request))
    ]
    answer = JsonResponse({"results": results})
    answer["Cache-Control"] = "private, max-age=60"
    return answer
