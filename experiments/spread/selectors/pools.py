"""The latest of several querysets of experimentations, in one query."""

from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

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
    """The rows of all the pools, each read by its own index: a condition that holds them all would
    read every experimentation of the country. One query."""
    parts, params = [], []
    for index, pool in enumerate(pools):
        try:
            sql, given = pool.values_list(*_COLUMNS).query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {index}, pool.* FROM ({sql}) pool")  # noqa: S608 - Django's own SQL
        params += given
    if not parts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), params)
        return [Row(*row) for row in cursor.fetchall()]


def latest(rows: QuerySet, most: int) -> QuerySet:
    """The `most` latest."""
    return rows.order_by("-updated_at", "-pk")[:most]
