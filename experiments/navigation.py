"""What experimentations add to the frame of every page."""

from django.db.models import QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Destination, Link, Section, destinations, sections
from common.prepared import Prepared
from groups.enums import GroupState, GuestLevel, SpaceKind
from groups.querysets import carried_spaces_of, guest_accesses_of

SHOWN = 6
# In place of the level of a guest's access.
CARRIED = "carried"


def register() -> None:
    """Called once, when the app is ready."""
    registry.add(
        destinations,
        Destination(
            key="experimentations",
            order=15,
            label=_("Expérimentations"),
            icon="light-bulb",
            url=lambda: reverse("experimentations"),
            visitors=True,
        ),
    )
    registry.add(
        sections,
        Section(
            key="experimentations",
            order=20,
            label=_("Mes expérimentations"),
            links=my_experimentations,
        ),
    )


def _trials(person, now) -> QuerySet:
    columns = [
        "space__experimentation__updated_at",
        "space__experimentation",
        "space__experimentation__title",
        "space__group__state",
    ]
    carried = carried_spaces_of(person).values_list(*columns, Value(CARRIED))
    invited = guest_accesses_of(person, at=now).filter(space__kind=SpaceKind.EXPERIMENTATION)
    rows = carried.union(invited.values_list(*columns, "level"))
    return rows.order_by(f"-{columns[0]}", f"-{columns[1]}")[:SHOWN]


_prepared = Prepared(_trials)


def my_experimentations(user) -> list[Link]:
    """What `user` carries with her collectivité or is invited to, the latest first. One query."""
    return [
        Link(
            label=title,
            url=reverse("experimentation", args=[pk]),
            hue="ochre",
            note_url=(
                reverse("entry_add", args=[pk])
                if level in {CARRIED, GuestLevel.CONTRIBUTOR} and state != GroupState.ARCHIVED
                else ""
            ),
            as_guest=level != CARRIED,
        )
        for _updated_at, pk, title, state, level in _prepared(person=user.pk, now=timezone.now())
    ]
