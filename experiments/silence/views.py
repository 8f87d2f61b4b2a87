"""Answering « Où en êtes-vous ? », signed in or from the link of an e-mail.

A page that is only read changes nothing: those who check links open them before people do.
"""

from dataclasses import dataclass

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
    return _answered(request, _Visit(experimentation, question, request.user))


@never_cache
@both
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same from an e-mail, for whom it was sent to: no account has to be opened."""
    found = services.read_token(token)
    if found is None:
        raise Http404
    question, person = found
    return _answered(request, _Visit(question.experimentation, question, person, token))


@dataclass(slots=True)
class _Visit:
    """Who answers for what: `question` may be None, `token` is "" for one who is signed in."""

    experimentation: Experimentation
    question: Question | None
    person: object
    token: str = ""

    @property
    def waits_for_words(self) -> bool:
        stopped = self.question is not None and self.question.answer == Standing.STOPPED
        return stopped and self.experimentation.stage != Stage.ABANDONED

    @property
    def action(self) -> str:
        if self.token:
            return reverse("standing_by_link", args=[self.token])
        return reverse("standing", args=[self.experimentation.pk])

    def say(self, answer: Standing) -> None:
        self.question = services.answer(
            experimentation=self.experimentation,
            by=self.person,
            answer=answer,
            question=self.question,
        )


def _answered(request: HttpRequest, visit: _Visit) -> HttpResponse:
    answer = request.POST.get("reponse", "")
    form = LearntForm(data_of(request) if "note" in request.POST else None)
    if form.is_valid():
        return _stopped(request, visit, form.cleaned_data["note"])
    if answer in Standing.values and not form.is_bound:
        visit.say(Standing(answer))
        if answer != Standing.STOPPED:
            return _thanked(request, visit)
    context = {
        "experimentation": visit.experimentation,
        "question": visit.question,
        "stops": form.is_bound or visit.waits_for_words,
        "form": form,
        "by_link": bool(visit.token),
        "action": visit.action,
        "abandoned": visit.experimentation.stage == Stage.ABANDONED,
        "answered": visit.question is not None and visit.question.answered_at is not None,
        "missing": request.method == "POST" and not answer and not form.is_bound,
    }
    return render(request, "silence/standing.html", context)


def _stopped(request: HttpRequest, visit: _Visit, note: str) -> HttpResponse:
    """Abandoned, with what was learnt: sent twice, it is one stage."""
    visit.say(Standing.STOPPED)
    if visit.experimentation.stage != Stage.ABANDONED:
        change_stage(
            experimentation=visit.experimentation,
            author=visit.person,
            stage=Stage.ABANDONED,
            note=note,
        )
    return _thanked(request, visit)


def _thanked(request: HttpRequest, visit: _Visit) -> HttpResponse:
    said = {"answer": visit.question.get_answer_display()}
    messages.success(request, _("C’est noté\u00a0: «\u00a0%(answer)s\u00a0». Merci.") % said)
    if visit.token:
        return redirect(visit.action)
    return redirect("experimentation_presentation", visit.experimentation.pk)
