"""Who is asked, and who may answer. The table: docs/permissions.md."""

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet

from experiments.models import Experimentation
from groups.enums import EngagementStatus, Role
from groups.models import Engagement, Membership, Suspension
from groups.permissions import Access
from organisations.models import Affiliation


def can_say_standing(access: Access) -> bool:
    """Those who describe the experimentation say where it is."""
    return access.can_manage


def is_asked(access: Access) -> bool:
    """The carriers are shown the question; facilitators may answer on its page, unasked."""
    return access.carries and access.can_manage


def people_asked(experimentation: Experimentation) -> QuerySet:
    """Who is written to: the referents of the carriers or, where there is none, their other
    agents; in either case those who may write in the experimentation, and so see it. Two
    queries."""
    space = experimentation.space
    members = Membership.objects.active().filter(
        user=OuterRef("pk"),
        group=space.group_id,
        role=Role.MEMBER,
        organisation__carried_spaces__space=space,
    )
    withdrawn = Engagement.objects.filter(
        group=space.group_id,
        organisation=OuterRef("organisation"),
        status=EngagementStatus.WITHDRAWN,
    )
    suspended = Suspension.objects.active().filter(user=OuterRef("pk"), group=space.group_id)
    agents = (
        get_user_model()
        .objects.filter(Exists(members.filter(~Exists(withdrawn))), is_active=True)
        .exclude(Exists(suspended))
        .order_by("pk")
    )
    referents = (
        Affiliation.objects.current()
        .verified()
        .filter(user=OuterRef("pk"), is_referent=True, organisation__carried_spaces__space=space)
    )
    found = agents.filter(Exists(referents))
    return found if found.exists() else agents
