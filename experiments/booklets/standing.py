"""Whether all that a stored booklet shows is still for everybody."""

from common.models import Audience
from experiments.models import JournalEntry, JournalPicture
from experiments.sheets.models import ExperienceSheet
from groups.moderation.enums import Withheld

# What may be said of a booklet that is handed out to nobody, without naming what went away.
WITHDRAWN, PICTURES, NOTES = "withdrawn", "pictures", "notes"


def shown_by(sheets: list[ExperienceSheet]) -> dict[str, list[int]]:
    """The identifiers of what a booklet of these published sheets shows to anybody: kept with it.
    Two queries."""
    contents = [each.published.content for each in sheets]
    pictures = {each["picture"] for content in contents for each in content["pictures"]}
    notes = {pk for content in contents for pks in content["sources"].values() for pk in pks}
    return {
        "sheets": [each.pk for each in sheets],
        "pictures": sorted(_pictures(pictures).values_list("pk", flat=True)),
        "notes": sorted(_notes(notes).values_list("pk", flat=True)),
    }


def gone_from(shows: dict[str, list[int]]) -> list[str]:
    """What is not for everybody any more of what `shown_by` told. Three queries."""
    asked = (
        (WITHDRAWN, ExperienceSheet.objects.published().filter(pk__in=shows["sheets"]), "sheets"),
        (PICTURES, _pictures(shows["pictures"]), "pictures"),
        (NOTES, _notes(shows["notes"]), "notes"),
    )
    return [kind for kind, rows, key in asked if rows.count() < len(shows[key])]


def _pictures(pks):
    return JournalPicture.objects.filter(
        pk__in=pks, entry__removed_at=None, entry__withheld=Withheld.NO
    ).exclude(entry__audience=Audience.OWNER)


def _notes(pks):
    return JournalEntry.objects.visible_to(None).filter(pk__in=pks)
