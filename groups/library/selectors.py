"""Reads of the library: each page with a fixed number of queries."""

from django.db.models import Case, Count, IntegerField, Q, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from groups.library.enums import State
from groups.library.filtering import KEYWORDS_SHOWN, LibraryFilter
from groups.library.models import ImportDraft, Keyword, Resource, ResourceFile, ResourceVersion
from groups.library.permissions import (
    VISITOR,
    Standing,
    can_edit_resource,
    can_keep_library,
    can_suggest_resource,
    readable_by,
    standing_of,
)
from groups.library.shelves import still_there

PER_PAGE = 24
# What a feed reader gets, and a crawler of a search engine.
MOST_IN_FEED = 50
MOST_IN_SITEMAP = 5000


def visible_to(standing: Standing) -> QuerySet:
    """All that this person may read, suggestions that wait included."""
    return Resource.objects.filter(readable_by(standing)).filter(still_there())


def public_resources() -> QuerySet:
    """What anybody may read, the last published first."""
    return visible_to(VISITOR).order_by("-accepted_at", "-pk")


def listed(rows: QuerySet) -> QuerySet:
    """With what a card shows: two more queries, whatever their number."""
    return rows.defer("body", "words").prefetch_related("keywords", "organisations")


def facets_of(rows: QuerySet, asked: LibraryFilter) -> dict[str, list]:
    """What each filter would leave, beside the others: `{filter: [(value, number)]}`. Two
    queries."""
    kept = Q(keywords=asked.keyword) if asked.keyword is not None else None
    counted = (
        asked.searched(rows)
        .order_by()
        .values_list("kind", "origin", "dated__year", "is_private")
        .annotate(n=Count("pk", distinct=True, filter=kept))
    )
    tallied = asked.tally(counted)
    beside = asked.without("keyword").apply(rows).order_by().values("pk")
    words = (
        Keyword.objects.filter(resources__in=beside)
        .annotate(
            n=Count("resources"),
            # The chosen one is always offered: it can then be given up.
            first=Case(When(pk=asked.keyword, then=0), default=1, output_field=IntegerField()),
        )
        .order_by("first", "-n", "key")
    )
    tallied["keyword"] = [(word, word.n) for word in words[:KEYWORDS_SHOWN]]
    return tallied


def get_resource(user, pk: int) -> tuple[Resource, Standing]:
    """A resource that `user` may read, and what she is to the library, or 404. Two queries, and
    two more for its keywords and organisations."""
    standing = standing_of(user)
    rows = visible_to(standing).select_related("suggested_by")
    resource = get_object_or_404(rows.prefetch_related("keywords", "organisations"), pk=pk)
    return resource, standing


def get_editable(user, pk: int) -> tuple[Resource, Standing]:
    """One that `user` may also change, or 404."""
    resource, standing = get_resource(user, pk)
    if not can_edit_resource(standing, resource):
        raise Http404
    return resource, standing


def get_kept(user, pk: int, *, removed: bool = False) -> Resource:
    """One for who keeps the library (`removed`: one taken out), or 404. What a higher app put there
    is decided there."""
    keeper_or_404(user)
    rows = Resource.objects.filter(shelf="").select_related("suggested_by")
    rows = rows.filter(state=State.REMOVED) if removed else rows.exclude(state=State.REMOVED)
    return get_object_or_404(rows, pk=pk)


def keeper_or_404(user) -> Standing:
    standing = standing_of(user)
    if not can_keep_library(standing):
        raise Http404
    return standing


def suggester_or_404(user) -> Standing:
    standing = standing_of(user)
    if not can_suggest_resource(standing):
        raise Http404
    return standing


def versions_of(resource: Resource) -> QuerySet:
    """Every version, the newest first, with who wrote it."""
    return resource.versions.select_related("author")


def get_version(resource: Resource, number: int) -> ResourceVersion:
    return get_object_or_404(versions_of(resource), number=number)


def get_file(resource: Resource, pk: int) -> ResourceFile:
    return get_object_or_404(resource.files, pk=pk)


def get_draft(user, pk: int) -> ImportDraft:
    """A dump that `user` sent and may still import, or 404."""
    keeper_or_404(user)
    return get_object_or_404(ImportDraft, pk=pk, author=user)
