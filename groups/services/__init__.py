"""Every write about groups, who belongs to them and who visits their spaces.

Each function is atomic. Whatever changes a group's people first locks the group's row, so that two
acts at once give one clear outcome; whatever changes who may see a space raises its
`access_version` in the same transaction and announces it on commit.
"""

from groups.services.calls import (
    answer_call,
    close_call,
    decide_answer,
    publish_call,
    save_call,
    update_answer,
    withdraw_answer,
)
from groups.services.engagements import engage_collectivity, withdraw_engagement
from groups.services.errors import (
    AlreadyAnsweredError,
    AlreadyDecidedError,
    AlreadyInsideError,
    AlreadyInvitedError,
    ArchivedError,
    CallClosedError,
    ChangedMeanwhileError,
    InvitationUnusableError,
    LastFacilitatorError,
    NotInsideError,
    OwnPlaceError,
    PeriodError,
    RecipientError,
    RuleError,
    SuspensionError,
    TooManyAnswersError,
    TooManyInvitationsError,
    TooSoonError,
    UnsuitableOrganisationError,
    WrongAddressError,
)
from groups.services.groups import change_state, create_group, record_visits, update_group
from groups.services.guests import (
    change_guest_access,
    end_guest_access,
    grant_guest_access,
    restore_guest_access,
)
from groups.services.invitations import (
    accept_invitation,
    decline_invitation,
    invite_guest,
    invite_member,
    resend_invitation,
    revoke_invitation,
)
from groups.services.memberships import (
    add_membership,
    change_role,
    confirm_place,
    end_membership,
    restore_membership,
)
from groups.services.suspensions import lift_suspension, suspend_member

__all__ = [
    "AlreadyAnsweredError",
    "AlreadyDecidedError",
    "AlreadyInsideError",
    "AlreadyInvitedError",
    "ArchivedError",
    "CallClosedError",
    "ChangedMeanwhileError",
    "InvitationUnusableError",
    "LastFacilitatorError",
    "NotInsideError",
    "OwnPlaceError",
    "PeriodError",
    "RecipientError",
    "RuleError",
    "SuspensionError",
    "TooManyAnswersError",
    "TooManyInvitationsError",
    "TooSoonError",
    "UnsuitableOrganisationError",
    "WrongAddressError",
    "accept_invitation",
    "add_membership",
    "answer_call",
    "change_guest_access",
    "change_role",
    "change_state",
    "close_call",
    "confirm_place",
    "create_group",
    "decide_answer",
    "decline_invitation",
    "end_guest_access",
    "end_membership",
    "engage_collectivity",
    "grant_guest_access",
    "invite_guest",
    "invite_member",
    "lift_suspension",
    "publish_call",
    "record_visits",
    "resend_invitation",
    "restore_guest_access",
    "restore_membership",
    "revoke_invitation",
    "save_call",
    "suspend_member",
    "update_answer",
    "update_group",
    "withdraw_answer",
    "withdraw_engagement",
]
