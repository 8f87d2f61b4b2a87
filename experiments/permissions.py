"""Who may do what in an experimentation; reading is `visible_to`. The table: docs/permissions.md.

All but the creation read the person's Access to the experimentation's space.
"""

from django.db.models import Exists, QuerySet

from common.models import Audience
from discussions.models import Message
from experiments.models import Experimentation, JournalEntry, PlannedAction
from groups.enums import EngagementStatus, GroupState, Role
from groups.models import Membership, Suspension, WorkingGroup
from groups.permissions import Access
from organisations.models import Organisation


def owners_allowed(user, group: WorkingGroup):
    """The collectivités for which `user` may describe a new experimentation in `group`: her own if
    it is engaged; for a facilitator, every engaged one. One query; none in an archived group."""
    if not user.is_authenticated or not user.is_active or group.state == GroupState.ARCHIVED:
        return Organisation.objects.none()
    engaged = Organisation.objects.filter(
        engagements__group=group, engagements__status=EngagementStatus.ENGAGED
    )
    if user.is_superuser:
        return engaged
    suspensions = Suspension.objects.active().filter(user=user, group=group)
    mine = Membership.objects.active().filter(user=user, group=group)
    mine = mine.annotate(is_suspended=Exists(suspensions))
    membership = mine.values_list("role", "organisation_id", "is_suspended").first()
    if membership is None:
        return Organisation.objects.none()
    role, organisation_id, is_suspended = membership
    if role == Role.FACILITATOR:
        return engaged
    if is_suspended:
        return engaged.none()
    return engaged.filter(pk=organisation_id) if role == Role.MEMBER else engaged.none()


def can_edit_experimentation(access: Access) -> bool:
    """The carrying collectivités and the facilitators describe it, move its stage, name its
    partners and fundings, plan its actions and say who may see it."""
    return access.can_manage


def can_add_entry(access: Access) -> bool:
    """Carriers, facilitators (marked as such) and contributor guests write in the journal."""
    return access.can_contribute


def audiences_allowed(access: Access) -> list[str]:
    """For whom a person may write: a guest always for the space, the others choose."""
    if access.is_guest:
        return [Audience.SPACE]
    return [Audience.OWNER, Audience.SPACE, Audience.PUBLIC]


def can_edit_entry(user, access: Access, entry: JournalEntry) -> bool:
    """Its author while she may still write there; those who manage, and the entry then says who
    corrected it."""
    if access.can_manage:
        return True
    return access.can_contribute and entry.author_id == user.pk


def can_complete_action(user, access: Access, action: PlannedAction) -> bool:
    """Those who manage, and the person in charge of it, guest or not, say how far it is."""
    if access.can_manage:
        return True
    return access.writable and access.can_read and action.assignee_id == user.pk


def can_keep_message(message: Message) -> bool:
    """Words that everybody in the thread reads may be kept in a journal; nothing else may."""
    return message.is_visible and bool(message.body.strip())


def can_see_contacts(access: Access) -> bool:
    """Whom to ask in a partner structure is for those who enter the space, not for visitors."""
    return access.can_read


def can_invite_guests(access: Access, experimentation: Experimentation) -> bool:
    """Carriers and facilitators open this experimentation, and nothing else, to a guest."""
    return access.space_id == experimentation.space_id and access.can_manage


def parts_across_groups(user, *, apart: bool = True) -> tuple[QuerySet, QuerySet]:
    """The experimentations that lists of every group show `user`, in two parts, each found by an
    index of its own: those of her own places, and those that everybody reads; of these, only the
    others if they are to be `apart`, which costs a little.

    Together they are `visible_to(user)`, since none is kept between its carriers; but for an
    administrator, who finds there her own groups only: what she visits is journalled, page by page.
    """
    rows = Experimentation.objects
    public = rows.visible_to(None)
    if user is None or not user.is_authenticated or not user.is_active:
        return rows.none(), public
    return rows.in_own_places(user), public.outside_own_places(user) if apart else public
