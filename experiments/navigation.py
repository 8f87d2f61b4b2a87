"""What experimentations add to the frame of every page."""

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from common import registry
from common.navigation import Link, Section, sections
from experiments.models import Experimentation
from groups.enums import GroupState
from groups.querysets import carried_spaces_of, guest_spaces_of

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
    carried = Q(space__in=carried_spaces_of(user))
    writes = (carried | Q(space__in=guest_spaces_of(user, "contribute_space"))) & ~Q(
        space__group__state=GroupState.ARCHIVED
    )
    rows = (
        Experimentation.objects.filter(carried | Q(space__in=guest_spaces_of(user)))
        .annotate(writes=ExpressionWrapper(writes, output_field=BooleanField()))
        .order_by("-updated_at", "-pk")
        .only("title")[:SHOWN]
    )
    return [
        Link(
            label=row.title,
            url=reverse("experimentation", args=[row.pk]),
            hue="ochre",
            note_url=reverse("entry_add", args=[row.pk]) if row.writes else "",
        )
        for row in rows
    ]
