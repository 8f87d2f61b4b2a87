"""The first page: the public home, or « mon travail » once signed in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from common.registry import space_home
from groups import selectors as groups
from groups.enums import Role
from groups.querysets import OwnPlaces
from home import selectors
from home.waiting import waiting


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return _my_work(request) if request.user.is_authenticated else _public(request)


def _public(request: HttpRequest) -> HttpResponse:
    listed = selectors.public_groups()
    context = {
        "groups": listed,
        "calls": [group for group in listed if group.open_call],
        "numbers": selectors.public_numbers(),
    }
    return render(request, "home/public.html", context)


def _my_work(request: HttpRequest) -> HttpResponse:
    user = request.user
    mine = groups.my_groups(user)
    accesses = selectors.guest_spaces(user)
    guests = [(access, *space_home(access.space)) for access in accesses]
    pending = selectors.pending(user)
    context = {
        "groups": mine,
        "guests": guests,
        **pending,
        "invitations": groups.pending_invitations(user),
        "to_do": [group for group in mine if group.my_role == Role.FACILITATOR],
    }
    if mine or guests:
        places = OwnPlaces(
            user,
            roles={group.pk: group.my_role for group in mine},
            guest_spaces=[access.space_id for access in accesses],
        )
        rows = selectors.news(places)
        context["news"] = [row for row in rows if row.is_new]
        context["earlier"] = [row for row in rows if not row.is_new]
        lines = waiting(places)
        context["actions"] = lines.actions
        context["drafts"], context["questions"] = lines.drafts, lines.questions
        context["words"] = lines.words
    else:
        # Nothing is hers yet: what she could join.
        context["calls"] = [each for each in groups.groups_listed(user) if each.open_call]
    context["waiting"] = (
        len(pending["answers"])
        + len(pending["sheets"])
        + len(context["invitations"])
        + len(context.get("drafts", ()))
        + len(context.get("questions", ()))
        + len(context.get("words", ()))
        + sum((group.to_decide or 0) + (group.to_confirm or 0) for group in context["to_do"])
    )
    return render(request, "home/work.html", context)
