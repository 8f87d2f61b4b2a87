"""Every write about groups, who belongs to them and who visits their spaces.

Each function is atomic. Whatever changes a group's people first locks the group's row, so that two
acts at once give one clear outcome; whatever changes who may see a space raises its
`access_version` in the same transaction and announces it on commit.
"""

from groups.services.addresses import ask_other_address, confirm_address, refuse_address
from groups.services.calls import (
    answer_call,
    close_call,
    decide_answer,
    publish_call,
    save_call,
    update_answer,
    withdraw_answer,
)
from groups.services.charter import accept_charter
from groups.services.engagements import engage_collectivity, withdraw_engagement
from groups.services.errors import (
    AddressAskedError,
    AlreadyAnsweredError,
    AlreadyDecidedError,
    AlreadyInsideError,
    AlreadyInvitedError,
    AlreadySettledError,
    ArchivedError,
    CallClosedError,
    ChangedMeanwhileError,
    CharterChangedError,
    InvitationUnusableError,
    LastFacilitatorError,
    NotInsideError,
    OwnPlaceError,
    PeriodError,
    RecipientError,
    RuleError,
    TooManyAnswersError,
    TooManyInvitationsError,
    TooSoonError,
    UnprovedAddressError,
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

__all__ = [
    "AddressAskedError",
    "AlreadyAnsweredError",
    "AlreadyDecidedError",
    "AlreadyInsideError",
    "AlreadyInvitedError",
    "AlreadySettledError",
    "ArchivedError",
    "CallClosedError",
    "ChangedMeanwhileError",
    "CharterChangedError",
    "InvitationUnusableError",
    "LastFacilitatorError",
    "NotInsideError",
    "OwnPlaceError",
    "PeriodError",
    "RecipientError",
    "RuleError",
    "TooManyAnswersError",
    "TooManyInvitationsError",
    "TooSoonError",
    "UnprovedAddressError",
    "UnsuitableOrganisationError",
    "WrongAddressError",
    "accept_charter",
    "accept_invitation",
    "add_membership",
    "answer_call",
    "ask_other_address",
    "change_guest_access",
    "change_role",
    "change_state",
    "close_call",
    "confirm_address",
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
    "publish_call",
    "record_visits",
    "refuse_address",
    "resend_invitation",
    "restore_guest_access",
    "restore_membership",
    "revoke_invitation",
    "save_call",
    "update_answer",
    "update_group",
    "withdraw_answer",
    "withdraw_engagement",
]
