"""What groups add to the frame of every page."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Destination, Link, Section, destinations, sections
from common.prepared import Prepared
from groups.enums import SpaceKind

SHOWN = 20


def register() -> None:
    """Called once, when the app is ready."""
    registry.add(
        destinations,
        Destination(
            key="groups",
            order=10,
            label=_("Groupes"),
            icon="user-group",
            url=lambda: reverse("group_list"),
            visitors=True,
            bar=True,
        ),
    )
    registry.add(sections, Section(key="groups", order=10, label=_("Mes groupes"), links=my_groups))


def _places(person, now) -> QuerySet:
    from groups.models import Membership
    from groups.querysets import guest_accesses_of

    columns = ["name", "slug", "initials", "hue"]
    roles = Membership.objects.active().filter(user=person)
    guests = guest_accesses_of(person, at=now).filter(space__kind=SpaceKind.GROUP)
    rows = roles.values_list(*[f"group__{column}" for column in columns]).union(
        guests.values_list(*[f"space__group__{column}" for column in columns])
    )
    return rows.order_by("group__name", "group__slug")[:SHOWN]


_prepared = Prepared(_places)


def my_groups(user) -> list[Link]:
    """The groups whose own space `user` may enter by role or as a guest of it. One query."""
    return [
        Link(label=name, url=reverse("group", args=[slug]), initials=initials, hue=hue)
        for name, slug, initials, hue in _prepared(person=user.pk, now=timezone.now())
    ]
