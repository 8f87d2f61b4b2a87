"""What binds collectivités to a group."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from groups.enums import EngagementStatus, Role
from groups.models import Engagement, Membership, WorkingGroup
from groups.services.errors import UnsuitableOrganisationError
from groups.services.shared import lock_group, raise_group_access
from organisations.enums import Kind
from organisations.models import Organisation

ROLE_OF_STATUS = {
    EngagementStatus.ENGAGED: Role.MEMBER,
    EngagementStatus.MIRROR: Role.OBSERVER,
}


def check_collectivity(organisation: Organisation) -> None:
    """Raise UnsuitableOrganisationError unless it is a local authority: only those commit."""
    if organisation.kind != Kind.COLLECTIVITY:
        raise UnsuitableOrganisationError(_("Choisissez une collectivité."))


def set_engagement(
    *, group: WorkingGroup, organisation: Organisation, status: str, by, commitment: str = ""
) -> Engagement:
    """Record where the collectivité stands; the caller holds the group's lock.

    Its people follow: those of an engaged collectivité are members, those of a mirror one
    observers. A withdrawn one keeps its people, who read what is there and write no more.
    """
    now = timezone.now()
    engagement = Engagement.objects.filter(group=group, organisation=organisation).first()
    before = engagement.status if engagement else ""
    if engagement is None:
        engagement = Engagement(group=group, organisation=organisation)
    engagement.status = status
    engagement.commitment = commitment or engagement.commitment
    engagement.since = engagement.since or timezone.localdate()
    engagement.decided_at = now
    engagement.decided_by = by
    engagement.save()
    if before != status and EngagementStatus.WITHDRAWN in {before, status}:
        # Its people read on, and write no more or again.
        raise_group_access(group.pk)
    people = Membership.objects.active().filter(group=group, organisation=organisation)
    role = ROLE_OF_STATUS.get(status)
    if role is not None:
        moved = people.exclude(role__in=[role, Role.FACILITATOR]).values_list("pk", flat=True)
        moved = list(moved)
        if moved:
            Membership.objects.filter(pk__in=moved).update(role=role, updated_at=now)
            raise_group_access(group.pk)
            record(
                action="membership.roles_followed",
                actor=by,
                target=engagement,
                group_id=group.pk,
                memberships=moved,
                role=role,
            )
    record(
        action="engagement.decided",
        actor=by,
        target=engagement,
        group_id=group.pk,
        organisation=organisation.pk,
        before=before,
        after=status,
    )
    return engagement


@transaction.atomic
def engage_collectivity(
    *, group: WorkingGroup, organisation: Organisation, status: str, by, commitment: str = ""
) -> Engagement:
    """Engage a collectivité (or note it as a mirror one), whether or not it answered a call; also
    brings back one that had withdrawn."""
    check_collectivity(organisation)
    current = lock_group(group.pk)
    return set_engagement(
        group=current, organisation=organisation, status=status, by=by, commitment=commitment
    )


@transaction.atomic
def withdraw_engagement(*, engagement: Engagement, by) -> Engagement:
    """The collectivité leaves: what it wrote stays, and its people write no more. Twice is once."""
    group = lock_group(engagement.group_id)
    current = Engagement.objects.select_related("organisation").get(pk=engagement.pk)
    if current.status == EngagementStatus.WITHDRAWN:
        return current
    return set_engagement(
        group=group,
        organisation=current.organisation,
        status=EngagementStatus.WITHDRAWN,
        by=by,
    )
