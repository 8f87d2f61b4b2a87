"""Answering « Où en êtes-vous ? », signed in or from the link of an e-mail. A page that is only read
changes nothing: those who check links open them before people do."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.forms import data_of
from experiments.enums import Stage
from experiments.models import Experimentation
from experiments.services import change_stage
from experiments.silence import services
from experiments.silence.enums import Standing
from experiments.silence.forms import LearntForm
from experiments.silence.models import Question
from experiments.silence.selectors import open_question_of
from experiments.views.shared import managed

both = require_http_methods(["GET", "POST"])


@login_required
@both
def standing(request: HttpRequest, pk: int) -> HttpResponse:
    """Say where it is, asked or not."""
    experimentation, _access = managed(request, pk)
    question = open_question_of(experimentation) if request.method == "GET" else None
    return _answered(request, experimentation, question, request.user, "")


@never_cache
@both
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from an e-mail, for whom it was sent to: no account has to be opened."""
    found = services.read_token(token)
    if found is None:
        raise Http404
    question, person = found
    return _answered(request, question.experimentation, question, person, token)


def _answered(
    request, experimentation: Experimentation, question: Question | None, person, token: str
) -> HttpResponse:
    answer = request.POST.get("reponse", "")
    form = LearntForm(data_of(request)) if "note" in request.POST else LearntForm()
    if form.is_valid():
        return _stopped(request, experimentation, question, person, token, form)
    if answer in Standing.values and not form.is_bound:
        question = services.answer(
            experimentation=experimentation, by=person, answer=Standing(answer), question=question
        )
        if answer != Standing.STOPPED:
            return _thanked(request, experimentation, question, token)
    stops = (
        answer == Standing.STOPPED or form.is_bound or _waits_for_words(experimentation, question)
    )
    context = {
        "experimentation": experimentation,
        "question": question,
        "standings": Standing,
        "stops": stops,
        "form": form,
        "by_link": bool(token),
        "action": _address(experimentation, token),
        "abandoned": experimentation.stage == Stage.ABANDONED,
        "answered": question is not None and question.answered_at is not None,
        "missing": request.method == "POST" and not answer and not form.is_bound,
    }
    return render(request, "silence/standing.html", context)


def _waits_for_words(experimentation: Experimentation, question: Question | None) -> bool:
    stopped = question is not None and question.answer == Standing.STOPPED
    return stopped and experimentation.stage != Stage.ABANDONED


def _stopped(request, experimentation, question, person, token: str, form) -> HttpResponse:
    """Abandoned, with what was learnt: sent twice, it is one stage."""
    answered = services.answer(
        experimentation=experimentation, by=person, answer=Standing.STOPPED, question=question
    )
    if experimentation.stage != Stage.ABANDONED:
        change_stage(
            experimentation=experimentation,
            author=person,
            stage=Stage.ABANDONED,
            note=form.cleaned_data["note"],
        )
    return _thanked(request, experimentation, answered, token)


def _thanked(request, experimentation, question: Question, token: str) -> HttpResponse:
    said = {"answer": question.get_answer_display(), "day": services.day_of(question)}
    messages.success(
        request, _("C’est noté le %(day)s\u00a0: «\u00a0%(answer)s\u00a0». Merci.") % said
    )
    if token:
        return redirect("standing_by_link", token)
    return redirect("experimentation_presentation", experimentation.pk)


def _address(experimentation: Experimentation, token: str) -> str:
    if token:
        return reverse("standing_by_link", args=[token])
    return reverse("standing", args=[experimentation.pk])
