"""Report; the facilitators' queue, one thing and what may be done, the journal; notices."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.forms import data_of
from groups.enums import GroupState
from groups.models import WorkingGroup
from groups.moderation import selectors, services
from groups.moderation.enums import MEANING, Verb
from groups.moderation.forms import ActForm, AnswerForm, ReportForm
from groups.moderation.people import GUEST
from groups.moderation.permissions import can_see_queue
from groups.moderation.registry import get_kind
from groups.permissions import space_access
from groups.selectors import get_room, room_context
from groups.services import RuleError

PER_PAGE = 20

both = require_http_methods(["GET", "POST"])


@login_required
@both
def report(request: HttpRequest, pk: int, kind: str, target_pk: int) -> HttpResponse:
    """Say that something is wrong. Twice says so, and changes nothing."""
    thing = selectors.get_reportable(request.user, pk, kind, target_pk)
    form = ReportForm(data_of(request))
    status = HTTPStatus.OK
    if form.is_valid():
        try:
            _made, new = services.report(thing=thing, reporter=request.user, **form.cleaned_data)
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.CONFLICT
        else:
            if new:
                text = _("Merci\u00a0: l’animation est prévenue. Votre nom n’est dit qu’à elle.")
                messages.success(request, text)
            else:
                text = _("Vous l’avez déjà signalé\u00a0: l’animation va s’en occuper.")
                messages.info(request, text)
            return redirect(thing.url)
    elif request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
    context = {"thing": thing, "name": get_kind(kind).name, "form": form}
    return render(request, "moderation/report.html", context, status=status)


def _room(request: HttpRequest, slug: str):
    group, access = get_room(request.user, slug)
    if not can_see_queue(access):
        raise Http404
    return group, access


@login_required
@require_safe
def queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What was reported: waiting for a decision, or handled with what was decided."""
    group, access = _room(request, slug)
    handled = request.GET.get("etat") == "traites"
    rows = selectors.reports_for(request.user, group.pk).filter(settled_by__isnull=not handled)
    context = room_context(request.user, group, access, "moderation") | {
        "reports": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "handled": handled,
        "query": "etat=traites" if handled else "",
    }
    return render(request, "moderation/queue.html", context)


@login_required
@require_safe
def journal(request: HttpRequest, slug: str) -> HttpResponse:
    """Every act of moderation of the group, which nobody can change."""
    group, access = _room(request, slug)
    page = Paginator(selectors.acts_of(group.pk), PER_PAGE).get_page(request.GET.get("page"))
    context = room_context(request.user, group, access, "moderation") | {
        "page": page,
        "acts": selectors.with_people(page),
    }
    return render(request, "moderation/journal.html", context)


@login_required
@both
def moderate(request: HttpRequest, pk: int, kind: str, target_pk: int) -> HttpResponse:
    """One thing: what it says, who reported it, what was done, and what may be done now."""
    thing = selectors.get_moderated(request.user, pk, kind, target_pk)
    reports = list(selectors.reports_about(request.user, thing))
    waiting = any(report.settled_by_id is None for report in reports)
    pages = dict(thing.pages)
    verbs = [verb for verb in services.open_verbs(thing, reported=waiting) if verb not in pages]
    form = ActForm(data_of(request), verbs=verbs)
    status = HTTPStatus.OK
    if form.is_valid():
        data = form.cleaned_data
        try:
            act = services.decide(
                thing=thing,
                verb=data["verb"],
                actor=request.user,
                reason=data["reason"],
                data=form.data_of_act(),
            )
        except RuleError as refusal:
            form.add_error(None, str(refusal))
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, _said(act))
            return redirect("moderate", pk, kind, target_pk)
    elif request.method == "POST":
        status = HTTPStatus.BAD_REQUEST
    context = {
        "thing": thing,
        "group": thing.space.group,
        "reports": reports,
        "acts": selectors.acts_about(thing),
        "form": form,
        "buttons": [(verb, Verb(verb).label) for verb in verbs],
        "pages": [(url, Verb(verb).label) for verb, url in thing.pages],
    }
    return render(request, "moderation/moderate.html", context, status=status)


def _said(act) -> str:
    text = _("C’est fait\u00a0: %(done)s.") % {"done": act.done}
    if act.person_id:
        text += " " + _("La personne concernée reçoit un e-mail avec votre raison.")
    return text


def _act_page(request: HttpRequest, act, form, status=HTTPStatus.OK) -> HttpResponse:
    group = WorkingGroup.objects.get(pk=act.group_id)
    mine = act.person_id == request.user.pk
    kind = get_kind(act.kind)
    found = kind.find(act.target_id)
    if mine and found:
        # A thread that was moved away from her; the list of guests, where she is one.
        away = not kind.seen and not space_access(request.user, found.space).can_read
        if away or act.kind == GUEST:
            found = None
    can_answer = mine and not hasattr(act, "answer") and group.state != GroupState.ARCHIVED
    asks_edit = act.verb == Verb.ASK_EDIT
    if not mine:
        selectors.with_people([act])
    context = {
        "act": act,
        "mine": mine,
        "group": group,
        "form": form if can_answer else None,
        "asks_edit": asks_edit,
        "meaning": MEANING.get(act.verb, ""),
        "detail": kind.detail(act, request.user),
        "link": _link(found, to_edit=asks_edit and mine),
    }
    return render(request, "moderation/act.html", context, status=status)


def _link(thing, *, to_edit: bool) -> str:
    if thing is None:
        return ""
    return thing.edit_url if to_edit and thing.edit_url else thing.url


@login_required
@require_safe
def act(request: HttpRequest, pk: int, act_pk: int) -> HttpResponse:
    """One act, for the person it concerns, who may answer, and for the facilitators."""
    return _act_page(request, selectors.get_act(request.user, pk, act_pk), AnswerForm())


@login_required
@require_POST
def answer(request: HttpRequest, pk: int, act_pk: int) -> HttpResponse:
    """Answer the facilitators, once."""
    act = selectors.get_act(request.user, pk, act_pk)
    group = WorkingGroup.objects.get(pk=act.group_id)
    if act.person_id != request.user.pk or group.state == GroupState.ARCHIVED:
        raise Http404
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _act_page(request, act, form, HTTPStatus.BAD_REQUEST)
    try:
        services.answer(act=act, author=request.user, text=form.cleaned_data["text"])
    except RuleError as refusal:
        messages.info(request, str(refusal))
    else:
        messages.success(request, _("Votre réponse est envoyée à l’animation."))
    return redirect("moderation_act", pk, act_pk)
