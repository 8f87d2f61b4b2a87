"""A group's call and its questions; answers have `groups.views.answers`."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from groups import selectors, services
from groups.forms import CallForm, QuestionForm
from groups.models import CallForParticipation, WorkingGroup
from groups.permissions import Access, can_manage_group

# What a form of a question holds, as the services take it.
QUESTION_FIELDS = ["kind", "label", "help", "required", "options", "unit"]


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
    answer = selectors.my_answer(request.user, found)
    context = {
        "group": group,
        "call": found,
        "questions": list(selectors.questions_of(found)),
        "answer": answer,
        "draft": None if answer else selectors.my_draft(request.user, found),
        "can_manage": can_manage,
        "may_answer": found.is_open,
    }
    return render(request, "groups/call.html", context)


def manage(request: HttpRequest, slug: str) -> tuple[WorkingGroup, Access]:
    """The group that the person facilitates, or 404."""
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
    group, _access = manage(request, slug)
    found = _call_to_edit(group)
    initial = {}
    if found:
        initial = {
            "title": found.title,
            "text": found.text,
            "expected": found.expected,
            "criteria": found.criteria,
            "closes_on": found.closes_at and timezone.localdate(found.closes_at),
            "closes_hour": found.closes_at
            and timezone.localtime(found.closes_at).time().replace(second=0, microsecond=0),
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
                criteria=form.cleaned_data["criteria"],
                closes_at=form.cleaned_data["closes_at"],
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
    context = {"form": form, "group": group, "call": found}
    if found:
        context["questions"] = list(selectors.questions_of(found))
    return render(request, "groups/call_form.html", context)


@login_required
@require_POST
def call_publish(request: HttpRequest, slug: str) -> HttpResponse:
    group, _access = manage(request, slug)
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
    group, _access = manage(request, slug)
    found = selectors.published_call(group)
    if found is not None:
        services.close_call(call=found, by=request.user)
        messages.success(request, _("L’appel est clos. Les réponses reçues restent à étudier."))
    return redirect("group_answers", group.slug)


def _asked(request: HttpRequest, slug: str) -> tuple[WorkingGroup, CallForParticipation]:
    """The group and its call whose questions may change, or 404."""
    group, _access = manage(request, slug)
    call = _call_to_edit(group)
    if call is None:
        raise Http404
    return group, call


@login_required
@require_http_methods(["GET", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """What the call asks beside what every call does: in order, with those retired."""
    group, _access = manage(request, slug)
    found = _call_to_edit(group)
    if found is None:
        messages.info(request, _("Écrivez d’abord l’appel\u00a0: ses questions viennent ensuite."))
        return redirect("group_call_edit", group.slug)
    form = QuestionForm(data_of(request))
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in QUESTION_FIELDS}
        try:
            services.add_question(call=found, by=request.user, **words)
        except services.RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La question est ajoutée."))
            return redirect("group_call_questions", group.slug)
    kept = list(selectors.questions_kept(found))
    context = {
        "group": group,
        "call": found,
        "form": form,
        "asked": [each for each in kept if each.retired_at is None],
        "retired": [each for each in kept if each.retired_at is not None],
    }
    return render(request, "groups/questions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group, call = _asked(request, slug)
    found = selectors.get_question(call, pk)
    form = QuestionForm(data_of(request), question=found, answered=found.replies_count > 0)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in QUESTION_FIELDS}
        try:
            services.edit_question(
                question=found,
                by=request.user,
                unless_changed_since=form.cleaned_data["version"],
                **words,
            )
        except services.ChangedMeanwhileError as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["version"] = found.updated_at.isoformat()
        except services.RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La question est enregistrée."))
            return redirect("group_call_questions", group.slug)
    context = {"group": group, "call": call, "question": found, "form": form}
    return render(request, "groups/question_form.html", context)


@login_required
@require_POST
def question_act(request: HttpRequest, slug: str, pk: int, act: str) -> HttpResponse:
    """Move a question one place, ask it no more, or ask it again."""
    group, call = _asked(request, slug)
    found = selectors.get_question(call, pk)
    try:
        if act in {"monter", "descendre"}:
            services.move_question(question=found, by=request.user, up=act == "monter")
        elif act == "retirer":
            left = services.remove_question(question=found, by=request.user)
            messages.success(
                request,
                _("La question n’est plus posée. Ce qui y a été répondu reste lisible.")
                if left
                else _("La question est supprimée."),
            )
        elif act == "retablir":
            services.restore_question(question=found, by=request.user)
            messages.success(request, _("La question est posée de nouveau, en dernier."))
        else:
            raise Http404
    except services.RuleError as error:
        messages.error(request, str(error))
    return redirect("group_call_questions", group.slug)
