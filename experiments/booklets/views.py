"""A group's booklets: the list, choosing sheets, how far one is, its file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.downloads import attachment
from common.forms import data_of
from common.uploads import human_size
from experiments.booklets import services
from experiments.booklets.enums import BookletState
from experiments.booklets.forms import BookletForm
from experiments.booklets.permissions import can_make_booklet
from experiments.booklets.selectors import (
    booklets_of,
    get_booklet,
    get_workshop,
    gone_of,
    offered_sheets,
    ordered_sheets,
)
from groups.selectors import get_room

PER_PAGE = 24


@login_required
@require_safe
def booklets(request: HttpRequest, slug: str) -> HttpResponse:
    """Those of the group, the newest first."""
    group, access = get_room(request.user, slug)
    page = Paginator(booklets_of(group), PER_PAGE).get_page(request.GET.get("page"))
    context = {"group": group, "booklets": page, "can_make": can_make_booklet(access)}
    return render(request, "booklets/list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose sheets and their order; filtering keeps what is ticked and typed."""
    group, _access = get_workshop(request.user, slug)
    form = BookletForm(data_of(request), initial={"group": group.pk}, sheets=list(offered_sheets()))
    filters = "filtrer" in request.GET
    if not filters and form.is_valid():
        booklet = services.ask_booklet(
            group=group,
            by=request.user,
            title=form.cleaned_data["title"],
            introduction=form.cleaned_data["introduction"],
            sheets=form.chosen(),
        )
        return redirect("booklet", group.slug, booklet.pk)
    if filters:
        # What is asked of a booklet is not asked of a filter.
        form.errors.clear()
    rows = form.rows()
    context = {
        "group": group,
        "form": form,
        "shown": [row for row in rows if row["is_shown"]],
        "kept": [row for row in rows if not row["is_shown"] and row["use"].value()],
    }
    return render(request, "booklets/new.html", context)


@login_required
@require_safe
def booklet(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How far it is, then where to fetch it; or why it is handed out to nobody."""
    group, access, found = get_booklet(request.user, slug, pk)
    gone = gone_of(found)
    sheets = ordered_sheets(found)
    chosen = found.chosen.count()
    context = {
        "group": group,
        "booklet": found,
        "size": human_size(found.size),
        "gone": gone,
        "expired": found.is_expired,
        "interrupted": found.is_being_made
        and found.updated_at < timezone.now() - services.GIVEN_UP_AFTER,
        "is_ready": found.state == BookletState.READY and not gone and not found.is_expired,
        "sheets": sheets,
        "chosen": chosen,
        "failed_on": next((each for each in sheets if each.pk == found.failed_on_id), None),
        "can_make": can_make_booklet(access),
    }
    name = "booklets/_standing.html" if request.htmx else "booklets/booklet.html"
    return render(request, name, context)


@login_required
@require_safe
def pdf(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The file, while all that it shows is still for everybody."""
    _group, _access, found = get_booklet(request.user, slug, pk)
    if found.state != BookletState.READY or found.is_expired or gone_of(found):
        raise Http404
    name = f"recueil-{found.pk}-{slugify(found.title)[:60]}.pdf"
    return attachment(found.file, name=name, content_type="application/pdf")


@login_required
@require_POST
def again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Make it anew, of the sheets that are still public."""
    group, access, found = get_booklet(request.user, slug, pk)
    if not can_make_booklet(access):
        raise Http404
    try:
        made = services.ask_again(booklet=found, by=request.user)
    except ValueError:
        messages.error(request, _("Aucune de ses fiches n’est encore publique."))
        return redirect("booklet", group.slug, found.pk)
    return redirect("booklet", group.slug, made.pk)


@login_required
@require_POST
def drop(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Throw it away."""
    group, access, found = get_booklet(request.user, slug, pk)
    if not can_make_booklet(access):
        raise Http404
    services.drop_booklet(booklet=found, by=request.user)
    messages.success(request, _("Le recueil est jeté."))
    return redirect("booklets", group.slug)
