"""What anybody reads: the list of published sheets, one of them, its pictures, its PDF."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from common import registry
from common.downloads import guarded_pdf, inline
from experiments.sheets.content import written_date
from experiments.sheets.pdf import printed
from experiments.sheets.selectors import (
    get_published,
    inner_contacts,
    pictures_in,
    published_sheets,
    shown,
    signers_of,
)

PER_PAGE = 24


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """All the published sheets, the latest first."""
    page = Paginator(published_sheets(), PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.date = written_date(each.published.content)
    return render(request, "sheets/list.html", {"sheets": page})


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """A published sheet, as it was signed."""
    found = get_published(pk)
    content = shown(
        found.published.content,
        found.experimentation_id,
        user=request.user,
        picture_url=lambda picture: reverse("sheet_picture", args=[pk, picture]),
    )
    context = {
        "sheet": found,
        "shown": content,
        "signers": signers_of(found.published),
        "inner_contacts": inner_contacts(found, request.user),
        "panels": registry.drawn(registry.sheet_panels, request.user, found, None),
    }
    return render(request, "sheets/sheet.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, picture_pk: int) -> HttpResponse:
    """A picture of a published sheet."""
    found = get_published(pk)
    rows = pictures_in(found.published.content, found.experimentation_id)
    return inline(request, get_object_or_404(rows, pk=picture_pk).image, content_type="image/webp")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A published sheet to print or to keep."""
    found = get_published(pk)
    words = slugify(found.published.content["title"])[:60]
    return guarded_pdf(printed(found), name=f"fiche-{pk}-{words}.pdf")
