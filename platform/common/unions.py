"""Several querysets read as one, each by its own index: a condition that holds them all would read
the whole table."""

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def union_all(parts: list[QuerySet]) -> tuple[str, list]:
    """The SQL of the rows of all of them, with its parameters: the columns of `values_list` after
    `part`, the number of the queryset; "" where all are empty. Each may be ordered and cut, which
    Django's own unions are not on SQLite."""
    selects, params = [], []
    for index, part in enumerate(parts):
        try:
            sql, given = part.query.sql_with_params()
        except EmptyResultSet:
            continue
        selects.append(f"SELECT {index} AS part, found.* FROM ({sql}) found")  # noqa: S608 - Django's own SQL
        params += given
    return " UNION ALL ".join(selects), params


def rows_of(parts: list[QuerySet]) -> list[tuple]:
    """These rows. One query."""
    sql, params = union_all(parts)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
