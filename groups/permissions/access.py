"""What one person may do in one space, and who reads it: the queries behind every rule."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from common.models import Audience
from common.prepared import Prepared
from groups import visits
from groups.enums import EngagementStatus, GroupState, GuestLevel, Role, SpaceKind
from groups.models import (
    Carrier,
    Engagement,
    GuestAccess,
    Membership,
    Space,
    SpaceUserObjectPermission,
    Suspension,
)

GRANTS = {
    GuestLevel.READER: ("read_space",),
    GuestLevel.COMMENTER: ("read_space", "comment_space"),
    GuestLevel.CONTRIBUTOR: ("read_space", "comment_space", "contribute_space"),
}
# The guests who take part in discussions.
DISCUSS = {GuestLevel.COMMENTER, GuestLevel.CONTRIBUTOR}


@dataclass(frozen=True, slots=True)
class Authorship:
    """For whom a person writes, and as what: kept on what she writes, as it was when she wrote."""

    organisation_id: int | None = None
    role: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """What one person may do in one space at this moment.

    `role` is her role in the group or ""; `carries` says that she is a member there for a
    collectivité that carries the space; `guest_level` is "" unless she is a guest, by the access
    `guest_access_id`; `until` is when a guest's access ends by itself; `charter_accepted` is the
    version of the group's charter that she accepted last, by that role or access; `authorship` says
    for whom she writes there, an administrator without a role for nobody; `writable` is
    False where the group is archived, her collectivité has withdrawn, or the facilitators suspended
    her until `suspended_until`.
    """

    space_id: int
    group_id: int
    kind: str
    role: str = ""
    carries: bool = False
    guest_level: str = ""
    guest_access_id: int | None = None
    until: datetime | None = None
    charter_accepted: int = 0
    authorship: Authorship = Authorship()
    writable: bool = False
    suspended_until: datetime | None = None
    is_administrator: bool = False

    @property
    def can_read(self) -> bool:
        return self.belongs or bool(self.guest_level)

    @property
    def is_facilitator(self) -> bool:
        """Facilitates this group, or administers the network (her visits are journalled)."""
        return self.role == Role.FACILITATOR or self.is_administrator

    @property
    def belongs(self) -> bool:
        """To the group itself, whose pages may then be named to her: by a role, or over all."""
        return bool(self.role) or self.is_administrator

    @property
    def is_guest(self) -> bool:
        """Here as a guest and nothing more."""
        return bool(self.guest_level) and not self.belongs

    @property
    def can_see_owner(self) -> bool:
        """Entries kept between the carrying collectivités and the facilitators."""
        return self.carries or self.is_facilitator

    @property
    def audiences(self) -> list[str]:
        """The audiences of the rows of this space that she may read."""
        if self.can_see_owner:
            return [Audience.OWNER, Audience.SPACE, Audience.PUBLIC]
        return [Audience.SPACE, Audience.PUBLIC] if self.can_read else [Audience.PUBLIC]

    @property
    def can_discuss(self) -> bool:
        """Everyone who belongs discusses; a guest from commenter up."""
        return self.writable and (self.belongs or self.guest_level in DISCUSS)

    @property
    def can_contribute(self) -> bool:
        """Add journal entries and documents: carriers and contributor guests in an experimentation,
        members in a group's own space, facilitators (marked as such) in both."""
        if not self.writable:
            return False
        if self.is_facilitator or self.guest_level == GuestLevel.CONTRIBUTOR:
            return True
        return self.carries if self.kind == SpaceKind.EXPERIMENTATION else self.role == Role.MEMBER

    @property
    def can_manage(self) -> bool:
        """Change what the space is about: describe, plan, name partners, invite guests."""
        if not self.writable:
            return False
        return self.is_facilitator or (self.kind == SpaceKind.EXPERIMENTATION and self.carries)

    @property
    def can_moderate(self) -> bool:
        """Hide, restore, lock: the facilitators of the group."""
        return self.writable and self.is_facilitator


def _annotated(spaces, user, now: datetime):
    """`spaces` with what `_access` needs of `user` (her id): one query, whatever their number."""
    membership = Membership.objects.active().filter(user=user, group=OuterRef("group"))
    guest = GuestAccess.objects.active(now).filter(
        Exists(
            SpaceUserObjectPermission.objects.filter(
                user=user, content_object=OuterRef("space"), permission__codename="read_space"
            )
        ),
        user=user,
        space=OuterRef("pk"),
    )
    return spaces.annotate(
        group_state=F("group__state"),
        my_place=Subquery(
            membership.values(
                found=JSONObject(
                    role="role", organisation="organisation", charter="charter_accepted"
                )
            )[:1]
        ),
        my_collectivity_withdrew=Exists(
            Engagement.objects.filter(
                group=OuterRef("group"),
                status=EngagementStatus.WITHDRAWN,
                organisation__memberships__user=user,
                organisation__memberships__ended_at=None,
                organisation__memberships__group=OuterRef("group"),
            )
        ),
        i_carry=Exists(
            Carrier.objects.filter(
                space=OuterRef("pk"),
                organisation__memberships__user=user,
                organisation__memberships__ended_at=None,
                organisation__memberships__role=Role.MEMBER,
                organisation__memberships__group=OuterRef("group"),
            )
        ),
        my_suspended_until=Subquery(
            Suspension.objects.active(now)
            .filter(user=user, group=OuterRef("group"))
            .order_by("-until")
            .values("until")[:1]
        ),
        my_guest=Subquery(
            guest.values(
                found=JSONObject(
                    pk="pk",
                    level="level",
                    until="until",
                    organisation="organisation",
                    charter="charter_accepted",
                )
            )[:1]
        ),
    )


def _guest(found: dict | None) -> tuple[str, datetime | None]:
    """Level and end of a guest's access, from the text of the database: SQLite's names no zone."""
    if found is None:
        return "", None
    until = datetime.fromisoformat(found["until"])
    return found["level"], until if until.tzinfo else until.replace(tzinfo=UTC)


def _authorship(space: Space, user) -> Authorship:
    if space.my_place:
        return Authorship(space.my_place["organisation"], space.my_place["role"])
    if space.my_guest:
        return Authorship(space.my_guest["organisation"], "guest")
    return Authorship(None, "admin" if user.is_superuser else "")


def _access(space: Space, user) -> Access:
    place = space.my_place or {}
    role = place.get("role", "")
    guest_level, until = _guest(space.my_guest)
    withdrawn = space.my_collectivity_withdrew and role != Role.FACILITATOR
    facilitates = role == Role.FACILITATOR or user.is_superuser
    suspended_until = None if facilitates else space.my_suspended_until
    if user.is_superuser and not role:
        visits.note(user, space.group_id)
    access_id = None
    if guest_level and not role and not user.is_superuser:
        access_id = space.my_guest["pk"]
        visits.note_guest(user, access_id)
    return Access(
        space_id=space.pk,
        group_id=space.group_id,
        kind=space.kind,
        role=role,
        carries=space.i_carry,
        guest_level=guest_level,
        guest_access_id=access_id,
        until=None if role else until,
        charter_accepted=(place or space.my_guest or {}).get("charter", 0),
        authorship=_authorship(space, user),
        writable=space.group_state != GroupState.ARCHIVED
        and not withdrawn
        and suspended_until is None,
        suspended_until=suspended_until,
        is_administrator=user.is_superuser,
    )


def _nobody(space: Space) -> Access:
    return Access(space_id=space.pk, group_id=space.group_id, kind=space.kind)


class SpacesWithAccess:
    """`SpacesWithAccess(spaces)(user, name=value, …)`: the rows of `spaces(name=value, …)`, each
    with what `user` may do there, as pairs. One query for all of it, composed once: see `Prepared`.
    """

    def __init__(self, spaces: Callable):
        self._spaces = spaces
        self._prepared = Prepared(
            lambda person, now, **values: _annotated(spaces(**values), person, now)
        )

    def __call__(self, user, **values: Any) -> list[tuple[Space, Access]]:
        if not user.is_authenticated or not user.is_active:
            return [(space, _nobody(space)) for space in self._spaces(**values)]
        rows = self._prepared(person=user.pk, now=timezone.now(), **values)
        return [(space, _access(space, user)) for space in rows]


_space = SpacesWithAccess(lambda pk: Space.objects.filter(pk=pk))


def space_access(user, space: Space) -> Access:
    """What `user` may do in `space`. One query; none for someone unknown."""
    if not user.is_authenticated or not user.is_active:
        return _nobody(space)
    return next((access for _row, access in _space(user, pk=space.pk)), _nobody(space))


def authorship(user, space: Space) -> Authorship:
    """For whom `user` writes in `space`: her membership in its group, else her guest access to it.
    One query."""
    return space_access(user, space).authorship


@dataclass(frozen=True, slots=True)
class Reader:
    """What an open connection needs to know of one reader of a space: when her access ends by
    itself, and whether she may discuss there (`Access.can_discuss`)."""

    until: datetime | None
    can_discuss: bool


def readers_of(space_id: int, user_ids) -> dict[Any, Reader]:
    """Which of `user_ids` may still read the space, by id. One query, whatever their number; used
    to re-check open connections."""
    from django.contrib.auth import get_user_model

    now = timezone.now()
    group = Space.objects.filter(pk=space_id).values("group")
    people = get_user_model().objects.filter(pk__in=user_ids, is_active=True)
    role = Membership.objects.active().filter(user=OuterRef("pk"), group__in=group)
    guest = GuestAccess.objects.active(now).filter(
        Exists(
            SpaceUserObjectPermission.objects.filter(
                user=OuterRef("user"), content_object=space_id, permission__codename="read_space"
            )
        ),
        user=OuterRef("pk"),
        space=space_id,
    )
    rows = people.annotate(
        role=Subquery(role.values("role")[:1]),
        guest_until=Subquery(guest.values("until")[:1]),
        guest_level=Subquery(guest.values("level")[:1]),
        group_state=Subquery(group.values("group__state")),
        withdrawn=Exists(
            Engagement.objects.filter(
                group__in=group,
                status=EngagementStatus.WITHDRAWN,
                organisation__memberships__user=OuterRef("pk"),
                organisation__memberships__ended_at=None,
                organisation__memberships__group__in=group,
            )
        ),
        suspended=Exists(
            Suspension.objects.active(now).filter(user=OuterRef("pk"), group__in=group)
        ),
    ).filter(Q(is_superuser=True) | Q(role__isnull=False) | Q(guest_until__isnull=False))
    return {row.pk: _reader(row) for row in rows}


def _reader(row) -> Reader:
    belongs = row.role is not None or row.is_superuser
    facilitates = row.role == Role.FACILITATOR or row.is_superuser
    writable = (
        row.group_state != GroupState.ARCHIVED
        and not (row.withdrawn and row.role != Role.FACILITATOR)
        and not (row.suspended and not facilitates)
    )
    return Reader(
        until=None if belongs else row.guest_until,
        can_discuss=writable and (belongs or row.guest_level in DISCUSS),
    )


def spaces_entered_by(user_ids) -> tuple[dict[int, int], dict]:
    """The spaces that these people enter by a role or as guests: {space: its access version}, and
    {user id: {space: end of access or None}}. Three queries, whatever their number.

    For what is told of every space at once: an administrator has here her own groups, since what
    she only visits is journalled.
    """
    roles = Membership.objects.active().filter(user__in=user_ids, user__is_active=True)
    grants = SpaceUserObjectPermission.objects.filter(
        user=OuterRef("user"),
        content_object=OuterRef("space"),
        permission__codename="read_space",
    )
    guests = GuestAccess.objects.active().filter(
        Exists(grants), user__in=user_ids, user__is_active=True
    )
    # Versions are read first: the rights are as new as them, or newer.
    entered = Q(group__in=roles.values("group")) | Q(pk__in=guests.values("space"))
    versions: dict[int, int] = {}
    by_group: dict[int, list[int]] = {}
    for pk, group_id, version in Space.objects.filter(entered).values_list(
        "pk", "group", "access_version"
    ):
        versions[pk] = version
        by_group.setdefault(group_id, []).append(pk)
    readers: dict = {user_id: {} for user_id in user_ids}
    for user_id, space_id, until in guests.values_list("user", "space", "until"):
        if space_id in versions:
            readers[user_id][space_id] = until
    for user_id, group_id in roles.values_list("user", "group"):
        readers[user_id] |= dict.fromkeys(by_group.get(group_id, ()))
    return versions, readers
