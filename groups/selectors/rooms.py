"""One group or one space, for who may enter it, and what is drawn around its rooms."""

from django.db.models import QuerySet
from django.http import Http404

from common.registry import group_tabs, space_relations
from common.tally import tally
from groups.enums import SpaceKind
from groups.models import Membership, Space, WorkingGroup
from groups.permissions import Access, SpacesWithAccess, can_open_group, must_accept_charter

_spaces_at = SpacesWithAccess(
    lambda slug: Space.objects.select_related("group").filter(
        kind=SpaceKind.GROUP, group__slug=slug
    )
)
_spaces_numbered = SpacesWithAccess(
    lambda pk: Space.objects.select_related(*space_relations).filter(pk=pk)
)


def get_page(user, slug: str) -> tuple[WorkingGroup, Access]:
    """The group whose presentation `user` may read, and what she may do in its own space; or 404.
    One query."""
    for space, access in _spaces_at(user, slug=slug):
        # The same rule as WorkingGroup.objects.visible_to, without asking it again.
        if access.can_read or can_open_group(access, space.group):
            return space.group, access
    raise Http404


def get_room(user, slug: str) -> tuple[WorkingGroup, Access]:
    """`get_page` for who may enter the group's own space; 404 for everyone else. One query."""
    group, access = get_page(user, slug)
    if not access.can_read:
        raise Http404
    return group, access


def get_space(user, pk: int) -> tuple[Space, Access]:
    """A space that `user` may enter, with its group, and what she may do there; or 404. One
    query."""
    for space, access in _spaces_numbered(user, pk=pk):
        if access.can_read:
            return space, access
    raise Http404


def room_context(
    user, group: WorkingGroup, access: Access, current: str, **rows: QuerySet | int
) -> dict:
    """What `groups/room.html` draws around the room `current` of a group. One query.

    `rows` are more things to count in the same query, found in `numbers`; a tab whose number is
    given there is not counted again.
    """
    shown_to = access if access.can_read else None
    shown = [tab for tab in group_tabs if tab.shown(shown_to)]
    numbers = {key: each for key, each in rows.items() if isinstance(each, int)}
    counted = [tab for tab in shown if tab.rows is not None]
    to_count = {tab.key: tab.rows(user, group, shown_to) for tab in counted} | rows
    for key in numbers:
        del to_count[key]
    numbers |= tally(group, **to_count)
    return {
        "group": group,
        "access": access,
        "numbers": numbers,
        "tabs": [
            {
                "label": tab.label,
                "url": tab.url(group),
                "count": numbers.get(tab.key),
                "current": tab.key == current,
            }
            for tab in shown
        ],
        # An administrator who has no role here: the page says that her visit is journalled.
        "visiting": access.is_administrator and not access.role,
        "charter_asked": must_accept_charter(access, group),
    }


def members_counted(user, group: WorkingGroup, access: Access) -> QuerySet:
    """Who belongs to the group today, for the number on the tab."""
    return Membership.objects.active().filter(group=group)
