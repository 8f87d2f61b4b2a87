"""What must agree about who belongs, and does not: roles, dated accesses, guardian's grants,
invitations, spaces and their carriers.

Services keep them in step in one transaction each; what is found here came another way (a restored
backup, a hand in the database, an error of ours).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from audit.services import record
from groups.enums import EngagementStatus, GroupState, Role, SpaceKind
from groups.models import (
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    Space,
    SpaceGroupObjectPermission,
    SpaceUserObjectPermission,
    WorkingGroup,
)
from groups.permissions import GRANTS
from groups.services.guests import close_accesses, write_grants
from groups.services.invitations import unusable_reason
from groups.services.shared import lock_group, raise_group_access, raise_space_access


@dataclass(frozen=True, slots=True)
class Drift:
    """One thing that does not agree: `kind` is its code, `what` says it with identifiers only.

    `repair` makes it agree by taking away, never by opening more than the truth says; None where
    only a person can decide.
    """

    kind: str
    what: str
    group_id: int
    repair: Callable[[], None] | None = None


def find_drift() -> list[Drift]:
    """All that does not agree at this moment. A fixed number of queries, but for pending
    invitations: one or two each."""
    return [drift for find in _FINDERS for drift in find()]


@transaction.atomic
def repair_drift(drift: Drift) -> bool:
    """Make it agree, with a line in the journal. False where only a person can decide."""
    if drift.repair is None:
        return False
    lock_group(drift.group_id, writable=False)
    drift.repair()
    record(action="access.repaired", group_id=drift.group_id, kind=drift.kind, what=drift.what)
    return True


# Guests --------------------------------------------------------------------------------------


def _grants() -> Iterator[Drift]:
    """Guardian's grants follow the open accesses, level for level."""
    held: dict[tuple, set[str]] = defaultdict(set)
    rows = SpaceUserObjectPermission.objects.values_list(
        "user", "content_object", "content_object__group", "permission__codename"
    )
    groups = {}
    for user_id, space_id, group_id, codename in rows:
        held[user_id, space_id].add(codename)
        groups[space_id] = group_id
    due = {}
    accesses = GuestAccess.objects.filter(ended_at=None)
    for user_id, space_id, group_id, level in accesses.values_list(
        "user", "space", "space__group", "level"
    ):
        due[user_id, space_id] = level
        groups[space_id] = group_id
    for key in held.keys() | due.keys():
        user_id, space_id = key
        level = due.get(key, "")
        if held.get(key, set()) != set(GRANTS[level] if level else ()):
            yield Drift(
                "grants",
                f"espace {space_id}, personne {user_id} : droits {sorted(held.get(key, ()))}, "
                f"accès {level or 'aucun'}",
                groups[space_id],
                _rewriting(user_id, space_id, level),
            )


def _rewriting(user_id, space_id: int, level: str) -> Callable[[], None]:
    def repair() -> None:
        write_grants(user_id=user_id, space_id=space_id, level=level)
        raise_space_access(space_id)

    return repair


def _closing(access: GuestAccess) -> Callable[[], None]:
    def repair() -> None:
        close_accesses(GuestAccess.objects.filter(pk=access.pk, ended_at=None), by=None)
        raise_space_access(access.space_id)

    return repair


def _guests() -> Iterator[Drift]:
    """A member is never a guest too."""
    belongs = Membership.objects.active().filter(
        user=OuterRef("user"), group=OuterRef("space__group")
    )
    both = GuestAccess.objects.filter(Exists(belongs), ended_at=None)
    for access in both.select_related("space"):
        yield Drift(
            "guest_and_member",
            f"accès {access.pk} : la personne {access.user_id} a aussi un rôle dans le groupe",
            access.space.group_id,
            _closing(access),
        )


def _group_grants() -> Iterator[Drift]:
    """Guardian's other table stays empty."""
    for grant in SpaceGroupObjectPermission.objects.select_related("content_object"):
        yield Drift(
            "group_grant",
            f"droit {grant.pk} donné à un ensemble de comptes sur l’espace "
            f"{grant.content_object_id}",
            grant.content_object.group_id,
            grant.delete,
        )


# Roles ---------------------------------------------------------------------------------------


def _roles() -> Iterator[Drift]:
    """A member acts for a collectivité that is engaged, or was until it withdrew."""
    engagement = Engagement.objects.filter(
        group=OuterRef("group"), organisation=OuterRef("organisation")
    )
    rows = Membership.objects.active().filter(role=Role.MEMBER)
    rows = rows.annotate(engaged_as=engagement.values("status")[:1])
    for membership in rows:
        if membership.engaged_as not in {EngagementStatus.ENGAGED, EngagementStatus.WITHDRAWN}:
            yield Drift(
                "role",
                f"adhésion {membership.pk} : membre pour {membership.organisation_id or 'personne'}"
                f" ({membership.engaged_as or 'absente du groupe'})",
                membership.group_id,
                _observing(membership),
            )


def _observing(membership: Membership) -> Callable[[], None]:
    def repair() -> None:
        rows = Membership.objects.active().filter(pk=membership.pk, role=Role.MEMBER)
        if rows.update(role=Role.OBSERVER, updated_at=timezone.now()):
            raise_group_access(membership.group_id)

    return repair


def _facilitators() -> Iterator[Drift]:
    """Somebody facilitates every group that lives."""
    facilitated = Membership.objects.active().filter(
        group=OuterRef("pk"), role=Role.FACILITATOR, user__is_active=True
    )
    for group in WorkingGroup.objects.exclude(state=GroupState.ARCHIVED).exclude(
        Exists(facilitated)
    ):
        yield Drift("no_facilitator", f"groupe {group.slug} : personne ne l’anime", group.pk)


# Spaces and invitations ----------------------------------------------------------------------


def _spaces() -> Iterator[Drift]:
    """Every group has a space of its own, every experimentation's space one lead carrier, the
    owner."""
    own = Space.objects.filter(group=OuterRef("pk"), kind=SpaceKind.GROUP)
    for group in WorkingGroup.objects.exclude(Exists(own)):
        yield Drift("no_space", f"groupe {group.slug} : pas d’espace", group.pk)
    leads = Count("carriers", filter=Q(carriers__is_lead=True))
    rows = Space.objects.filter(kind=SpaceKind.EXPERIMENTATION).annotate(leads=leads)
    for space in rows.exclude(leads=1):
        yield Drift("carriers", f"espace {space.pk} : {space.leads} porteuse", space.group_id)


def _invitations() -> Iterator[Drift]:
    """The sender of what waits may still give it. A group that is archived may come back: its
    invitations wait with it."""
    rows = Invitation.objects.pending().select_related("group", "space", "invited_by")
    for invitation in rows:
        if unusable_reason(invitation) == "revoked":
            yield Drift(
                "invitation",
                f"invitation {invitation.pk} : qui l’a envoyée ne peut plus rien ouvrir ici",
                invitation.group_id,
                _revoking(invitation),
            )


def _revoking(invitation: Invitation) -> Callable[[], None]:
    def repair() -> None:
        rows = Invitation.objects.unanswered().filter(pk=invitation.pk)
        rows.update(revoked_at=timezone.now(), updated_at=timezone.now())

    return repair


_FINDERS = [_grants, _guests, _group_grants, _roles, _facilitators, _spaces, _invitations]
