"""What groups add to the frame of every page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Destination, Link, Section, destinations, sections
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


def my_groups(user) -> list[Link]:
    """The groups whose own space `user` may enter by role or as a guest of it. One query."""
    from groups.models import Membership
    from groups.querysets import guest_accesses_of

    columns = ["name", "slug", "initials", "hue"]
    roles = Membership.objects.active().filter(user=user)
    guests = guest_accesses_of(user).filter(space__kind=SpaceKind.GROUP)
    rows = roles.values_list(*[f"group__{column}" for column in columns]).union(
        guests.values_list(*[f"space__group__{column}" for column in columns])
    )
    return [
        Link(label=name, url=reverse("group", args=[slug]), initials=initials, hue=hue)
        for name, slug, initials, hue in rows.order_by("group__name", "group__slug")[:SHOWN]
    ]
