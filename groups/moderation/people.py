"""A person of a group, as something to report, and whose writing may be suspended."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groups.enums import Role, SpaceKind
from groups.models import Membership, Space, Suspension
from groups.moderation.enums import Verb
from groups.moderation.registry import Kind, Thing, register
from groups.permissions import space_access
from groups.services import lift_suspension, suspend_member

KEY = "personne"


def _find(pk: int) -> Thing | None:
    rows = Membership.objects.active().filter(pk=pk)
    membership = rows.select_related("user", "organisation").first()
    if membership is None:
        return None
    space = Space.objects.select_related("group").get(
        group=membership.group_id, kind=SpaceKind.GROUP
    )
    name = str(membership.user)
    if membership.organisation:
        name = f"{name}, {membership.organisation}"
    standing = Suspension.objects.active().filter(group=space.group, user=membership.user).first()
    facts = ()
    if standing:
        verbs = (Verb.LIFT,)
        day = date_format(standing.until, "j F Y")
        facts = (_("Écriture suspendue jusqu’au %(day)s.") % {"day": day},)
    else:
        verbs = () if membership.role == Role.FACILITATOR else (Verb.SUSPEND,)
    return Thing(
        kind=KEY,
        pk=membership.pk,
        space=space,
        label=name,
        person=membership.user,
        url=reverse("group_members", args=[space.group.slug]),
        verbs=verbs,
        facts=facts,
    )


def _seen(user, pk: int) -> Thing | None:
    """Whoever may enter the group's own space reads the list of its members."""
    thing = _find(pk)
    if thing is None or not space_access(user, thing.space).can_read:
        return None
    return thing


def _act(pk: int, verb: str, *, by, reason: str, data: dict) -> None:
    membership = Membership.objects.get(pk=pk)
    if verb == Verb.SUSPEND:
        suspend_member(membership=membership, days=data["days"], by=by)
    else:
        lift_suspension(membership=membership, by=by)


def register_people() -> None:
    """Called once, when the app is ready."""
    register(Kind(key=KEY, name=gettext_lazy("cette personne"), find=_find, seen=_seen, act=_act))
