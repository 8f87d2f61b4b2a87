"""Puts the resources of the demonstration in the library."""

from common.models import Precision
from groups.library.models import Resource
from groups.library.services import add_resource, suggest_resource
from home.demo.data.resources import RESOURCES, SUGGESTED, SUGGESTED_BY
from home.demo.loader import Loader
from home.demo.prose import fr
from home.demo.schema import Shelved


def load_library(loader: Loader) -> None:
    """Make each unless it was made before: the oldest first, as they came."""
    by = loader.people.get("animation")
    for data in reversed(RESOURCES):
        loader.registry.once(
            f"resource:{data.key}",
            lambda each=data: add_resource(by=by, **_content(loader, each)),
        )
    author = loader.people.get(SUGGESTED_BY)
    loader.registry.once(
        f"resource:{SUGGESTED.key}",
        lambda: suggest_resource(by=author, **_content(loader, SUGGESTED)),
    )


def _content(loader: Loader, data: Shelved) -> dict:
    return {
        "title": fr(data.title)[: Resource._meta.get_field("title").max_length],
        "summary": fr(data.summary),
        "body": fr(data.body),
        "kind": data.kind,
        "origin": data.origin,
        "is_private": data.private,
        "number": data.number,
        "dated": data.on,
        "precision": Precision.DAY if data.exact else Precision.MONTH,
        "attendance": data.attendance,
        "attendance_about": data.about,
        "place": fr(data.place),
        "zone": fr(data.zone),
        "website": data.website,
        "to_check": data.to_check,
        "source": fr(data.source),
        "keywords": [fr(word) for word in data.keywords],
        "organisations": [loader.organisations[key] for key in data.orgs],
    }
