"""The guests of one space: who is one, until when, and inviting another."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from common.registry import space_home
from groups import selectors, services
from groups.forms import GuestForm, GuestInvitationForm
from groups.models import Invitation, Space
from groups.permissions import Access, can_invite_guest
from groups.services.openings import KEPT_MONTHS
from groups.views.invitations import act_on_invitation, invite_each


def _manage(request: HttpRequest, pk: int) -> Space:
    return _managed(request, pk)[0]


def _managed(request: HttpRequest, pk: int) -> tuple[Space, Access]:
    space, access = selectors.get_space(request.user, pk)
    if not can_invite_guest(access):
        raise Http404
    return space, access


@login_required
@require_http_methods(["GET", "POST"])
def guests(request: HttpRequest, pk: int) -> HttpResponse:
    space, access = _managed(request, pk)
    form = GuestInvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if invite_each(request, form, services.invite_guest, space=space):
                return redirect("space_guests", space.pk)
        except services.PeriodError as error:
            form.add_error("until", str(error))
        except services.RuleError as error:
            form.add_error(None, str(error))
    rows = list(selectors.guests_of(space.pk))
    label, url = space_home(space)
    context = {
        "space": space,
        "label": label,
        "home": url,
        "form": form,
        "facilitates": access.is_facilitator,
        "guests": [row for row in rows if row.is_current],
        "former": [row for row in rows if not row.is_current],
        "invitations": selectors.guest_invitations_of(space),
    }
    return render(request, "groups/guests.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def guest(request: HttpRequest, pk: int, access_pk: int) -> HttpResponse:
    """Give a guest another level or another end date."""
    space = _manage(request, pk)
    found = selectors.get_guest(space, access_pk)
    if found.ended_at is not None:
        raise Http404
    initial = {"level": found.level, "until": timezone.localdate(found.until)}
    form = GuestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_guest_access(access=found, by=request.user, **form.cleaned_data)
        except services.RuleError as error:
            form.add_error("until", str(error))
        else:
            messages.success(
                request, _("L’accès de %(person)s est modifié.") % {"person": found.user}
            )
            return redirect("space_guests", space.pk)
    label, url = space_home(space)
    context = {"space": space, "label": label, "home": url, "form": form, "guest": found}
    return render(request, "groups/guest.html", context)


@login_required
@require_POST
def guest_act(request: HttpRequest, pk: int, access_pk: int, act: str) -> HttpResponse:
    """End a guest's access now, or bring it back."""
    space = _manage(request, pk)
    found = selectors.get_guest(space, access_pk)
    person = {"person": found.user}
    try:
        if act == "terminer":
            services.end_guest_access(access=found, by=request.user)
            said = _("L’accès de %(person)s est terminé. Vous pouvez le rétablir plus bas.")
        elif act == "retablir":
            services.restore_guest_access(access=found, by=request.user)
            said = _("%(person)s a de nouveau accès.")
        else:
            raise Http404
    except services.RuleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said % person)
    return redirect("space_guests", space.pk)


@login_required
@require_POST
def invitation_act(request: HttpRequest, pk: int, invitation_pk: int, act: str) -> HttpResponse:
    space = _manage(request, pk)
    found = get_object_or_404(Invitation, space=space, pk=invitation_pk)
    act_on_invitation(request, found, act)
    return redirect("space_guests", space.pk)


@login_required
@require_safe
def guest_journal(request: HttpRequest, pk: int, access_pk: int) -> HttpResponse:
    """What a guest opened, present or not any more."""
    space = _manage(request, pk)
    found = selectors.get_guest(space, access_pk)
    page, rows = selectors.openings_of(request.user, found, request.GET.get("page"))
    label, url = space_home(space)
    context = {
        "space": space,
        "label": label,
        "home": url,
        "guest": found,
        "page": page,
        "rows": rows,
        "months": KEPT_MONTHS,
    }
    return render(request, "groups/guest_journal.html", context)
