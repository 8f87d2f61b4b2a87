"""Move a thread to another space of its group: choose it, see who will read, confirm."""

from http import HTTPStatus

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from common.forms import data_of
from discussions import moving
from discussions.forms import MoveForm
from discussions.models import Thread
from discussions.moderation import thread_thing
from discussions.views.shared import fetch_thread, place
from groups.moderation.enums import Verb
from groups.moderation.services import decide
from groups.services import RuleError


def _fetch(request: HttpRequest, pk: int) -> Thread:
    """A thread that the person moderates; or 404."""
    thread, access = fetch_thread(request, pk)
    if not access.can_moderate:
        raise Http404
    return thread


@login_required
@require_GET
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """The spaces where the thread may go."""
    thread = _fetch(request, pk)
    places = [(space, moving.place_of(space)) for space in moving.destinations(thread)]
    context = place(thread.space) | {"thread": thread, "places": places}
    return render(request, "discussions/thread_move.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int, space_pk: int) -> HttpResponse:
    """Who will newly see the thread there, who will no longer; then, with a reason, move it."""
    thread = _fetch(request, pk)
    to = get_object_or_404(moving.destinations(thread), pk=space_pk)
    form = MoveForm(data_of(request))
    status = HTTPStatus.OK
    if form.is_valid():
        name = moving.place_of(to)
        try:
            decide(
                thing=thread_thing(thread),
                verb=Verb.MOVE,
                actor=request.user,
                reason=form.cleaned_data["reason"],
                data={"to": to.pk, "place": name, "seen": form.cleaned_data["seen"]},
            )
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.CONFLICT
        else:
            text = _("C’est fait\u00a0: le fil est maintenant dans %(place)s.")
            notices.success(request, text % {"place": name})
            return redirect("thread", thread.pk)
    elif request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
    context = place(thread.space) | {
        "thread": thread,
        "preview": moving.preview(thread, to),
        "form": form,
    }
    return render(request, "discussions/thread_move_to.html", context, status=status)
