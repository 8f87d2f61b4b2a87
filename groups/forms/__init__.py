"""Forms of groups, by entity."""

from groups.forms.calls import AnswerForm, CallForm, DecisionForm, QuestionForm
from groups.forms.groups import GroupForm, GuestApprovalForm, StateForm
from groups.forms.guests import GuestForm, GuestInvitationForm
from groups.forms.invitations import (
    NO_ADDRESS,
    AddressRequestForm,
    MemberInvitationForm,
    RequestDecisionForm,
)
from groups.forms.people import EngageForm, EngagementForm, RoleForm

__all__ = [
    "NO_ADDRESS",
    "AddressRequestForm",
    "AnswerForm",
    "CallForm",
    "DecisionForm",
    "EngageForm",
    "EngagementForm",
    "GroupForm",
    "GuestApprovalForm",
    "GuestForm",
    "GuestInvitationForm",
    "MemberInvitationForm",
    "QuestionForm",
    "RequestDecisionForm",
    "RoleForm",
    "StateForm",
]
