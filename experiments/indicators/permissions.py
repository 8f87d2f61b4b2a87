"""Who may do what with indicators; reading is `visible_to`. The table: docs/permissions.md."""

from groups.permissions import Access


def can_measure(access: Access) -> bool:
    """The carrying collectivités and the facilitators choose what is counted, and count. Guests,
    contributors too, write what they count in the journal: figures are answered for by those who
    report on them."""
    return access.can_manage
