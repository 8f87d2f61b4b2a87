"""Who keeps the words of the network. Reading them is for whoever reads what bears them."""

from groups.enums import Role
from groups.models import Membership


def can_edit_vocabulary(user) -> bool:
    """The words belong to the network: its facilitators, of whichever group, keep them together,
    with its administrators. One query."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        user.is_superuser
        or Membership.objects.active().filter(user=user, role=Role.FACILITATOR).exists()
    )
