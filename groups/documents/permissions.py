"""Who may do what with documents. Reading is `visible_to`; docs/permissions.md has the table.

All read the person's Access to the space that the document belongs to.
"""

from common.models import Audience
from groups.documents.models import Document
from groups.enums import SpaceKind
from groups.permissions import Access


def can_add_document(access: Access) -> bool:
    """Members in the group's space; carriers and contributor guests in an experimentation's;
    facilitators in both."""
    return access.can_contribute


def can_edit_document(user, access: Access, document: Document) -> bool:
    """Who shared it, while she may still contribute there, and those who manage the space."""
    if access.can_manage:
        return True
    return access.can_contribute and document.author_id == user.pk


def audiences_allowed(access: Access) -> list[str]:
    """For whom a person may share: a guest always for the space; in a group's own space nobody
    carries, so that « owner » there means the facilitators, who alone may choose it."""
    if access.is_guest:
        return [Audience.SPACE]
    if access.kind == SpaceKind.GROUP and not access.is_facilitator:
        return [Audience.SPACE, Audience.PUBLIC]
    return [Audience.OWNER, Audience.SPACE, Audience.PUBLIC]
