"""The people of a group, as somebody to report, and whose writing may be suspended."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import date_format
from groups.enums import Role, SpaceKind
from groups.models import GuestAccess, Membership, Space, Suspension
from groups.moderation.enums import Verb
from groups.moderation.registry import Kind, Thing, register
from groups.permissions import space_access
from groups.services import lift_suspension, suspend_writing

MEMBER = "personne"
GUEST = "invite"


def _thing(row: Membership | GuestAccess, *, kind: str, space: Space, url: str) -> Thing:
    """The person of a membership or of a guest's access, as she is in the group of `space`."""
    name = str(row.user)
    if row.organisation:
        name = f"{name}, {row.organisation}"
    standing = Suspension.objects.active().filter(group=space.group, user=row.user).first()
    facts = ()
    if standing:
        verbs = (Verb.LIFT,)
        day = date_format(standing.until, "j F Y")
        facts = (_("Écriture suspendue jusqu’au %(day)s.") % {"day": day},)
    else:
        facilitates = getattr(row, "role", "") == Role.FACILITATOR or row.user.is_superuser
        verbs = () if facilitates else (Verb.SUSPEND,)
    return Thing(
        kind=kind,
        pk=row.pk,
        space=space,
        label=name,
        person=row.user,
        url=url,
        verbs=verbs,
        facts=facts,
    )


def _find_member(pk: int) -> Thing | None:
    rows = Membership.objects.active().select_related("user", "organisation")
    membership = rows.filter(pk=pk).first()
    if membership is None:
        return None
    space = Space.objects.select_related("group").get(
        group=membership.group_id, kind=SpaceKind.GROUP
    )
    url = reverse("group_members", args=[space.group.slug])
    return _thing(membership, kind=MEMBER, space=space, url=url)


def _seen_member(user, pk: int) -> Thing | None:
    """Whoever may enter the group's own space reads the list of its members."""
    thing = _find_member(pk)
    if thing is None or not space_access(user, thing.space).can_read:
        return None
    return thing


def _find_guest(pk: int) -> Thing | None:
    rows = GuestAccess.objects.active().select_related("user", "organisation", "space__group")
    access = rows.filter(pk=pk).first()
    if access is None:
        return None
    url = reverse("space_guests", args=[access.space_id])
    return _thing(access, kind=GUEST, space=access.space, url=url)


def _seen_guest(user, pk: int) -> Thing | None:
    """The list of guests is for those who manage the space."""
    thing = _find_guest(pk)
    if thing is None or not space_access(user, thing.space).can_manage:
        return None
    return thing


def _act(row: Membership | GuestAccess, group, verb: str, by, data: dict) -> None:
    if verb == Verb.SUSPEND:
        suspend_writing(group=group, user=row.user, days=data["days"], by=by)
    else:
        lift_suspension(group=group, user=row.user, by=by)


def _act_on_member(pk: int, verb: str, *, by, reason: str, data: dict) -> None:
    membership = Membership.objects.select_related("user", "group").get(pk=pk)
    _act(membership, membership.group, verb, by, data)


def _act_on_guest(pk: int, verb: str, *, by, reason: str, data: dict) -> None:
    access = GuestAccess.objects.select_related("user", "space__group").get(pk=pk)
    _act(access, access.space.group, verb, by, data)


def register_people() -> None:
    """Called once, when the app is ready."""
    register(
        Kind(
            key=MEMBER,
            name=gettext_lazy("cette personne"),
            find=_find_member,
            seen=_seen_member,
            act=_act_on_member,
        )
    )
    register(
        Kind(
            key=GUEST,
            name=gettext_lazy("cette personne invitée"),
            find=_find_guest,
            seen=_seen_guest,
            act=_act_on_guest,
        )
    )
