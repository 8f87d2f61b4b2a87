"""Who may do what with a sheet. The table: docs/permissions.md."""

from django.db.models import QuerySet

from experiments.sheets.enums import Origin
from experiments.sheets.models import ExperienceSheet, Signature
from groups.permissions import Access
from groups.services.invitations import holds_address
from organisations.models import Affiliation, Organisation


def can_read_draft(access: Access) -> bool:
    """What is being written, its versions and signatures: the carriers and the facilitators, as
    for what is kept between them. Everybody else reads what is published."""
    return access.can_see_owner


def can_write_sheet(access: Access, sheet: ExperienceSheet | None = None) -> bool:
    """Those who describe the experimentation write its sheet and ask for its signatures. What the
    network took from its own pages is the facilitators' to write: nobody signs it."""
    if sheet is not None and sheet.origin == Origin.NETWORK:
        return access.can_manage and access.is_facilitator
    return access.can_manage


def can_adopt_page(access: Access) -> bool:
    """The facilitators make the sheet of an experimentation from what the network's public pages
    say of it: adr/0013."""
    return access.is_facilitator and access.can_manage


def can_publish_sheet(access: Access) -> bool:
    """The facilitators, once everybody has signed: the service asks that again."""
    return access.is_facilitator and access.can_manage


def can_withdraw_sheet(access: Access) -> bool:
    """A collectivité may take back what it said, without waiting for the facilitators."""
    return access.can_manage


def referents_of(organisation: Organisation) -> QuerySet:
    """The confirmed referents who may sign in the name of `organisation` today."""
    return (
        Affiliation.objects.current()
        .verified()
        .filter(organisation=organisation, is_referent=True, user__is_active=True)
    )


def can_sign(user, signature: Signature) -> bool:
    """A referent of the organisation; for a partner, also whoever has proved the asked address.

    Never somebody else in its place, the facilitators and the administrators included: where the
    collectivité has no referent, one is named first.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if referents_of(signature.organisation).filter(user=user).exists():
        return True
    return not signature.is_owner and holds_address(user, signature.email)
