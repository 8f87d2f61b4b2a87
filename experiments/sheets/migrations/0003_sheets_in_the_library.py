from datetime import date

from django.db import migrations
from django.utils import timezone

from common.text import fold

LONGEST_SUMMARY, MAX_KEYWORD = 600, 60


def shelve(apps, schema_editor):
    """Put in the library the sheets that were published before there was one."""
    Sheet = apps.get_model("sheets", "ExperienceSheet")
    Resource = apps.get_model("library", "Resource")
    Keyword = apps.get_model("library", "Keyword")
    rows = Sheet.objects.exclude(published=None).select_related("published", "experimentation")
    for sheet in rows.order_by("published__published_at", "pk"):
        content = sheet.published.content
        texts = (text for text in content["sections"].values() if text)
        words = [word.strip()[:MAX_KEYWORD] for word in content["keywords"].split(",")]
        summary = next(texts, "")[:LONGEST_SUMMARY]
        found = " ".join([content["title"], summary, content["place"], *words])
        resource = Resource.objects.create(
            shelf="sheets",
            shelf_pk=sheet.pk,
            kind="sheet",
            state="accepted",
            accepted_at=sheet.published.published_at or timezone.now(),
            title=content["title"],
            summary=summary,
            dated=date.fromisoformat(content["dated"]),
            sort_day=date.fromisoformat(content["dated"]),
            precision=content["precision"],
            place=content["place"],
            words=f" {fold(found)} ",
        )
        resource.organisations.add(sheet.experimentation.owner_id)
        for word in words:
            if fold(word):
                keyword, _new = Keyword.objects.get_or_create(
                    key=fold(word), defaults={"label": word}
                )
                resource.keywords.add(keyword)


class Migration(migrations.Migration):

    dependencies = [
        ("sheets", "0002_figures_and_contacts"),
        ("library", "0001_library"),
    ]

    operations = [migrations.RunPython(shelve, migrations.RunPython.noop)]
