"""The groups, a group's home, its presentation and its state."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common import registry
from common.onward import onward
from groups import selectors, services
from groups.enums import EngagementStatus, GroupState
from groups.forms import GroupForm, GuestApprovalForm, StateForm
from groups.models import WorkingGroup
from groups.permissions import (
    Access,
    can_change_group_state,
    can_create_group,
    can_manage_group,
    can_see_dormant_groups,
    must_accept_charter,
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
POSTED = [*FIELDS, "publish_charter"]


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
            "can_see_dormant": can_see_dormant_groups(request.user),
        },
    )


@login_required
@require_safe
def dormant(request: HttpRequest) -> HttpResponse:
    """Groups that nobody has come back to for a long time, for network administrators."""
    if not can_see_dormant_groups(request.user):
        raise Http404
    return render(request, "groups/dormant.html", {"groups": list(selectors.dormant_groups())})


@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """The public presentation, or the overview for those who belong."""
    found, access = selectors.get_page(request.user, slug)
    engagements = [
        each for each in selectors.engagements_of(found) if each.status in selectors.STANDING
    ]
    call = selectors.published_call(found)
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
    context["answer"] = selectors.my_answer(request.user, context["call"])
    context["group"] = found
    context["points"] = selectors.points_of(context["engagements"])
    context["panels"] = registry.drawn(registry.group_panels, request.user, found, None)
    return render(request, "groups/presentation.html", context)


def _overview(
    request: HttpRequest, found: WorkingGroup, access: Access, context: dict
) -> HttpResponse:
    can_manage = can_manage_group(access)
    more = {}
    if can_manage:
        more["to_decide"] = selectors.answers_to_decide(found)
        more["to_approve"] = selectors.guests_to_approve(found)
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
        words = {name: form.cleaned_data[name] for name in POSTED}
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
        words = {name: form.cleaned_data[name] for name in POSTED}
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
        "guest_form": GuestApprovalForm(initial={"approves_guests": found.approves_guests})
        if can_manage
        else None,
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


@login_required
@require_POST
def guest_approval(request: HttpRequest, slug: str) -> HttpResponse:
    """Whether guests that members invite must be approved."""
    found, access = selectors.get_room(request.user, slug)
    if not can_manage_group(access):
        raise Http404
    form = GuestApprovalForm(request.POST)
    required = form.is_valid() and form.cleaned_data["approves_guests"]
    services.require_approval(group=found, required=required, by=request.user)
    messages.success(
        request,
        _("Les invitations des membres attendront l’accord de l’animation.")
        if required
        else _("Les invitations des membres partent sans attendre."),
    )
    return redirect("group_edit", found.slug)


@login_required
@require_http_methods(["GET", "POST"])
def charter(request: HttpRequest, slug: str) -> HttpResponse:
    """The charter with its versions; accepting the newest one."""
    found, access = selectors.get_room(request.user, slug)
    if not found.charter_version:
        raise Http404
    if request.method == "POST":
        # Twice is once; of whom nothing is asked, nothing is kept.
        if not must_accept_charter(access, found):
            return redirect("group_charter", found.slug)
        read = request.POST.get("version", "")
        try:
            services.accept_charter(
                group=found,
                user=request.user,
                version=int(read) if read.isdecimal() and len(read) < 6 else None,
            )
        except services.RuleError as error:
            messages.error(request, str(error))
            return redirect("group_charter", found.slug)
        messages.success(request, _("Merci\u00a0: vous avez accepté la charte du groupe."))
        home = reverse("group", args=[found.slug])
        return redirect(onward(request, request.POST.get("next"), home))
    context = {"versions": list(found.charter_versions.select_related("published_by"))}
    context |= selectors.room_context(request.user, found, access, "overview")
    return render(request, "groups/charter.html", context)
