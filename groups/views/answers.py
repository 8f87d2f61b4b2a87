"""What collectivités answer to a call, and what facilitators make of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from common.spreadsheets import csv_file
from common.text import whole_number
from groups import selectors, services
from groups.enums import AnswerStatus
from groups.forms import AnswerForm, DecisionForm
from groups.models import AnswerDraft, CallAnswer, CallForParticipation, WorkingGroup
from groups.permissions import can_answer_call, can_edit_answer, can_withdraw_answer
from groups.views.calls import manage
from organisations.enums import Kind

ANSWER_FIELDS = ["function", "intention", "neighbourhood", "partners", "wants_mirror"]


def _call(request: HttpRequest, group: WorkingGroup) -> CallForParticipation:
    """The call that the address asks for, the newest unless told; or 404."""
    call = selectors.published_call(group, whole_number(request.GET.get("appel", "")))
    if call is None:
        raise Http404
    return call


def _page_of(
    request: HttpRequest, call: CallForParticipation, answer: CallAnswer | None = None
) -> str:
    """The page of one of her answers, or of the one she has yet to send."""
    query = {"appel": call.pk} if "appel" in request.GET else {}
    if answer is not None:
        query["reponse"] = answer.pk
    address = reverse("group_call_answer", args=[call.group.slug])
    return f"{address}?{urlencode(query)}" if query else address


def _chosen(request: HttpRequest, mine: list[CallAnswer]) -> CallAnswer | None:
    """Which of her answers the address asks for, the first unless told; None for another one."""
    if "autre" in request.GET:
        return None
    wanted = whole_number(request.GET.get("reponse", ""))
    if wanted is None:
        return next(iter(mine), None)
    for answer in mine:
        if answer.pk == wanted:
            return answer
    raise Http404


def _answer_form(
    request: HttpRequest,
    call: CallForParticipation,
    answer: CallAnswer | None,
    draft: AnswerDraft | None,
    *,
    all_questions: bool = False,
) -> AnswerForm:
    asked = selectors.questions_kept if all_questions else selectors.questions_of
    told = {"questions": list(asked(call)), "typed": draft and draft.typed}
    if answer is not None:
        initial = {name: getattr(answer, name) for name in ANSWER_FIELDS}
        return AnswerForm(
            data_of(request),
            initial=initial | {"version": answer.updated_at},
            said={reply.question_id: reply.value for reply in answer.replies.all()},
            answered_for=answer.organisation,
            **told,
        )
    place = selectors.my_place(request.user)
    known = place is not None and place.kind == Kind.COLLECTIVITY
    return AnswerForm(data_of(request), initial={"organisation": place} if known else {}, **told)


def _save_answer(
    request: HttpRequest, call: CallForParticipation, answer: CallAnswer | None, form: AnswerForm
) -> CallAnswer | None:
    """What the form says, saved; if None, the form says why it is not."""
    words = {name: form.cleaned_data[name] for name in ANSWER_FIELDS}
    words["replies"] = form.replies
    try:
        if answer is not None:
            return services.update_answer(
                answer=answer,
                by=request.user,
                unless_changed_since=form.cleaned_data["version"],
                **words,
            )
        organisation = form.cleaned_data["organisation"]
        return services.answer_call(
            call=call, organisation=organisation, author=request.user, **words
        )
    except services.AlreadyAnsweredError as error:
        form.add_error("organisation", str(error))
        if error.known:
            form.existing = error.answer
    except services.ChangedMeanwhileError as error:
        form.add_error(None, str(error))
        if answer is not None:
            form.data = form.data.copy()
            form.data["version"] = answer.updated_at.isoformat()
    except (services.CallClosedError, services.AlreadyDecidedError):
        # Since the page was asked for: told on the page where it is kept.
        raise
    except services.RuleError as error:
        form.add_error(None, str(error))
    return None


def _keep(
    request: HttpRequest, call: CallForParticipation, answer: CallAnswer | None, form: AnswerForm
) -> HttpResponse:
    """Keep what was typed, and show it."""
    if typed := form.typed_in():
        services.keep_draft(call=call, author=request.user, answer=answer, typed=typed)
    return redirect(_page_of(request, call, answer))


def _too_late(
    request: HttpRequest, call: CallForParticipation, answer: CallAnswer | None, form: AnswerForm
) -> HttpResponse:
    """Say that it was not taken, and keep what was typed."""
    messages.error(
        request,
        _("Cet appel n’accepte plus cette réponse\u00a0: ce que vous aviez écrit n’est pas parti.")
        if form.typed_in()
        else _("Cet appel n’accepte plus cette réponse."),
    )
    return _keep(request, call, answer, form)


@login_required
@require_http_methods(["GET", "POST"])
def call_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the open call or keep a draft, edit an answer, or read what became of it."""
    group, access = selectors.get_page(request.user, slug)
    found = _call(request, group)
    mine = selectors.my_answers_to(request.user, found)
    answer = _chosen(request, mine)
    draft = selectors.my_draft(request.user, found, answer)
    may_answer = can_answer_call(request.user, found)
    may_edit = may_answer and (answer is None or can_edit_answer(request.user, answer))
    form = _answer_form(request, found, answer, draft, all_questions=not may_edit)
    context = {
        "group": group,
        "call": found,
        "access": access,
        "answer": answer,
        "others": [each for each in mine if each != answer],
        "draft": draft,
        "form": form,
        "may_answer": may_answer,
        "may_edit": may_edit,
        "may_withdraw": answer is not None and can_withdraw_answer(request.user, answer),
    }
    if request.method == "POST":
        return _answered(request, found, answer, context)
    # Her answer is read first; the form opens when she asks, or when it has errors.
    if not may_edit or (answer is not None and "modifier" not in request.GET):
        return render(request, "groups/answer_state.html", context)
    return render(request, "groups/answer_form.html", context)


def _answered(
    request: HttpRequest, call: CallForParticipation, answer: CallAnswer | None, context: dict
) -> HttpResponse:
    form = context["form"]
    if not context["may_edit"]:
        return _too_late(request, call, answer, form)
    if request.POST.get("draft") == "1":
        messages.success(
            request,
            _("Votre brouillon est gardé\u00a0: vous seul·e le voyez. Il n’est pas envoyé."),
        )
        return _keep(request, call, answer, form)
    try:
        saved = _save_answer(request, call, answer, form) if form.is_valid() else None
    except services.RuleError:
        return _too_late(request, call, answer, form)
    if saved is None:
        return render(request, "groups/answer_form.html", context)
    messages.success(request, _("Votre réponse est enregistrée."))
    alone = not context["others"] and "reponse" not in request.GET
    return redirect(_page_of(request, call, None if alone else saved))


@login_required
@require_POST
def draft_drop(request: HttpRequest, slug: str) -> HttpResponse:
    """Throw away what she typed and did not send."""
    group, _access = selectors.get_page(request.user, slug)
    found = _call(request, group)
    pk = whole_number(request.POST.get("answer", ""))
    mine = {each.pk: each for each in selectors.my_answers_to(request.user, found)}
    answer = mine.get(pk)
    if selectors.my_draft(request.user, found, answer) is None:
        raise Http404
    services.drop_draft(call=found, author=request.user, answer=answer)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect(
        _page_of(request, found, answer) if answer else reverse("group_call", args=[slug])
    )


@login_required
@require_POST
def answer_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    group, _access = selectors.get_page(request.user, slug)
    found = selectors.published_call(group)
    own = [each for each in selectors.my_answers_to(request.user, found) if each.is_mine]
    wanted = whole_number(request.POST.get("answer", ""))
    answer = next((each for each in own if wanted in {None, each.pk}), None)
    if answer is None:
        raise Http404
    try:
        services.withdraw_answer(answer=answer, by=request.user)
    except services.RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Votre réponse est retirée. Vous pouvez répondre de nouveau."))
    return redirect("group_call", group.slug)


@login_required
@require_safe
def answers(request: HttpRequest, slug: str) -> HttpResponse:
    """Every answer to the group's calls, those to decide first; `?statut=` narrows them."""
    group, _access = manage(request, slug)
    rows = list(selectors.answers_of(group))
    wanted = request.GET.get("statut", "")
    filters = selectors.filters_of(rows, wanted)
    if any(each.current and each.status for each in filters):
        rows = [row for row in rows if row.status == wanted]
    context = {
        "group": group,
        "call": selectors.current_call(group),
        "answers": rows,
        "filters": filters,
    }
    return render(request, "groups/answers.html", context)


@login_required
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Two to four answers (`?r=1&r=2`), question by question."""
    group, _access = manage(request, slug)
    asked = list(dict.fromkeys(whole_number(value) for value in request.GET.getlist("r")[:50]))
    pks = [pk for pk in asked if pk is not None]
    found = selectors.answers_with_replies(group, pks[: selectors.MOST_COMPARED])
    context = {
        "group": group,
        "answers": found,
        "too_many": len(pks) > selectors.MOST_COMPARED,
        "most": selectors.MOST_COMPARED,
    }
    if len(found) > 1:
        questions = selectors.questions_answered(found)
        context["lines"] = selectors.side_by_side(found, questions)
    return render(request, "groups/answers_compare.html", context)


@login_required
@require_safe
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """Every answer to the group's calls with its decision, as a spreadsheet; journalled."""
    group, _access = manage(request, slug)
    found = selectors.answers_with_replies(group)
    questions = selectors.questions_answered(found)
    services.export_answers(group=group, by=request.user, count=len(found))
    name = f"reponses-{slugify(group.slug)}-{timezone.localdate():%Y-%m-%d}.csv"
    return csv_file(name, selectors.export_rows(found, questions))


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group, _access = manage(request, slug)
    found = selectors.get_answer(group, pk)
    form = None
    if found.status in {AnswerStatus.SUBMITTED, AnswerStatus.WAITING}:
        wished = AnswerStatus.MIRROR if found.wants_mirror else AnswerStatus.ENGAGED
        form = DecisionForm(data_of(request), initial={"decision": wished}, status=found.status)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if form is None:
                raise services.AlreadyDecidedError(found)
            services.decide_answer(
                answer=found,
                decision=form.cleaned_data["decision"],
                message=form.cleaned_data["message"],
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except services.RuleError as error:
            messages.error(request, str(error))
            return redirect("group_answer", group.slug, found.pk)
        messages.success(
            request,
            _("Décision enregistrée\u00a0: %(organisation)s, %(status)s. Un e-mail part.")
            % {
                "organisation": found.organisation,
                "status": AnswerStatus(form.cleaned_data["decision"]).label.lower(),
            },
        )
        return redirect("group_answers", group.slug)
    return render(request, "groups/answer.html", {"group": group, "answer": found, "form": form})
