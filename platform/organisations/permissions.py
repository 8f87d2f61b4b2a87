"""Who may do what to organisations and to the place of people in them.

Names, places and presentations of organisations are public. Who belongs to one is not.
"""

from collections.abc import Callable

from django.db.models import Q

from organisations.enums import Kind
from organisations.models import Affiliation, Organisation

# Higher apps say here in which organisations `user` also vouches for people:
# function(user) -> queryset of organisation ids.
vouching_sources: list[Callable] = []


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
    if not _active(user) or organisation.is_gone:
        return False
    mine = organisation.kind == Kind.PARTNER and organisation.created_by_id == user.pk
    return mine or user.is_superuser or is_referent(user, organisation)


def can_mark_network_member(user, organisation: Organisation) -> bool:
    """The network knows its own members: its administrators mark them."""
    return _active(user) and user.is_superuser and not organisation.is_gone


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
    return _active(user) and not organisation.is_gone


def can_vouch_in(user, organisation: Organisation) -> bool:
    """Its referents vouch for colleagues, network administrators for anyone."""
    return _active(user) and (user.is_superuser or is_referent(user, organisation))


def claims_answered_by(user) -> Q:
    """The affiliations that `user` may confirm or refuse: of her own organisations where she is
    referent, and where other rooms of the house let her vouch (facilitators, for the collectivités
    of their groups); any, for network administrators. Nobody vouches for herself."""
    if not _active(user):
        return Q(pk__in=())
    others = ~Q(user=user)
    if user.is_superuser:
        return others
    mine = Affiliation.objects.current().verified().filter(user=user, is_referent=True)
    where = Q(organisation__in=mine.values("organisation"))
    for source in vouching_sources:
        where |= Q(organisation__in=source(user))
    return others & where


def can_answer_claims(user) -> bool:
    """Whoever vouches somewhere reads the claims that wait for her."""
    if not _active(user):
        return False
    return (
        user.is_superuser
        or Affiliation.objects.current().verified().filter(user=user, is_referent=True).exists()
        or any(source(user).exists() for source in vouching_sources)
    )


def can_verify_affiliation(user, affiliation: Affiliation) -> bool:
    """Whoever answers claims there; a facilitator vouches too by admitting the person: groups has
    that rule, and calls the service."""
    return Affiliation.objects.filter(claims_answered_by(user), pk=affiliation.pk).exists()


def can_list_domains(user, organisation: Organisation) -> bool:
    """A listed domain vouches for whoever has an address there: only administrators list one."""
    return _active(user) and user.is_superuser and not organisation.is_gone


def can_end_affiliation(user, affiliation: Affiliation) -> bool:
    """A person leaves by herself; referents and network administrators may say she has left."""
    if not _active(user):
        return False
    return affiliation.user_id == user.pk or can_vouch_in(user, affiliation.organisation)


def can_name_referent(user, affiliation: Affiliation) -> bool:
    """Referents and network administrators name referents, among people already vouched for."""
    return affiliation.verified_at is not None and can_vouch_in(user, affiliation.organisation)


def can_end_referent(user, affiliation: Affiliation) -> bool:
    """A referent steps down by herself (the service keeps one); network administrators decide."""
    mine = affiliation.user_id == user.pk and affiliation.is_referent
    return _active(user) and (user.is_superuser or mine)


def can_leave_without_referent(user) -> bool:
    """Only network administrators may leave an organisation without any referent."""
    return _active(user) and user.is_superuser


def can_merge(user) -> bool:
    """Network administrators say that two organisations are one."""
    return _active(user) and user.is_superuser
