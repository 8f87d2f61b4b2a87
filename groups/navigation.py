"""What groups add to the frame of every page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Destination, Link, Section, destinations, sections


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
    from groups.models import WorkingGroup

    rows = WorkingGroup.objects.belonging_to(user).order_by("name", "pk")[:20]
    return [
        Link(
            label=group.name,
            url=reverse("group", args=[group.slug]),
            initials=group.initials,
            hue=group.hue,
        )
        for group in rows.only("name", "slug", "initials", "hue")
    ]
