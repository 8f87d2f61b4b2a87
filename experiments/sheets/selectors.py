"""Reads of sheets: lists with a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from common.models import Audience
from experiments.models import Experimentation, JournalEntry, JournalPicture
from experiments.selectors import entries_of
from experiments.sheets.content import sections_of, written_date
from experiments.sheets.models import ExperienceSheet, Signature, SheetVersion
from experiments.sheets.permissions import can_sign
from groups.permissions import Access
from groups.services.invitations import hashed

OFFERED_ENTRIES = 60
OFFERED_PICTURES = 24


def sheet_of(experimentation: Experimentation) -> ExperienceSheet | None:
    """Its sheet, if one is begun. One query."""
    return (
        ExperienceSheet.objects.select_related("published")
        .filter(experimentation=experimentation)
        .first()
    )


def get_sheet(experimentation: Experimentation) -> ExperienceSheet:
    """Its sheet, or 404. One query."""
    sheet = sheet_of(experimentation)
    if sheet is None:
        raise Http404
    sheet.experimentation = experimentation
    return sheet


def published_sheets() -> QuerySet:
    """What anybody may read, the latest first. One query."""
    return (
        ExperienceSheet.objects.published()
        .select_related("published")
        .order_by("-published__published_at", "-pk")
    )


def get_published(pk: int) -> ExperienceSheet:
    """A published sheet, or 404. One query."""
    rows = ExperienceSheet.objects.published().select_related(
        "published", "experimentation__space__group", "experimentation__owner"
    )
    return get_object_or_404(rows, pk=pk)


def versions_of(sheet: ExperienceSheet) -> QuerySet:
    """Its versions, newest first, with who was asked to sign each. Two queries."""
    signatures = Signature.objects.select_related("organisation", "decided_by")
    return (
        sheet.versions.select_related("author")
        .defer("content")
        .prefetch_related(Prefetch("signatures", signatures))
    )


def get_version(sheet: ExperienceSheet, number: int) -> SheetVersion:
    """One version of this sheet, or 404."""
    return get_object_or_404(sheet.versions.all(), number=number)


def _signatures() -> QuerySet:
    return Signature.objects.select_related(
        "organisation", "version__sheet__experimentation__space__group"
    )


def find_signature(token: str) -> Signature | None:
    """The request that this link was sent for. One query."""
    return _signatures().filter(token_hash=hashed(token), is_owner=False).first()


def get_own_signature(user, pk: int) -> Signature:
    """A request that `user` may answer, signed in, or 404."""
    signature = get_object_or_404(_signatures(), pk=pk)
    if not can_sign(user, signature):
        raise Http404
    return signature


def is_open(signature: Signature) -> bool:
    """Whether it can be answered now. One query."""
    return Signature.objects.open().filter(pk=signature.pk).exists()


def offered_entries(experimentation: Experimentation, access: Access) -> list[JournalEntry]:
    """The newest notes that the writer reads, with their pictures: two queries."""
    return list(entries_of(experimentation, access)[:OFFERED_ENTRIES])


def offered_pictures(entries: list[JournalEntry]) -> list[JournalPicture]:
    """Pictures that may be published: never those of a note kept between the carriers."""
    found = [
        picture
        for entry in entries
        if entry.audience != Audience.OWNER
        for picture in entry.pictures.all()
    ]
    return found[:OFFERED_PICTURES]


def _publishable(pks) -> QuerySet:
    """Of these pictures, those of notes that are still there for others than the carriers."""
    entries = JournalEntry.objects.exclude(audience=Audience.OWNER)
    return JournalPicture.objects.filter(pk__in=pks, entry__in=entries)


def get_sheet_picture(content: dict, pk: int) -> JournalPicture:
    """A picture of this content, or 404."""
    chosen = {each["picture"] for each in content["pictures"]}
    return get_object_or_404(_publishable(chosen), pk=pk)


@dataclass(frozen=True, slots=True)
class Shown:
    """A content as a page shows it to one person."""

    content: dict
    date: str
    sections: list[dict]
    pictures: list[dict]


def shown(content: dict, user, *, picture_url: Callable[[int], str]) -> Shown:
    """The content, with the notes it rests on of those that `user` may read, and its pictures at
    the addresses that `picture_url(id)` gives. Two queries."""
    sections = sections_of(content)
    ids = {pk for section in sections for pk in section["entry_ids"]}
    entries = JournalEntry.objects.visible_to(user).in_bulk(ids)
    for section in sections:
        section["entries"] = [entries[pk] for pk in section["entry_ids"] if pk in entries]
    alts = {each["picture"]: each["alt"] for each in content["pictures"]}
    pictures = [
        {"row": row, "alt": alts[row.pk], "url": picture_url(row.pk)}
        for row in _publishable(alts).order_by("pk")
    ]
    return Shown(content, written_date(content), sections, pictures)


def signed_by(version: SheetVersion) -> QuerySet:
    """Who signed this version, the owner first. One query."""
    return version.signatures.select_related("organisation")
