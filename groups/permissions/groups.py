"""Rules about groups, their people and those they invite."""

from groups.enums import EngagementStatus, GroupState, Role, SpaceKind
from groups.models import Engagement, Membership, WorkingGroup
from groups.permissions.access import Access


def can_create_group(user) -> bool:
    """Network administrators open chantiers; so does anyone who facilitates one already."""
    if not user.is_authenticated or not user.is_active:
        return False
    return (
        user.is_superuser
        or Membership.objects.active().filter(user=user, role=Role.FACILITATOR).exists()
    )


def can_see_dormant_groups(user) -> bool:
    """Which groups sleep, over the whole network, is for its administrators to see."""
    return user.is_authenticated and user.is_active and user.is_superuser


def can_change_group_state(access: Access) -> bool:
    """Facilitators move a group from state to state, an archived one included: this is how it
    comes back."""
    return access.kind == SpaceKind.GROUP and access.is_facilitator


def can_manage_group(access: Access) -> bool:
    """Facilitators keep a group's presentation, calls, admissions and invitations; nobody changes
    an archived group."""
    return access.kind == SpaceKind.GROUP and access.can_manage


def can_open_group(access: Access, group: WorkingGroup) -> bool:
    """Whether a page about one space of `group` may lead to the group: a guest of an
    experimentation does not learn of one in preparation."""
    return access.belongs or group.is_public


def must_accept_charter(access: Access, group: WorkingGroup) -> bool:
    """Whoever belongs to the group, or is a guest of its space, is asked to accept the newest
    version of its charter. Nothing waits for it: who has accepted what is seen by all who manage
    the group."""
    return (
        access.kind == SpaceKind.GROUP
        and access.writable
        and (bool(access.role) or access.is_guest)
        and bool(group.charter)
        and access.charter_accepted < group.charter_version
    )


def can_see_invitations(access: Access) -> bool:
    """Addresses of people who have not come yet concern only those who may invite."""
    return access.can_manage


def groups_known_to(user, *, facilitated: bool = False):
    """The ids of the groups where `user` has a role, or facilitates; of all, for network
    administrators."""
    if user.is_superuser:
        return WorkingGroup.objects.values("pk")
    mine = Membership.objects.active().filter(user=user)
    if facilitated:
        mine = mine.filter(role=Role.FACILITATOR)
    return mine.values("group")


def organisations_vouched_for(user):
    """The ids of the organisations whose people a facilitator vouches for: those engaged, mirror
    ones included, in the groups that she facilitates, unless archived."""
    return (
        Engagement.objects.filter(
            status__in=[EngagementStatus.ENGAGED, EngagementStatus.MIRROR],
            group__in=Membership.objects.active()
            .filter(user=user, role=Role.FACILITATOR)
            .values("group"),
        )
        .exclude(group__state=GroupState.ARCHIVED)
        .values("organisation")
    )


def can_invite_guest(access: Access) -> bool:
    """Facilitators, and in an experimentation the people of the collectivités that carry it."""
    return access.can_manage


def can_see_as_guest(access: Access, group: WorkingGroup) -> bool:
    """Whoever manages the space looks at it as one of its guests; in an archived group too, where
    nobody manages any more, those who would."""
    if access.can_manage:
        return True
    return (
        group.state == GroupState.ARCHIVED
        and access.can_see_owner
        and access.suspended_until is None
    )


def can_leave_group(access: Access) -> bool:
    """Whoever has a role may give it up, in an archived group too."""
    return bool(access.role)
