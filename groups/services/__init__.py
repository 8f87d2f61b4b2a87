"""Every write about groups, who belongs to them and who visits their spaces.

Each function is atomic. Whatever changes a group's people first locks the group's row, so that two
acts at once give one clear outcome; whatever changes who may see a space raises its
`access_version` in the same transaction and announces it on commit.
"""

from groups.services.answers import (
    answer_call,
    decide_answer,
    drop_draft,
    export_answers,
    keep_draft,
    update_answer,
    withdraw_answer,
)
from groups.services.calls import close_call, publish_call, save_call
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
from groups.services.questions import (
    add_question,
    edit_question,
    move_question,
    remove_question,
    restore_question,
)

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
    "TooManyAnswersError",
    "TooManyInvitationsError",
    "TooSoonError",
    "UnsuitableOrganisationError",
    "WrongAddressError",
    "accept_invitation",
    "add_membership",
    "add_question",
    "answer_call",
    "change_guest_access",
    "change_role",
    "change_state",
    "close_call",
    "confirm_place",
    "create_group",
    "decide_answer",
    "decline_invitation",
    "drop_draft",
    "edit_question",
    "end_guest_access",
    "end_membership",
    "engage_collectivity",
    "export_answers",
    "grant_guest_access",
    "invite_guest",
    "invite_member",
    "keep_draft",
    "move_question",
    "publish_call",
    "record_visits",
    "remove_question",
    "resend_invitation",
    "restore_guest_access",
    "restore_membership",
    "restore_question",
    "revoke_invitation",
    "save_call",
    "update_answer",
    "update_group",
    "withdraw_answer",
    "withdraw_engagement",
]
