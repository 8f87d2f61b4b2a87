"""What experimentations add to the frame of every page."""

from django.db.models import Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Link, Section, sections
from groups.enums import GroupState, GuestLevel, SpaceKind
from groups.querysets import carried_spaces_of, guest_accesses_of

SHOWN = 6


def register() -> None:
    """Called once, when the app is ready."""
    registry.add(
        sections,
        Section(
            key="experimentations",
            order=20,
            label=_("Mes expérimentations"),
            links=my_experimentations,
        ),
    )


def my_experimentations(user) -> list[Link]:
    """What `user` carries with her collectivité or is invited to, the latest first. One query."""
    columns = [
        "space__experimentation__updated_at",
        "space__experimentation",
        "space__experimentation__title",
        "space__group__state",
    ]
    carried = carried_spaces_of(user).values_list(*columns, Value(GuestLevel.CONTRIBUTOR))
    invited = guest_accesses_of(user).filter(space__kind=SpaceKind.EXPERIMENTATION)
    rows = carried.union(invited.values_list(*columns, "level")).order_by(
        f"-{columns[0]}", f"-{columns[1]}"
    )
    return [
        Link(
            label=title,
            url=reverse("experimentation", args=[pk]),
            hue="ochre",
            note_url=(
                reverse("entry_add", args=[pk])
                if level == GuestLevel.CONTRIBUTOR and state != GroupState.ARCHIVED
                else ""
            ),
        )
        for _updated_at, pk, title, state, level in rows[:SHOWN]
    ]
