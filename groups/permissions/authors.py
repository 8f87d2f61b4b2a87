"""For whom a person writes, as what she writes keeps it."""

from dataclasses import dataclass

from groups.models import GuestAccess, Membership, Space


@dataclass(frozen=True, slots=True)
class Authorship:
    """For whom a person writes, and as what: kept on what she writes, as it was when she wrote."""

    organisation_id: int | None = None
    role: str = ""


def authorship(user, space: Space) -> Authorship:
    """`user`'s membership in the group of `space`, else her guest access to it. Two queries at
    most; an administrator without a role there writes for nobody."""
    membership = (
        Membership.objects.active()
        .filter(user=user, group=space.group_id)
        .values_list("organisation_id", "role")
        .first()
    )
    if membership:
        return Authorship(*membership)
    guest = (
        GuestAccess.objects.active()
        .filter(user=user, space=space)
        .values_list("organisation_id", flat=True)
    )
    for organisation_id in guest:
        return Authorship(organisation_id, "guest")
    return Authorship(None, "admin" if user.is_superuser else "")
