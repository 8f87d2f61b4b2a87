"""The shared querysets that answer « who may see this » in one query, on both axes.

First axis: the spaces a person may enter (her role in the group, or a guest's dated access).
Second axis: the audience of each row (owner, space, public). docs/permissions.md has the table.
"""

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from common.models import Audience
from groups.enums import GroupState, Role, SpaceKind

# Groups whose public presentation may be read by anyone.
PUBLIC_STATES = [GroupState.OPEN, GroupState.RUNNING, GroupState.CLOSING, GroupState.ARCHIVED]


def _known(user) -> bool:
    return user is not None and user.is_authenticated and user.is_active


def groups_of(user, *roles: str) -> QuerySet:
    """Ids of the groups where `user` holds one of `roles` (any role if none is given) today."""
    from groups.models import Membership

    memberships = Membership.objects.active().filter(user=user)
    if roles:
        memberships = memberships.filter(role__in=roles)
    return memberships.values("group_id")


def guest_spaces_of(user, permission: str = "read_space") -> QuerySet:
    """Ids of the spaces that a dated access opens to `user` at this moment.

    Guardian's grant says what, the access row says until when: both must agree.
    """
    from groups.models import Space

    now = timezone.now()
    return Space.objects.filter(
        user_grants__user=user,
        user_grants__permission__codename=permission,
        guest_accesses__user=user,
        guest_accesses__ended_at=None,
        guest_accesses__starts_at__lte=now,
        guest_accesses__until__gt=now,
    ).values("pk")


def carried_spaces_of(user) -> QuerySet:
    """Ids of the spaces that a collectivité carries in whose name `user` is a member there."""
    from groups.models import Carrier

    return Carrier.objects.filter(
        space__group__memberships__user=user,
        space__group__memberships__ended_at=None,
        space__group__memberships__role=Role.MEMBER,
        space__group__memberships__organisation=F("organisation"),
    ).values("space_id")


def _entered(user) -> Q:
    """Groups entered by role, or as a guest of the group's own space. By subqueries only: a join
    to the spaces would give a group once per experimentation."""
    guest = guest_spaces_of(user).filter(kind=SpaceKind.GROUP).values("group_id")
    return Q(pk__in=groups_of(user)) | Q(pk__in=guest)


class WorkingGroupQuerySet(QuerySet):
    def visible_to(self, user) -> "WorkingGroupQuerySet":
        """Groups whose presentation `user` may read: the public ones, and those she enters."""
        public = Q(state__in=PUBLIC_STATES)
        if not _known(user):
            return self.filter(public)
        if user.is_superuser:
            return self.all()
        return self.filter(public | _entered(user))

    def belonging_to(self, user) -> "WorkingGroupQuerySet":
        """Groups that `user` enters by a role or as a guest: an administrator's own are those."""
        return self.filter(_entered(user)) if _known(user) else self.none()


class SpaceQuerySet(QuerySet):
    def visible_to(self, user) -> "SpaceQuerySet":
        """Spaces that `user` may enter."""
        if _known(user) and user.is_superuser:
            return self.all()
        return self.belonging_to(user)

    def belonging_to(self, user) -> "SpaceQuerySet":
        """Spaces that `user` enters by a role or as a guest: an administrator's own are those."""
        if not _known(user):
            return self.none()
        return self.filter(Q(group__in=groups_of(user)) | Q(pk__in=guest_spaces_of(user)))


class SpaceScopedQuerySet(QuerySet):
    """For every model that belongs to a space. Subclasses may set the two paths below."""

    space_path = "space"
    # None for rows that have no audience of their own: all who enter the space see them.
    audience_path: str | None = "audience"

    def _public(self) -> Q:
        """Rows that anybody may read."""
        if self.audience_path is None:
            return Q(pk__in=[])
        state = f"{self.space_path}__group__state__in"
        return Q(**{self.audience_path: Audience.PUBLIC, state: PUBLIC_STATES})

    def visible_to(self, user) -> "SpaceScopedQuerySet":
        """Rows that `user` (or AnonymousUser) may read, in one query, on both axes."""
        space = self.space_path
        audience = self.audience_path
        if not _known(user):
            return self.filter(self._public())
        if user.is_superuser:
            return self.all()
        entered = Q(**{f"{space}__group__in": groups_of(user)}) | Q(
            **{f"{space}__in": guest_spaces_of(user)}
        )
        if audience is None:
            return self.filter(entered)
        owned = Q(**{f"{space}__group__in": groups_of(user, Role.FACILITATOR)}) | Q(
            **{f"{space}__in": carried_spaces_of(user)}
        )
        return self.filter(
            self._public()
            | (entered & ~Q(**{audience: Audience.OWNER}))
            | (owned & Q(**{audience: Audience.OWNER}))
        )


class MembershipQuerySet(QuerySet):
    def active(self):
        """Memberships that have not ended."""
        return self.filter(ended_at=None)


class InvitationQuerySet(QuerySet):
    def unanswered(self):
        """Neither accepted, declined nor revoked; possibly past their date."""
        return self.filter(accepted_at=None, declined_at=None, revoked_at=None)

    def pending(self):
        """Those that can still be accepted at this moment."""
        return self.unanswered().filter(expires_at__gt=timezone.now())


class GuestAccessQuerySet(QuerySet):
    def active(self, at=None):
        """Accesses that count at this very moment (or `at`)."""
        at = at or timezone.now()
        return self.filter(ended_at=None, starts_at__lte=at, until__gt=at)
