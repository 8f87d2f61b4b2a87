"""What experimentations add to the pages of lower apps (registered in apps.py)."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from experiments.models import Experimentation, JournalEntry
from experiments.selectors import experimentations_of, public_experimentations_of

SHOWN = 6


def counted(user, group, access) -> QuerySet:
    """The experimentations of the group that `user` may see, for the number on their tab."""
    return Experimentation.objects.filter(space__group=group).seen_in_group(user, access)


def of_group(user, group, access) -> dict | None:
    """The group's experimentations, on its overview. Two queries."""
    rows = list(experimentations_of(user, group, access)[: SHOWN + 1])
    if not rows:
        return None
    return {"experimentations": rows[:SHOWN], "group": group}


def of_organisation(user, organisation, access) -> dict | None:
    """What anyone may see of what this organisation carries. Two queries."""
    rows = list(public_experimentations_of(organisation)[:SHOWN])
    return {"experimentations": rows} if rows else None


def home(space) -> tuple[str, str]:
    """The title and page of the experimentation that the space belongs to."""
    experimentation = space.experimentation
    return experimentation.title, reverse("experimentation", args=[experimentation.pk])


def entry_titles(user, targets: list[str]) -> dict[str, str]:
    """The first words of these notes, of those that `user` may read. One query."""
    rows = JournalEntry.objects.visible_to(user).filter(pk__in=targets, removed_at=None)
    return {str(pk): Truncator(text).chars(60) for pk, text in rows.values_list("pk", "text")}
