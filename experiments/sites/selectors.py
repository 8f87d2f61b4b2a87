"""Reads of places."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from experiments.models import Experimentation
from experiments.sites.models import Site
from groups.permissions import Access


def sites_of(experimentation: Experimentation, access: Access) -> QuerySet:
    """The places of this experimentation that one may read, by name. One query."""
    rows = Site.objects.filter(experimentation=experimentation).seen_with(access)
    return rows.select_related("commune").order_by("name", "pk")


def get_site(experimentation: Experimentation, access: Access, pk: int) -> Site:
    """One of them, or 404."""
    return get_object_or_404(sites_of(experimentation, access), pk=pk)
