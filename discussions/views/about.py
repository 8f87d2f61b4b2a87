"""A thread itself: its title and kind, what answered it, and how a person follows it."""

from http import HTTPStatus

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from common.forms import data_of
from common.text import whole_number
from discussions import about, following, permissions, services
from discussions.enums import Attention
from discussions.forms import ThreadEditForm
from discussions.models import Message
from discussions.views.shared import fetch_thread, place


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the title and the kind of a thread."""
    thread, access = fetch_thread(request, pk)
    if not permissions.can_edit_thread(request.user, access, thread):
        raise Http404
    form = ThreadEditForm(
        data_of(request),
        kinds=permissions.kinds_for(access, thread.kind),
        initial={"title": thread.title, "kind": thread.kind},
    )
    status = HTTPStatus.OK
    if form.is_valid():
        try:
            about.edit_thread(thread=thread, actor=request.user, **form.cleaned_data)
        except services.DiscussionError as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            notices.success(request, _("Le fil est modifié."))
            return redirect("thread", thread.pk)
    elif request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
    context = place(thread.space) | {"thread": thread, "form": form}
    return render(request, "discussions/thread_edit.html", context, status=status)


_TOLD = {
    Attention.FOLLOWED: gettext_lazy(
        "Vous suivez ce fil\u00a0: ses nouveautés comptent dans votre total."
    ),
    Attention.MUTED: gettext_lazy(
        "Ce fil est en sourdine\u00a0: il ne compte plus dans aucune pastille."
    ),
    Attention.USUAL: gettext_lazy("Vous ne suivez plus ce fil."),
}


@login_required
@require_POST
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow a thread, mute it, or neither."""
    thread, _access = fetch_thread(request, pk)
    attention = request.POST.get("attention", "")
    if attention not in Attention.values:
        notices.error(request, _("Ce choix n’existe pas."))
        return redirect("thread", thread.pk)
    following.set_attention(thread=thread, user=request.user, attention=attention)
    notices.success(request, _TOLD[attention])
    return redirect("thread", thread.pk)


@login_required
@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which message answers the question; without one, that it is open again."""
    thread, access = fetch_thread(request, pk)
    if not permissions.can_resolve_thread(request.user, access, thread):
        raise Http404
    number = whole_number(request.POST.get("message", ""))
    try:
        if number is None:
            about.reopen_thread(thread=thread, actor=request.user)
            told = _("La question est de nouveau ouverte.")
        else:
            answer = get_object_or_404(Message, pk=number, thread=thread)
            about.resolve_thread(thread=thread, actor=request.user, answer=answer)
            told = _("La question est résolue\u00a0: ce message est marqué comme réponse.")
    except services.DiscussionError as refusal:
        notices.error(request, str(refusal))
    else:
        notices.success(request, told)
    return redirect("thread", thread.pk)
