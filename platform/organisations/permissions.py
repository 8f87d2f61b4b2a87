"""Who may do what to organisations and to the place of people in them.

Names, places and presentations of organisations are public. Who belongs to one is not.
"""

from organisations.enums import Kind
from organisations.models import Affiliation, Organisation


def _active(user) -> bool:
    return user.is_authenticated and user.is_active


def is_referent(user, organisation: Organisation) -> bool:
    """A referent speaks for her organisation, once somebody has vouched for her."""
    return (
        _active(user)
        and Affiliation.objects.current()
        .verified()
        .filter(user=user, organisation=organisation, is_referent=True)
        .exists()
    )


def can_create_partner(user) -> bool:
    """Partners are named by those who work with them: any account may describe one."""
    return _active(user)


def can_edit_organisation(user, organisation: Organisation) -> bool:
    """Its referents and network administrators keep its public card; so does the person who
    described a partner structure. Official names and figures come from the reference data."""
    if not _active(user) or organisation.is_retired:
        return False
    mine = organisation.kind == Kind.PARTNER and organisation.created_by_id == user.pk
    return mine or user.is_superuser or is_referent(user, organisation)


def can_mark_network_member(user, organisation: Organisation) -> bool:
    """The network knows its own members: its administrators mark them."""
    return _active(user) and user.is_superuser and not organisation.is_retired


def can_see_people(user, organisation: Organisation) -> bool:
    """Colleagues somebody vouched for see each other; outsiders do not learn who works there."""
    if not _active(user):
        return False
    return (
        user.is_superuser
        or Affiliation.objects.current()
        .verified()
        .filter(user=user, organisation=organisation)
        .exists()
    )


def can_declare_affiliation(user, organisation: Organisation) -> bool:
    """Anyone may say where she works; it stays « à confirmer » until somebody vouches."""
    return _active(user) and not organisation.is_retired


def can_vouch_in(user, organisation: Organisation) -> bool:
    """Its referents vouch for colleagues, network administrators for anyone."""
    return _active(user) and (user.is_superuser or is_referent(user, organisation))


def can_verify_affiliation(user, affiliation: Affiliation) -> bool:
    """`can_vouch_in`, but nobody vouches for herself. A facilitator vouches by admitting the
    person: groups has that rule, and calls the service."""
    return affiliation.user_id != user.pk and can_vouch_in(user, affiliation.organisation)


def can_end_affiliation(user, affiliation: Affiliation) -> bool:
    """A person leaves by herself; referents and network administrators may say she has left."""
    if not _active(user):
        return False
    return affiliation.user_id == user.pk or can_vouch_in(user, affiliation.organisation)


def can_name_referent(user, affiliation: Affiliation) -> bool:
    """Network administrators name referents, among people already vouched for."""
    return _active(user) and user.is_superuser and affiliation.verified_at is not None
