"""Guests that wait for the facilitators of a group."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from common.registry import space_home
from groups import selectors, services
from groups.enums import Outcome
from groups.forms import RequestDecisionForm
from groups.models import WorkingGroup
from groups.permissions import can_manage_group


def _manage(request: HttpRequest, slug: str) -> WorkingGroup:
    group, access = selectors.get_room(request.user, slug)
    if not can_manage_group(access):
        raise Http404
    return group


@login_required
@require_safe
def waiting(request: HttpRequest, slug: str) -> HttpResponse:
    group = _manage(request, slug)
    rows = selectors.guests_to_approve(group).select_related(
        "space__group", "space__experimentation", "organisation", "invited_by"
    )
    context = {"group": group, "rows": [(row, *space_home(row.space)) for row in rows]}
    return render(request, "groups/guest_approvals.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    group = _manage(request, slug)
    invitation = selectors.get_guest_to_approve(group, pk)
    form = RequestDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        granted = form.cleaned_data["decision"] == Outcome.GRANTED
        settle = services.approve_guest if granted else services.refuse_guest
        try:
            settle(invitation=invitation, by=request.user, message=form.cleaned_data["message"])
        except services.AlreadySettledError as error:
            messages.info(request, str(error))
            return redirect("group_guest_approvals", group.slug)
        except services.RuleError as error:
            form.add_error(None, str(error))
        else:
            said = (
                _("L’invitation part vers %(email)s.")
                if granted
                else _("L’invitation de %(email)s est refusée\u00a0: rien n’est parti.")
            )
            messages.success(request, said % {"email": invitation.email})
            return redirect("group_guest_approvals", group.slug)
    label, home = space_home(invitation.space)
    context = {
        "group": group,
        "invitation": invitation,
        "form": form,
        "label": label,
        "home": home,
    }
    return render(request, "groups/guest_approval.html", context)
