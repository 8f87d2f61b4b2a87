"""Deciding on requests to accept an invitation with another address than the invited one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common.registry import space_home
from groups import selectors, services
from groups.enums import Outcome
from groups.forms import RequestDecisionForm
from groups.models import AddressRequest
from groups.permissions import can_invite_guest, can_manage_group
from groups.services.addresses import facilitators_decide
from groups.services.invitations import unusable_reason


def _decide(
    request: HttpRequest,
    asked: AddressRequest,
    *,
    label: str,
    home: str,
    back: str,
    facilitates: bool,
) -> HttpResponse:
    form = RequestDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        granted = form.cleaned_data["decision"] == Outcome.GRANTED
        decide = services.confirm_address if granted else services.refuse_address
        try:
            decide(request=asked, by=request.user, message=form.cleaned_data["message"])
        except services.AlreadySettledError as error:
            messages.info(request, str(error))
            return redirect(back)
        except services.RuleError as error:
            form.add_error(None, str(error))
        else:
            said = (
                _("%(person)s entre avec l’adresse %(email)s.")
                if granted
                else _("La demande de %(person)s est refusée\u00a0: rien n’a été ouvert.")
            )
            messages.success(request, said % {"person": asked.user, "email": asked.email})
            return redirect(back)
    # Whoever confirms answers for the invitation: what she may give is what counts.
    asked.invitation.invited_by = request.user
    context = {
        "asked": asked,
        "invitation": asked.invitation,
        "over": unusable_reason(asked.invitation),
        "form": form,
        "for_facilitators": facilitators_decide(asked.invitation) and not facilitates,
        "label": label,
        "home": home,
        "back": back,
    }
    return render(request, "groups/address_request.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def group_request(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """About an invitation to a role in the group."""
    group, access = selectors.get_room(request.user, slug)
    if not can_manage_group(access):
        raise Http404
    asked = selectors.get_address_request(pk, group=group, space=None)
    home = reverse("group", args=[group.slug])
    back = reverse("group_members", args=[group.slug])
    return _decide(request, asked, label=group.name, home=home, back=back, facilitates=True)


@login_required
@require_http_methods(["GET", "POST"])
def space_request(request: HttpRequest, pk: int, request_pk: int) -> HttpResponse:
    """About an invitation to be a guest of a space."""
    space, access = selectors.get_space(request.user, pk)
    if not can_invite_guest(access):
        raise Http404
    asked = selectors.get_address_request(request_pk, space=space)
    asked.invitation.space = space
    label, home = space_home(space)
    back = reverse("space_guests", args=[space.pk])
    return _decide(
        request, asked, label=label, home=home, back=back, facilitates=access.is_facilitator
    )
