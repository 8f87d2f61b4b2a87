"""Working groups, their spaces, who belongs and who visits; one module for each entity."""

from groups.models.calls import (
    AnswerDraft,
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    CallQuestionAnswer,
)
from groups.models.groups import CharterVersion, WorkingGroup
from groups.models.guests import GuestAccess, GuestOpening
from groups.models.invitations import AddressRequest, Invitation
from groups.models.mixins import AcceptsCharter, Signed, SpaceScoped
from groups.models.people import Engagement, Membership, Suspension
from groups.models.spaces import (
    Carrier,
    Space,
    SpaceGroupObjectPermission,
    SpaceUserObjectPermission,
)

__all__ = [
    "AcceptsCharter",
    "AddressRequest",
    "AnswerDraft",
    "CallAnswer",
    "CallForParticipation",
    "CallQuestion",
    "CallQuestionAnswer",
    "Carrier",
    "CharterVersion",
    "Engagement",
    "GuestAccess",
    "GuestOpening",
    "Invitation",
    "Membership",
    "Signed",
    "Space",
    "SpaceGroupObjectPermission",
    "SpaceScoped",
    "SpaceUserObjectPermission",
    "Suspension",
    "WorkingGroup",
]
