"""What a resource says, as one value of JSON: what its versions keep."""

from datetime import date

from groups.library.models import Resource

LINES = [
    "title",
    "summary",
    "body",
    "kind",
    "origin",
    "category",
    "is_private",
    "number",
    "replay",
    "attendance",
    "attendance_about",
    "precision",
    "place",
    "zone",
    "website",
    "source",
    "to_check",
]
DAYS = ["dated", "review_on"]
# Every field that a form, an import or a version gives.
FIELDS = [*LINES, *DAYS]


def content_of(resource: Resource, keywords: list[str], organisations: list[int]) -> dict:
    """The fields of `resource`, its keywords in words and its organisations by id."""
    days = {name: getattr(resource, name) for name in DAYS}
    return {
        **{name: getattr(resource, name) for name in LINES},
        **{name: day and day.isoformat() for name, day in days.items()},
        "keywords": keywords,
        "organisations": sorted(organisations),
    }


def fields_of(content: dict) -> dict:
    """The fields of such a content, as `services.edit_resource` takes them; organisations by id."""
    days = {name: content[name] and date.fromisoformat(content[name]) for name in DAYS}
    return {**content, **days}
