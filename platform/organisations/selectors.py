"""Reads about organisations: the directory, one card, people, what the map shows."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from organisations import permissions
from organisations.domains import domain_of, is_public_provider
from organisations.enums import Kind
from organisations.maps import Point, by_department
from organisations.models import Affiliation, Organisation, OrganisationMerge
from organisations.search import search

# Higher apps say here which organisations are engaged in something `user` may see:
# function(user) -> queryset of organisation ids.
engaged_sources: list[Callable] = []
# What a search in the directory shows at most: past it, one types another word.
MOST_FOUND = 50
# Collectivités that the table of the directory's map names.
MOST_ON_MAP = 400
# A refused claim is shown to its owner for this long.
REFUSAL_SHOWN = timedelta(days=30)
MERGES_SHOWN = 30


def directory(user, *, kind: str, **narrowed: Any) -> QuerySet[Organisation]:
    """Organisations of a kind that `user` may see: members of the network first, then by name.
    `narrowed` are fields; empty values
    narrow nothing."""
    given = {field: value for field, value in narrowed.items() if value}
    rows = Organisation.objects.current()
    if given.get("is_network_member"):
        rows = rows.adherent()
    return (
        rows.visible_to(user).filter(kind=kind, **given).order_by("-is_network_member", "key", "pk")
    )


def directory_search(user, text: str, *, kind: str, **narrowed: Any) -> list[Organisation]:
    """The organisations that `text` finds in the directory, best first, at most MOST_FOUND."""
    if kind not in visible_kinds(user):
        return []
    given = {field: value for field, value in narrowed.items() if value}
    found = search(text, kinds=[kind], limit=MOST_FOUND, **given)
    if given.get("is_network_member"):
        return [row for row in found if row.is_adherent]
    return found


def visible_kinds(user) -> list[str]:
    """The kinds of organisations that `user` may find."""
    partners = user.is_authenticated and user.is_active
    return [kind for kind in Kind.values if partners or kind != Kind.PARTNER]


def network_points(
    user, *, link: str, found: list[int] | None = None, **narrowed: Any
) -> tuple[list[Point], bool]:
    """For the map: members of the network, and collectivités engaged in what `user` may see; those
    that the filters of the directory leave, `narrowed` being as for `directory` and `found` the
    only ones, if words were searched for. Of more than MOST_ON_MAP (True), how many there are in
    each département, with the address that `link` and its code make. Two queries at most."""
    given = {field: value for field, value in narrowed.items() if value}
    ids = Organisation.objects.adherent().order_by().values("pk")
    if not given.get("is_network_member"):
        ids = ids.union(*(source(user).order_by() for source in engaged_sources))
    rows = Organisation.objects.current().filter(kind=Kind.COLLECTIVITY, pk__in=ids, **given)
    if found is not None:
        rows = rows.filter(pk__in=found)
    counted = rows.order_by().values_list("department_code").annotate(n=Count("pk"))
    counts = dict(counted)
    if sum(counts.values()) > MOST_ON_MAP:
        return by_department(counts, link), True
    named = rows.order_by("key", "pk").values_list("pk", "department_code", "name")
    return [Point(code, name, 1, _address(pk)) for pk, code, name in named], False


@functools.lru_cache(maxsize=10 * MOST_ON_MAP)
def _address(pk: int) -> str:
    """Finding an address costs as much as drawing its line of the table: hundreds are kept."""
    return reverse("organisations:detail", args=[pk])


def people_of(organisation: Organisation | int) -> QuerySet[Affiliation]:
    """Who works there today: referents, then those vouched for, then the others."""
    return (
        Affiliation.objects.current()
        .filter(organisation=organisation, user__is_active=True)
        .select_related("user", "verified_by", "organisation")
        .order_by("-is_referent", "verified_at", "pk")
    )


def colleagues_of(place: Affiliation) -> QuerySet[Affiliation]:
    """The others who work there today and whom somebody vouched for, by name. One query."""
    return (
        Affiliation.objects.current()
        .verified()
        .filter(organisation=place.organisation_id, user__is_active=True)
        .exclude(user=place.user_id)
        .select_related("user", "organisation")
        .order_by("user__name", "pk")
    )


def affiliations_of(user) -> QuerySet[Affiliation]:
    """Where a person works today, and whether somebody vouched for it."""
    return (
        Affiliation.objects.current()
        .filter(user=user)
        .select_related("organisation", "verified_by")
        .order_by("created_at", "pk")
    )


def refusals_of(user) -> QuerySet[Affiliation]:
    """Claims of hers that were refused lately, with what was answered. One query."""
    return (
        Affiliation.objects.filter(user=user, refused_at__gt=timezone.now() - REFUSAL_SHOWN)
        .select_related("organisation")
        .order_by("-refused_at")
    )


def claims_for(user) -> QuerySet[Affiliation]:
    """The claims that wait for `user` to confirm or refuse them, the oldest first. One query, and
    one for the addresses (see `domains_shown`)."""
    return (
        Affiliation.objects.waiting()
        .filter(permissions.claims_answered_by(user))
        .select_related("user", "organisation")
        .prefetch_related("user__emailaddress_set")
        .order_by("created_at", "pk")
    )


def domains_shown(place: Affiliation) -> list[str]:
    """What an address says of where a person works: the domains of her verified addresses, never
    the addresses, nor providers that say nothing."""
    addresses = [each.email for each in place.user.emailaddress_set.all() if each.verified]
    domains = {domain_of(address) for address in addresses}
    return sorted(name for name in domains if name and not is_public_provider(name))


def recent_merges() -> QuerySet[OrganisationMerge]:
    """The last merges, the newest first. One query."""
    rows = OrganisationMerge.objects.select_related("survivor", "merged", "by")
    return rows.order_by("-at", "-pk")[:MERGES_SHOWN]
