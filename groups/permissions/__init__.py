"""The only place where a role or a guest's grant is read.

`space_access` answers everything about one person in one space with one query; the
`can_<verb>_<noun>` functions give each rule its name and its reason. docs/permissions.md has the
table. Callers that found an object through `visible_to` still ask here before they change it.
"""

from groups.permissions.access import (
    GRANTS,
    Access,
    Reader,
    SpacesWithAccess,
    authorship,
    readers_of,
    space_access,
    spaces_entered_by,
)
from groups.permissions.calls import (
    can_answer_call,
    can_edit_answer,
    can_withdraw_answer,
    speaks_for,
)
from groups.permissions.groups import (
    can_change_group_state,
    can_create_group,
    can_invite_guest,
    can_leave_group,
    can_manage_group,
    can_open_group,
    can_see_as_guest,
    can_see_dormant_groups,
    can_see_invitations,
    groups_known_to,
    must_accept_charter,
    organisations_vouched_for,
)

__all__ = [
    "GRANTS",
    "Access",
    "Reader",
    "SpacesWithAccess",
    "authorship",
    "can_answer_call",
    "can_change_group_state",
    "can_create_group",
    "can_edit_answer",
    "can_invite_guest",
    "can_leave_group",
    "can_manage_group",
    "can_open_group",
    "can_see_as_guest",
    "can_see_dormant_groups",
    "can_see_invitations",
    "can_withdraw_answer",
    "groups_known_to",
    "must_accept_charter",
    "organisations_vouched_for",
    "readers_of",
    "space_access",
    "spaces_entered_by",
    "speaks_for",
]
