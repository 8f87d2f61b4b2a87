"""A group's call, the answers of collectivités, and what facilitators decide."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import selectors, services
from groups.enums import AnswerStatus
from groups.forms import AnswerForm, CallForm, DecisionForm
from groups.models import CallAnswer, CallForParticipation
from groups.permissions import can_answer_call, can_edit_answer, can_manage_group
from organisations.enums import Kind

ANSWER_FIELDS = ["function", "intention", "neighbourhood", "partners", "wants_mirror"]


@require_safe
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest published call of the group, for anybody who may read its presentation."""
    group, access = selectors.get_page(request.user, slug)
    found = selectors.published_call(group)
    can_manage = can_manage_group(access)
    if found is None:
        if can_manage:
            return redirect("group_call_edit", group.slug)
        raise Http404
    context = {
        "group": group,
        "call": found,
        "answer": selectors.my_answer(request.user, found),
        "can_manage": can_manage,
        "may_answer": found.is_open,
    }
    return render(request, "groups/call.html", context)


def _manage(request: HttpRequest, slug: str):
    group, access = selectors.get_room(request.user, slug)
    if not can_manage_group(access):
        raise Http404
    return group, access


def _call_to_edit(group) -> CallForParticipation | None:
    """The call that is open or in draft; a closed one stays as it was, and a new one is written."""
    found = selectors.current_call(group)
    if found is None or (found.published_at and not found.is_open):
        return None
    return found


@login_required
@require_http_methods(["GET", "POST"])
def call_edit(request: HttpRequest, slug: str) -> HttpResponse:
    group, _access = _manage(request, slug)
    found = _call_to_edit(group)
    initial = {}
    if found:
        initial = {
            "title": found.title,
            "text": found.text,
            "expected": found.expected,
            "closes_on": found.closes_at and timezone.localdate(found.closes_at),
            "version": found.updated_at,
        }
    form = CallForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_call(
                group=group,
                by=request.user,
                call=found,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                expected=form.cleaned_data["expected"],
                closes_at=form.cleaned_data["closes_on"],
                unless_changed_since=form.cleaned_data["version"],
            )
            if "publish" in request.POST:
                services.publish_call(call=saved, by=request.user)
                messages.success(
                    request, _("L’appel est publié\u00a0: les collectivités peuvent répondre.")
                )
                return redirect("group_call", group.slug)
        except services.ChangedMeanwhileError as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["version"] = selectors.current_call(group).updated_at.isoformat()
        except services.RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’appel est enregistré."))
            return redirect("group_call_edit", group.slug)
    return render(request, "groups/call_form.html", {"form": form, "group": group, "call": found})


@login_required
@require_POST
def call_publish(request: HttpRequest, slug: str) -> HttpResponse:
    group, _access = _manage(request, slug)
    found = selectors.current_call(group)
    if found is None:
        return redirect("group_call_edit", group.slug)
    try:
        services.publish_call(call=found, by=request.user)
    except services.RuleError as error:
        messages.error(request, str(error))
        return redirect("group_call_edit", group.slug)
    messages.success(request, _("L’appel est publié\u00a0: les collectivités peuvent répondre."))
    return redirect("group_call", group.slug)


@login_required
@require_POST
def call_close(request: HttpRequest, slug: str) -> HttpResponse:
    group, _access = _manage(request, slug)
    found = selectors.published_call(group)
    if found is not None:
        services.close_call(call=found, by=request.user)
        messages.success(request, _("L’appel est clos. Les réponses reçues restent à étudier."))
    return redirect("group_answers", group.slug)


def _answer_form(request: HttpRequest, answer: CallAnswer | None) -> AnswerForm:
    if answer is not None:
        initial = {name: getattr(answer, name) for name in ANSWER_FIELDS}
        return AnswerForm(request.POST or None, initial=initial, answered_for=answer.organisation)
    place = selectors.my_place(request.user)
    known = place is not None and place.kind == Kind.COLLECTIVITY
    return AnswerForm(request.POST or None, initial={"organisation": place} if known else {})


def _save_answer(
    request: HttpRequest, call: CallForParticipation, answer: CallAnswer | None, form: AnswerForm
) -> bool:
    """Whether what the form says was saved; if not, the form says why."""
    words = {name: form.cleaned_data[name] for name in ANSWER_FIELDS}
    try:
        if answer is not None:
            services.update_answer(answer=answer, by=request.user, **words)
        else:
            organisation = form.cleaned_data["organisation"]
            services.answer_call(call=call, organisation=organisation, author=request.user, **words)
    except services.AlreadyAnsweredError as error:
        form.add_error("organisation", str(error))
    except services.RuleError as error:
        form.add_error(None, str(error))
    else:
        return True
    return False


@login_required
@require_http_methods(["GET", "POST"])
def call_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer the open call, edit my answer, or read what became of it."""
    group, access = selectors.get_page(request.user, slug)
    found = selectors.published_call(group)
    if found is None:
        raise Http404
    answer = selectors.my_answer(request.user, found)
    context = {"group": group, "call": found, "answer": answer, "access": access}
    may_edit = answer is not None and can_edit_answer(request.user, answer)
    if (answer is not None and not may_edit) or not can_answer_call(request.user, found):
        if request.method == "POST":
            messages.error(request, _("Cet appel n’accepte plus cette réponse."))
        return render(request, "groups/answer_state.html", context)
    form = _answer_form(request, answer)
    if request.method == "POST" and form.is_valid() and _save_answer(request, found, answer, form):
        messages.success(request, _("Votre réponse est enregistrée."))
        return redirect("group_call_answer", group.slug)
    # Her answer is read first; the form opens when she asks, or when it has errors.
    if answer is not None and request.method == "GET" and "modifier" not in request.GET:
        return render(request, "groups/answer_state.html", context | {"may_edit": True})
    return render(request, "groups/answer_form.html", context | {"form": form})


@login_required
@require_POST
def answer_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    group, _access = selectors.get_page(request.user, slug)
    answer = selectors.my_answer(request.user, selectors.published_call(group))
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
    group, _access = _manage(request, slug)
    rows = list(selectors.answers_of(group))
    context = {
        "group": group,
        "call": selectors.current_call(group),
        "waiting": [row for row in rows if row.to_decide],
        "decided": [row for row in rows if not row.to_decide],
    }
    return render(request, "groups/answers.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group, _access = _manage(request, slug)
    found = selectors.get_answer(group, pk)
    form = None
    if found.status == AnswerStatus.SUBMITTED:
        wished = AnswerStatus.MIRROR if found.wants_mirror else AnswerStatus.ENGAGED
        form = DecisionForm(request.POST or None, initial={"decision": wished})
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if form is None:
                raise services.AlreadyDecidedError(found)
            services.decide_answer(
                answer=found,
                decision=form.cleaned_data["decision"],
                message=form.cleaned_data["message"],
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
