"""The people and the collectivités of a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups import selectors, services
from groups.enums import EngagementStatus, Role
from groups.forms import EngageForm, EngagementForm, RoleForm
from groups.models import Engagement, Membership, WorkingGroup
from groups.permissions import can_leave_group, can_manage_group, can_see_invitations

# People shown at once: each has a menu of what may be done.
PER_PAGE = 20


@login_required
@require_safe
def members(request: HttpRequest, slug: str) -> HttpResponse:
    group, access = selectors.get_room(request.user, slug)
    people = selectors.members_in_order(group)
    engagements = list(selectors.engagements_of(group))
    delegations = selectors.delegations(people, engagements)
    page = selectors.people_by_page(delegations, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "delegations": selectors.on_page(page),
        "page": page,
        "points": selectors.points_of(engagements),
        "can_manage": can_manage_group(access),
        "can_leave": can_leave_group(access),
        "roles": [
            (value, _("Rôle\u00a0: %(role)s") % {"role": label}) for value, label in Role.choices
        ],
    }
    if can_see_invitations(access):
        context["invitations"] = selectors.invitations_of(group)
        context["left"] = selectors.left_recently(group)
        context["guests"] = [row for row in selectors.guests_of(access.space_id) if row.is_current]
    more = {}
    if context["can_manage"] and group.charter_version:
        more["charter_unaccepted"] = selectors.charter_unaccepted(group)
    context |= selectors.room_context(
        request.user, group, access, "members", members=len(people), **more
    )
    return render(request, "groups/members.html", context)


@login_required
@require_safe
def dormant(request: HttpRequest, slug: str) -> HttpResponse:
    """Members who have not come for a long time, for the facilitators."""
    group = _manage(request, slug)
    page = Paginator(selectors.dormant_members(group), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "groups/dormant_members.html", {"group": group, "page": page})


def _manage(request: HttpRequest, slug: str) -> WorkingGroup:
    group, access = selectors.get_room(request.user, slug)
    if not can_manage_group(access):
        raise Http404
    return group


def _member(group: WorkingGroup, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), group=group, pk=pk)


def _done(request: HttpRequest, group: WorkingGroup, act, said: str) -> HttpResponse:
    """Do what was asked and say it, or say why it cannot be; then back to the list."""
    try:
        act()
    except services.RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return _back(request, group)


def _back(request: HttpRequest, group: WorkingGroup) -> HttpResponse:
    """To the page of the list that the person came from."""
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page != "1" else ""
    return redirect(reverse("group_members", args=[group.slug]) + query)


@login_required
@require_POST
def role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = _manage(request, slug)
    member = _member(group, pk)
    form = RoleForm(request.POST)
    if member.ended_at is not None or not form.is_valid():
        messages.error(request, _("Choisissez l’un des rôles proposés."))
        return _back(request, group)
    wanted = Role(form.cleaned_data["role"])
    return _done(
        request,
        group,
        lambda: services.change_role(membership=member, role=wanted, by=request.user),
        _("%(person)s\u00a0: %(role)s.") % {"person": member.user, "role": wanted.label},
    )


@login_required
@require_POST
def end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = _manage(request, slug)
    member = _member(group, pk)
    return _done(
        request,
        group,
        lambda: services.end_membership(membership=member, by=request.user),
        _("%(person)s ne fait plus partie du groupe. Vous pouvez annuler plus bas.")
        % {"person": member.user},
    )


@login_required
@require_POST
def confirm(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Vouch for a member's place in her collectivité."""
    group = _manage(request, slug)
    member = _member(group, pk)
    return _done(
        request,
        group,
        lambda: services.confirm_place(membership=member, by=request.user),
        _("Le rattachement de %(person)s est confirmé.") % {"person": member.user},
    )


@login_required
@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = _manage(request, slug)
    member = _member(group, pk)
    return _done(
        request,
        group,
        lambda: services.restore_membership(membership=member, by=request.user),
        _("%(person)s fait de nouveau partie du groupe.") % {"person": member.user},
    )


@login_required
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Leaving cannot be undone by oneself: it is confirmed on a page of its own."""
    group, access = selectors.get_room(request.user, slug)
    if not can_leave_group(access):
        raise Http404
    if request.method == "GET":
        return render(request, "groups/leave.html", {"group": group})
    mine = get_object_or_404(Membership.objects.active(), group=group, user=request.user)
    try:
        services.end_membership(membership=mine, by=request.user)
    except services.RuleError as error:
        messages.error(request, str(error))
        return redirect("group_members", group.slug)
    messages.success(
        request, _("Vous ne faites plus partie de «\u00a0%(group)s\u00a0».") % {"group": group}
    )
    return redirect("home")


@login_required
@require_http_methods(["GET", "POST"])
def engage(request: HttpRequest, slug: str) -> HttpResponse:
    """Engage a collectivité that did not answer a call."""
    group = _manage(request, slug)
    form = EngageForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.engage_collectivity(
                group=group,
                organisation=form.cleaned_data["organisation"],
                status=form.cleaned_data["status"],
                by=request.user,
            )
        except services.RuleError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("%(name)s est dans le groupe.") % {"name": form.cleaned_data["organisation"]},
            )
            return redirect("group_members", group.slug)
    return render(request, "groups/engage.html", {"group": group, "form": form})


@login_required
@require_POST
def engagement(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a collectivité is in the group; withdrawing is undone the same way."""
    group = _manage(request, slug)
    found = get_object_or_404(Engagement.objects.select_related("organisation"), group=group, pk=pk)
    form = EngagementForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choisissez l’une des places proposées."))
        return _back(request, group)
    status = EngagementStatus(form.cleaned_data["status"])

    def act():
        if status == EngagementStatus.WITHDRAWN:
            services.withdraw_engagement(engagement=found, by=request.user)
        else:
            services.engage_collectivity(
                group=group, organisation=found.organisation, status=status, by=request.user
            )

    return _done(
        request,
        group,
        act,
        _("%(name)s\u00a0: %(status)s.") % {"name": found.organisation, "status": status.label},
    )
