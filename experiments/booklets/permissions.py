"""Who may do what with a group's booklets. The table: docs/permissions.md."""

from groups.permissions import Access


def can_make_booklet(access: Access) -> bool:
    """Those who facilitate the group, or administer the network, choose what it prints and throw it
    away; whoever enters the group's own space reads it."""
    return access.is_facilitator and access.can_manage
