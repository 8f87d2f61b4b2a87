"""The shared querysets that answer « who may see this » in one query, on both axes.

First axis: the spaces a person may enter (her role in the group, or a guest's dated access).
Second axis: the audience of each row (owner, space, public). docs/permissions.md has the table.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from common.models import Audience
from groups.enums import Approval, GroupState, Role, SpaceKind

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


def guest_accesses_of(user, permission: str = "read_space", at: datetime | None = None) -> QuerySet:
    """The accesses of `user` (or of her id) that count at this moment, or `at`, and give
    `permission`.

    The access row says until when, guardian's grant says what: both must agree.
    """
    from groups.models import GuestAccess, SpaceUserObjectPermission

    grants = SpaceUserObjectPermission.objects.filter(
        user=user, content_object=OuterRef("space"), permission__codename=permission
    )
    return GuestAccess.objects.active(at).filter(Exists(grants), user=user)


def guest_spaces_of(user, permission: str = "read_space") -> QuerySet:
    """Ids of the spaces that a dated access opens to `user` at this moment, for `permission`."""
    return guest_accesses_of(user, permission).values("space_id")


def own_spaces_of(user) -> QuerySet:
    """Ids of the spaces that `user` enters by a role or as a guest. One set, by which rows are
    found: « of her groups, or as a guest » would be asked of every row."""
    from groups.models import Space

    by_role = Space.objects.filter(group__in=groups_of(user)).values("pk")
    return by_role.union(guest_spaces_of(user))


def carried_spaces_of(user) -> QuerySet:
    """Ids of the spaces that a collectivité carries in whose name `user` (or her id) is a
    member there."""
    from groups.models import Carrier

    # Joined, not asked of each carrier of the country: from her few memberships on.
    return Carrier.objects.filter(
        organisation__memberships__user=user,
        organisation__memberships__role=Role.MEMBER,
        organisation__memberships__ended_at=None,
        organisation__memberships__group=F("space__group"),
    ).values("space_id")


def _entered(user) -> Q:
    """Groups entered by role, or as a guest of the group's own space. By subqueries only: a join
    to the spaces would give a group once per experimentation."""
    guest = guest_accesses_of(user).filter(space__kind=SpaceKind.GROUP).values("space__group_id")
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


class SpaceQuerySet(QuerySet):
    def visible_to(self, user) -> "SpaceQuerySet":
        """Spaces that `user` may enter."""
        if not _known(user):
            return self.none()
        if user.is_superuser:
            return self.all()
        return self.filter(Q(group__in=groups_of(user)) | Q(pk__in=guest_spaces_of(user)))


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """The places that are a person's own, as a page has read them: `roles` is what she is in each
    of her groups ({group id: role}), `guest_spaces` the ids of the spaces she is a guest of."""

    user: AbstractBaseUser
    roles: dict[int, str]
    guest_spaces: list[int]


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

    def seen_with(self, access) -> "SpaceScopedQuerySet":
        """Of rows that all belong to the space of `access`: those its person may read.

        What `visible_to` answers, told by what is known already. Who may not enter the space has
        been let to its page because it is public.
        """
        if self.audience_path is None:
            return self.all() if access.can_read else self.none()
        return self.filter(**{f"{self.audience_path}__in": access.audiences})

    def seen_at_home(self, places: OwnPlaces) -> "SpaceScopedQuerySet":
        """The rows of a person's own places that she may read."""
        groups, spaces = f"{self.space_path}__group__in", f"{self.space_path}__in"
        rows = self.filter(
            Q(**{groups: list(places.roles)}) | Q(**{spaces: list(places.guest_spaces)})
        )
        if self.audience_path is None:
            return rows
        facilitated = [pk for pk, role in places.roles.items() if role == Role.FACILITATOR]
        return rows.filter(
            ~Q(**{self.audience_path: Audience.OWNER})
            | Q(**{groups: facilitated})
            | Q(**{spaces: carried_spaces_of(places.user)})
        )

    def in_own_places(self, user) -> "SpaceScopedQuerySet":
        """The rows of the spaces that `user` enters by a role or as a guest, of those without an
        audience of their own: an administrator's too, who only visits the others."""
        return self.filter(**{f"{self.space_path}__in": own_spaces_of(user)})

    def outside_own_places(self, user) -> "SpaceScopedQuerySet":
        """The other rows."""
        return self.exclude(**{f"{self.space_path}__in": own_spaces_of(user)})

    def seen_in_group(self, user, access) -> "SpaceScopedQuerySet":
        """Of rows of any space of one group: those `user` may read, `access` being what she may do
        in the group's own space. What `visible_to` answers, asked of one group only."""
        if access is None or not access.belongs:
            return self.visible_to(user)
        if access.is_facilitator or self.audience_path is None:
            return self.all()
        carried = Q(**{f"{self.space_path}__in": carried_spaces_of(user)})
        return self.filter(~Q(**{self.audience_path: Audience.OWNER}) | carried)


class MembershipQuerySet(QuerySet):
    def active(self):
        """Memberships that have not ended."""
        return self.filter(ended_at=None)


class SuspensionQuerySet(QuerySet):
    def active(self, at=None):
        """Suspensions that count at this very moment (or `at`): they end by themselves."""
        return self.filter(ended_at=None, until__gt=at or timezone.now())


class InvitationQuerySet(QuerySet):
    def unanswered(self):
        """Neither accepted, declined nor revoked; possibly past their date."""
        return self.filter(accepted_at=None, declined_at=None, revoked_at=None)

    def pending(self, at=None):
        """Those that can still be accepted at this very moment (or `at`)."""
        return (
            self.unanswered()
            .filter(expires_at__gt=at or timezone.now())
            .exclude(approval=Approval.WAITING)
        )


class GuestAccessQuerySet(QuerySet):
    def active(self, at=None):
        """Accesses that count at this very moment (or `at`)."""
        at = at or timezone.now()
        return self.filter(ended_at=None, starts_at__lte=at, until__gt=at)
