"""A booklet of the world, as the worker would have left it."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from experiments.booklets.models import Booklet, BookletSheet
from experiments.booklets.standing import shown_by
from experiments.sheets.models import ExperienceSheet
from groups.models import WorkingGroup


def add_booklet(group: WorkingGroup, sheet: ExperienceSheet, words: list[str]) -> Booklet:
    """One with this published sheet; `words` are its title and its introduction."""
    title, introduction = words
    booklet = Booklet.objects.create(
        group=group,
        title=title,
        introduction=introduction,
        state="ready",
        done=1,
        size=9,
        digest=title,
        shows=shown_by([sheet]),
        file=ContentFile(f"%PDF {title}".encode(), name="x"),
        made_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=30),
    )
    BookletSheet.objects.create(booklet=booklet, sheet=sheet, position=0)
    return booklet
