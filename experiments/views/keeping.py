"""« Garder dans le journal »: choose a journal, see who will newly read the words, keep them.

And the page where their author takes them back."""

from http import HTTPStatus

from django.contrib import messages as notices
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from discussions.views.shared import fetch_message, place
from experiments import keeping, services
from experiments.forms import KeepForm
from experiments.models import JournalEntry
from experiments.permissions import can_add_entry, can_keep_message
from experiments.selectors import get_experimentation
from groups.models import Space
from groups.services import RuleError


def _fetch(request: HttpRequest, pk: int, message_pk: int):
    """A message that the person reads and that may be kept; or 404."""
    message, _access = fetch_message(request, pk, message_pk)
    if not can_keep_message(message):
        raise Http404
    return message, place(message.thread.space) | {"thread": message.thread, "message": message}


@login_required
@require_safe
def choose(request: HttpRequest, pk: int, message_pk: int) -> HttpResponse:
    """The journals where the person may keep this message."""
    message, context = _fetch(request, pk, message_pk)
    journals = keeping.journals_of(request.user, message)
    if not journals:
        raise Http404
    kept = {
        each.entry.experimentation_id: each.entry
        for each in keeping.quotations_of(request.user, message)
        if each.is_seen
    }
    rows = [(journal, kept.get(journal.pk)) for journal in journals]
    return render(request, "experiments/keep_where.html", context | {"rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
def keep(request: HttpRequest, pk: int, message_pk: int, experimentation_pk: int) -> HttpResponse:
    """Who will newly read the words in this journal; then, with a comment, keep them there."""
    message, context = _fetch(request, pk, message_pk)
    experimentation, access = get_experimentation(request.user, experimentation_pk)
    if not can_add_entry(access):
        raise Http404
    form = KeepForm(data_of(request))
    status = HTTPStatus.OK
    if form.is_valid():
        try:
            entry = services.keep_message(
                message=message,
                experimentation=experimentation,
                by=request.user,
                **form.cleaned_data,
            )
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.CONFLICT
        except services.EntryConflict:
            form.add_error(None, _("Cette note est déjà enregistrée, avec un autre texte."))
            status = HTTPStatus.CONFLICT
        else:
            notices.success(request, _("Ces paroles sont gardées dans le journal."))
            return redirect("entry", experimentation.pk, entry.pk)
    elif request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
    context |= {
        "experimentation": experimentation,
        "form": form,
        "newcomers": keeping.newcomers(message, experimentation.space),
        "is_mine": message.author_id == request.user.pk,
    }
    return render(request, "experiments/keep.html", context, status=status)


@login_required
@require_safe
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own words in a journal: who keeps them, where as far as she sees it, and how to take
    them back."""
    quotation = keeping.get_own_quotation(request.user, pk)
    entry = quotation.entry
    enters = Space.objects.visible_to(request.user).filter(pk=entry.space_id).exists()
    opens = enters and JournalEntry.objects.visible_to(request.user).filter(pk=entry.pk).exists()
    context = {"quotation": quotation, "entry": entry, "enters": enters, "opens": opens}
    return render(request, "experiments/words.html", context)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own words out of the journal."""
    quotation = keeping.get_own_quotation(request.user, pk)
    services.withdraw_words(quotation=quotation, by=request.user)
    notices.success(request, _("Vos paroles sont retirées de ce journal."))
    return redirect("kept_words", quotation.pk)
