"""The groups, a group's home, its presentation and its state."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import registry
from groups import call_selectors, selectors, services
from groups.enums import EngagementStatus, GroupState
from groups.forms import GroupForm, StateForm
from groups.models import WorkingGroup
from groups.permissions import (
    Access,
    can_change_group_state,
    can_create_group,
    can_manage_group,
)

FIELDS = [
    "name",
    "initials",
    "hue",
    "summary",
    "presentation",
    "objectives",
    "calendar",
    "charter",
]


@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    groups = list(selectors.groups_listed(request.user))
    return render(
        request,
        "groups/list.html",
        {
            "mine": [group for group in groups if group.is_mine],
            "others": [group for group in groups if not group.is_mine],
            "can_create": can_create_group(request.user),
        },
    )


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The public presentation, or the overview for those who belong."""
    found, access = selectors.get_page(request.user, slug)
    engagements = [
        each for each in selectors.engagements_of(found) if each.status in selectors.STANDING
    ]
    call = call_selectors.published_call(found)
    context = {
        "engagements": engagements,
        "engaged_count": sum(each.status == EngagementStatus.ENGAGED for each in engagements),
        "call": call if call and call.is_open else None,
    }
    if not access.can_read:
        return _presentation(request, found, access, context)
    return _overview(request, found, access, context)


def _presentation(
    request: HttpRequest, found: WorkingGroup, access: Access, context: dict
) -> HttpResponse:
    context["answer"] = call_selectors.my_answer(request.user, context["call"])
    context["group"] = found
    context["points"] = selectors.points_of(context["engagements"])
    context["panels"] = registry.drawn(registry.group_panels, request.user, found, None)
    return render(request, "groups/presentation.html", context)


def _overview(
    request: HttpRequest, found: WorkingGroup, access: Access, context: dict
) -> HttpResponse:
    can_manage = can_manage_group(access)
    more = {"to_decide": selectors.answers_to_decide(found)} if can_manage else {}
    context |= {
        "can_manage": can_manage,
        "can_change_state": can_change_group_state(access),
        "panels": registry.drawn(registry.group_panels, request.user, found, access),
        "asides": registry.drawn(registry.group_asides, request.user, found, access),
    }
    context |= selectors.room_context(request.user, found, access, "overview", **more)
    return render(request, "groups/overview.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    if not can_create_group(request.user):
        raise Http404
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in FIELDS}
        made = services.create_group(by=request.user, **words)
        messages.success(request, _("Le groupe est créé. Vous en êtes l’animateur·rice."))
        return redirect("group", made.slug)
    return render(request, "groups/form.html", {"form": form})


@login_required
@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, slug: str) -> HttpResponse:
    found, access = selectors.get_room(request.user, slug)
    if not can_change_group_state(access):
        raise Http404
    can_manage = can_manage_group(access)
    initial = {name: getattr(found, name) for name in FIELDS} | {"version": found.updated_at}
    form = GroupForm(request.POST or None, initial=initial)
    if request.method == "POST" and can_manage and form.is_valid():
        words = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            services.update_group(
                group=found,
                by=request.user,
                unless_changed_since=form.cleaned_data["version"],
                **words,
            )
        except services.ChangedMeanwhileError as error:
            form.add_error(None, str(error))
            form.data = form.data.copy()
            form.data["version"] = WorkingGroup.objects.get(pk=found.pk).updated_at.isoformat()
        except services.RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La présentation du groupe est enregistrée."))
            return redirect("group", found.slug)
    context = {
        "form": form if can_manage else None,
        "state_form": StateForm(initial={"state": found.state}),
        "group": found,
        "access": access,
    }
    return render(request, "groups/form.html", context)


@login_required
@require_POST
def group_state(request: HttpRequest, slug: str) -> HttpResponse:
    found, access = selectors.get_room(request.user, slug)
    if not can_change_group_state(access):
        raise Http404
    form = StateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez l’un des états proposés."))
        return redirect("group_edit", found.slug)
    state = GroupState(form.cleaned_data["state"])
    services.change_state(group=found, state=state, by=request.user)
    messages.success(request, _("État du groupe\u00a0: %(state)s.") % {"state": state.label})
    return redirect("group", found.slug)
