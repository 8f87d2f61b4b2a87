"""Who reports and who moderates; docs/permissions.md has the table."""

from groups.enums import GroupState
from groups.moderation.registry import Thing
from groups.permissions import Access


def can_report(user, thing: Thing) -> bool:
    """Whoever may read it and has an account, but not about herself; not in an archived group.
    Readers and those who write no more report too: it writes nothing that others see."""
    if thing.space.group.state == GroupState.ARCHIVED or not user.is_authenticated:
        return False
    return thing.person is None or thing.person.pk != user.pk


def can_moderate(user, access: Access, thing: Thing) -> bool:
    """The facilitators of the group, and nobody about herself: another one decides."""
    mine = thing.person is not None and thing.person.pk == user.pk
    return access.can_moderate and (thing.own_too or not mine)


def can_see_queue(access: Access | None) -> bool:
    """Facilitators, in an archived group too: it stays readable."""
    return access is not None and access.is_facilitator
