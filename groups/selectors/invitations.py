"""Invitations, and requests to accept one with another address."""

from allauth.account.models import EmailAddress
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Lower
from django.http import Http404
from django.utils import timezone

from common.prepared import Prepared
from groups.enums import Approval
from groups.models import AddressRequest, Invitation, Space, WorkingGroup
from groups.selectors.people import UNDO_FOR
from groups.services.invitations import hashed


def find_invitation(token: str) -> Invitation | None:
    """The invitation whose newest e-mail carries `token`, whatever became of it. One query."""
    return (
        Invitation.objects.select_related("group", "space__group", "organisation", "invited_by")
        .filter(token_hash=hashed(token))
        .first()
    )


def _asked_by_others(rows: QuerySet) -> QuerySet:
    """Invitations with `request_pk`: the oldest request to accept it with another address that
    waits for a decision, or None."""
    waiting = AddressRequest.objects.filter(invitation=OuterRef("pk"), outcome="").order_by("pk")
    return rows.annotate(request_pk=Subquery(waiting.values("pk")[:1]))


def invitations_of(group: WorkingGroup) -> QuerySet:
    """Invitations to a role in the group that wait for an answer, past their date or not, with
    `request_pk`. One query."""
    rows = Invitation.objects.unanswered().filter(group=group, space=None)
    return _asked_by_others(rows).select_related("organisation", "invited_by")


def guest_invitations_of(space: Space) -> QuerySet:
    """Invitations to be a guest of the space that wait for an answer, with `request_pk`, and those
    that the facilitators refused lately. One query."""
    refused = Q(approval=Approval.REFUSED, approval_at__gt=timezone.now() - UNDO_FOR)
    waiting = Q(accepted_at=None, declined_at=None, revoked_at=None)
    rows = Invitation.objects.filter(waiting | refused, space=space)
    return _asked_by_others(rows).select_related("organisation", "invited_by")


def guests_to_approve(group: WorkingGroup) -> QuerySet:
    """Invitations of guests, in any space of the group, that wait for its facilitators."""
    return Invitation.objects.unanswered().filter(group=group, approval=Approval.WAITING)


def get_guest_to_approve(group: WorkingGroup, pk: int) -> Invitation:
    """An invitation of a guest in the group that waits for its facilitators or was settled by
    them; or 404. One query."""
    found = (
        Invitation.objects.filter(group=group, pk=pk)
        .exclude(approval="")
        .select_related("space__group", "organisation", "invited_by", "approval_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


def get_address_request(pk: int, **of) -> AddressRequest:
    """A request about an invitation `of` a group and a space (None: to a role in the group) that
    waits or has been decided; or 404. One query."""
    found = (
        AddressRequest.objects.filter(pk=pk, **{f"invitation__{key}": of[key] for key in of})
        .select_related("user", "decided_by", "invitation__group", "invitation__organisation")
        .first()
    )
    if found is None:
        raise Http404
    return found


def my_address_request(user, invitation: Invitation) -> AddressRequest | None:
    """What `user` asked about the invitation, if she did. One query."""
    return AddressRequest.objects.filter(invitation=invitation, user=user).first()


def _sent_to(user) -> Q:
    """Sent to an address that `user` (or her id) proved: what waits for facilitators was not."""
    mine = EmailAddress.objects.filter(user=user, verified=True)
    return Q(email__in=mine.values_list(Lower("email")), approval__in=["", Approval.GRANTED])


_waiting_for = Prepared(
    lambda person, now: (
        Invitation.objects.pending(now)
        .filter(_sent_to(person))
        .select_related("group", "space", "invited_by")
    )
)


def pending_invitations(user) -> list[Invitation]:
    """What waits for the answer of `user`, at any address that she proved. One query."""
    return _waiting_for(person=user.pk, now=timezone.now())


def get_my_invitation(user, pk: int) -> Invitation:
    """An invitation sent to an address that `user` proved, whatever became of it; or 404. One
    query."""
    invitation = (
        Invitation.objects.select_related("group", "space__group", "organisation", "invited_by")
        .filter(_sent_to(user), pk=pk)
        .first()
    )
    if invitation is None:
        raise Http404
    return invitation
