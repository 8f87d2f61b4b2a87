"""The latest of several querysets of experimentations, in one query."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from common import unions

_COLUMNS = ["pk", "activity", "owner__level", "owner__population", "updated_at"]


class Row(NamedTuple):
    """What is known of an experimentation before it is shown; `pool` says in which it was found,
    and `updated_at`, as the database says it, may only be compared."""

    pool: int
    pk: int
    activity: str
    level: str
    population: int | None
    updated_at: Any


def rows_of(pools: list[QuerySet]) -> list[Row]:
    """The rows of all the pools. One query."""
    return [Row(*row) for row in unions.rows_of([pool.values_list(*_COLUMNS) for pool in pools])]


def latest(rows: QuerySet, most: int) -> QuerySet:
    """The `most` latest."""
    return rows.order_by("-updated_at", "-pk")[:most]
