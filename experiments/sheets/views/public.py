"""What anybody reads: the published sheets."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from common.downloads import guarded_pdf, inline
from experiments.models import Experimentation
from experiments.sheets.content import written_date
from experiments.sheets.printing import printed
from experiments.sheets.selectors import (
    get_published,
    get_sheet_picture,
    published_sheets,
    shown,
    signed_by,
)

PER_PAGE = 20


@require_safe
def sheets(request: HttpRequest) -> HttpResponse:
    """Every published sheet, the latest first."""
    page = Paginator(published_sheets(), PER_PAGE).get_page(request.GET.get("page"))
    for each in page:
        each.date = written_date(each.published.content)
    return render(request, "sheets/list.html", {"page": page})


@require_safe
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One published sheet, at an address that lasts."""
    found = get_published(pk)
    version = found.published
    trial = found.experimentation
    context = {
        "sheet": found,
        "version": version,
        "signatures": signed_by(version),
        "opens_trial": Experimentation.objects.visible_to(request.user)
        .filter(pk=trial.pk)
        .exists(),
        "shown": shown(
            version.content,
            request.user,
            picture_url=lambda picture: reverse("sheet_picture", args=[pk, picture]),
        ),
    }
    return render(request, "sheets/sheet.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, picture_pk: int) -> HttpResponse:
    """A picture of a published sheet."""
    found = get_sheet_picture(get_published(pk).published.content, picture_pk)
    return inline(request, found.image, content_type="image/webp")


@require_safe
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The published sheet, to print or to send."""
    found = get_published(pk)
    name = slugify(found.published.content["title"])[:80] or "fiche"
    return guarded_pdf(printed(found), name=f"fiche-{name}.pdf")
