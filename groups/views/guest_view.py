"""What a guest sees of a space, for those who manage it: pages that only show."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.registry import space_home
from groups import seen, selectors, services
from groups.enums import GroupState
from groups.permissions import can_invite_guest, can_see_as_guest


@login_required
@require_safe
def guest_view(request: HttpRequest, pk: int, access_pk: int, part: str = "") -> HttpResponse:
    """One part of the space, as the guest sees it; the first one unless told."""
    space, viewer = selectors.get_space(request.user, pk)
    if not can_see_as_guest(viewer, space.group):
        raise Http404
    guest = selectors.get_guest(space, access_pk)
    access = seen.access_of(guest, space, viewer)
    parts = seen.parts_of(space, access, viewer) if access else []
    current = next((each for each in parts if part in {"", each.key}), None)
    if part and current is None:
        raise Http404
    services.record_seen_as(access=guest, by=request.user, part=current.key if current else "")
    label, url = space_home(space)
    context = {
        "frame": "groups/guest_view.html",
        "space": space,
        "label": label,
        "home": url,
        "guest": guest,
        "lists_guests": can_invite_guest(viewer),
        "archived": space.group.state == GroupState.ARCHIVED,
    }
    if current is None:
        context["nothing"] = seen.reason_for_nothing(guest)
        return render(request, "groups/guest_view.html", context)
    context |= current.registered.context(space, access, request.GET)
    context |= {
        "access": access,
        "parts": parts,
        "current": current,
        "kept": [each for each in parts if each.kept],
        "suspended_until": access.suspended_until if viewer.is_facilitator else None,
    }
    return render(request, current.registered.template, context)
