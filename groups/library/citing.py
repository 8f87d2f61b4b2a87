"""How a resource is cited, and how it describes itself to search engines."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import date_format
from common.models import Precision
from groups.library.enums import Kind
from groups.library.models import Resource
from groups.library.shelves import shelves

SCHEMA = {
    Kind.CONFERENCE: "Event",
    Kind.STUDY: "Report",
    Kind.REPERESS: "Report",
    Kind.DISCOVERY: "Article",
    Kind.ARTICLE: "Article",
    Kind.SHEET: "Article",
}
_WRITTEN = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
_ISO = {Precision.DAY: "%Y-%m-%d", Precision.MONTH: "%Y-%m", Precision.YEAR: "%Y"}


def permalink(resource: Resource) -> str:
    """The address that stays, whole."""
    return settings.SITE_URL + reverse("resource", args=[resource.pk])


def page_of(resource: Resource) -> str:
    """Where it is read whole, if that is a page of a higher app; « » if it is its own."""
    shelf = shelves.get(resource.shelf)
    return shelf.url(resource.shelf_pk) if shelf else ""


def written_date(resource: Resource) -> str:
    """« mai 2021 », as exactly as it is known; nothing if it is not."""
    return date_format(resource.dated, _WRITTEN[resource.precision]) if resource.dated else ""


def citation(resource: Resource) -> str:
    """« Titre », fiche Déniché pour vous, mai 2021. Bibliothèque du RTES, https://…"""
    kind = str(resource.get_kind_display())
    if resource.kind != Kind.REPERESS:
        kind = kind[0].lower() + kind[1:]
    about = [kind, written_date(resource)]
    said = ", ".join(part for part in about if part)
    return _("«\u00a0%(title)s\u00a0», %(said)s. Bibliothèque du réseau, %(address)s") % {
        "title": resource.title,
        "said": said,
        "address": permalink(resource),
    }


def linked_data(resource: Resource) -> dict:
    """The resource in the words of schema.org."""
    kind = SCHEMA.get(resource.kind, "CreativeWork")
    data = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": permalink(resource),
        "url": permalink(resource),
        "name": resource.title,
        "inLanguage": "fr",
        "description": resource.summary,
        "keywords": ", ".join(each.label for each in resource.keywords.all()),
    }
    if resource.dated:
        day = resource.dated.strftime(_ISO[resource.precision])
        data["startDate" if kind == "Event" else "datePublished"] = day
    if kind != "Event":
        data["isAccessibleForFree"] = not resource.is_private
    if resource.place:
        data["location" if kind == "Event" else "contentLocation"] = {
            "@type": "Place",
            "name": resource.place,
        }
    return {key: value for key, value in data.items() if value not in ("", None)}
