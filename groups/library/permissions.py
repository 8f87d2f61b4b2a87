"""Who reads and who keeps the library. docs/permissions.md has the rules in words."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from groups.enums import Role
from groups.library.enums import State
from groups.library.models import Resource
from groups.models import Membership
from organisations.enums import Kind as OrganisationKind
from organisations.models import Affiliation, Organisation


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person is to the library. `belongs`: to the network, so that she reads what is
    private and suggests; `keeps`: facilitates a group, whichever, or administers the network."""

    pk: int | None = None
    belongs: bool = False
    keeps: bool = False


VISITOR = Standing()


def standing_of(user) -> Standing:
    """One query, none for a visitor. Members of the network are the people who have a role in a
    group, and those with a confirmed place in the network or in a collectivité that is a member of
    it. Guests are not: what they are shown is the space they are invited to."""
    if not user.is_authenticated or not user.is_active:
        return VISITOR
    roles = Membership.objects.active().filter(user=OuterRef("pk"))
    adherent = Organisation.objects.adherent().values("pk")
    places = (
        Affiliation.objects.current()
        .verified()
        .filter(user=OuterRef("pk"))
        .filter(Q(organisation__kind=OrganisationKind.NETWORK) | Q(organisation__in=adherent))
    )
    belongs, keeps = (
        User.objects.filter(pk=user.pk)
        .annotate(
            belongs=Exists(roles) | Exists(places),
            keeps=Exists(roles.filter(role=Role.FACILITATOR)),
        )
        .values_list("belongs", "keeps")
        .get()
    )
    return Standing(user.pk, belongs=belongs or user.is_superuser, keeps=keeps or user.is_superuser)


def readable_by(standing: Standing) -> Q:
    """What of the library this person may read: what is accepted, if it is for her; her own
    suggestions, whatever became of them; all that is not removed for who keeps it."""
    if standing.keeps:
        return ~Q(state=State.REMOVED)
    accepted = Q(state=State.ACCEPTED)
    if not standing.belongs:
        accepted &= Q(is_private=False)
    if standing.pk is None:
        return accepted
    mine = Q(suggested_by=standing.pk, state__in=[State.SUGGESTED, State.DECLINED])
    return accepted | mine


def can_suggest_resource(standing: Standing) -> bool:
    """Any member of the network."""
    return standing.belongs


def can_keep_library(standing: Standing) -> bool:
    """Accept, decline, remove, import: the facilitators of any group, together, and
    administrators. The library is the network's, as its words are."""
    return standing.keeps


def can_edit_resource(standing: Standing, resource: Resource) -> bool:
    """Who keeps the library; who suggested it, until it is decided. What a sheet put there says
    what the sheet says."""
    if resource.shelf:
        return False
    mine = resource.suggested_by_id is not None and resource.suggested_by_id == standing.pk
    waiting = resource.state == State.SUGGESTED
    return standing.keeps or (standing.belongs and mine and waiting)
