"""Published sheets in the network's library: each appears there when it is published, and is shown
while anybody may read it."""

from datetime import date

from django.urls import reverse

from experiments.sheets.content import keywords_of
from experiments.sheets.models import ExperienceSheet
from groups.library.models import MAX_KEYWORD
from groups.library.services import put_on_shelf
from groups.library.shelves import Shelf, add_shelf

SHELF = "sheets"
LONGEST_SUMMARY = 600


def register() -> None:
    """Called once, when the app is ready."""
    add_shelf(
        Shelf(
            key=SHELF,
            rows=ExperienceSheet.objects.published,
            url=lambda pk: reverse("sheet", args=[pk]),
        )
    )


def put_in_library(sheet: ExperienceSheet, by=None) -> None:
    """Have the library say what its published version says."""
    content = sheet.published.content
    texts = (text for text in content["sections"].values() if text)
    put_on_shelf(
        shelf=SHELF,
        pk=sheet.pk,
        by=by,
        title=content["title"],
        summary=next(texts, "")[:LONGEST_SUMMARY],
        keywords=[word[:MAX_KEYWORD] for word in keywords_of(content)],
        dated=date.fromisoformat(content["dated"]),
        precision=content["precision"],
        place=content["place"],
        organisations=[sheet.experimentation.owner],
    )
