"""Entering a group or a space: found and authorised in one go, and visits journalled."""

from django.http import HttpRequest

from groups import selectors
from groups.models import Space, WorkingGroup
from groups.permissions import Access
from groups.services import record_visit

VISITED = "visited_groups"


def note_visit(request: HttpRequest, access: Access) -> None:
    """Journal that an administrator entered a group where she has no role: once per session."""
    if not access.is_administrator or access.role:
        return
    visited = request.session.get(VISITED, [])
    if access.group_id not in visited:
        record_visit(group_id=access.group_id, by=request.user)
        request.session[VISITED] = [*visited, access.group_id]


def open_page(request: HttpRequest, slug: str) -> tuple[WorkingGroup, Access]:
    """The group whose presentation this person may read, or 404."""
    group, access = selectors.get_page(request.user, slug)
    note_visit(request, access)
    return group, access


def enter_group(request: HttpRequest, slug: str) -> tuple[WorkingGroup, Access]:
    """The group whose own space this person may enter, or 404."""
    group, access = selectors.get_room(request.user, slug)
    note_visit(request, access)
    return group, access


def enter_space(request: HttpRequest, pk: int) -> tuple[Space, Access]:
    """The space that this person may enter, or 404."""
    space, access = selectors.get_space(request.user, pk)
    note_visit(request, access)
    return space, access
