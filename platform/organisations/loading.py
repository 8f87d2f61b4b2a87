"""Writing many rows in plain statements.

36,000 organisations and 118,000 words: making a model object and its SQL for each takes four times
as long as sending them. Only `services.load_territories` uses this.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, models


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Insert `rows`, each the database values of the attributes `names`; the others get their
    default."""
    given = set(names)
    blank = model()
    rest = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname not in given
    ]
    defaults = tuple(
        field.get_db_prep_save(field.pre_save(blank, add=True), connection) for field in rest
    )
    columns = [*map(model._meta.get_field, names), *rest]
    marks = ", ".join(["%s"] * len(columns))
    _execute(
        f"INSERT INTO {_table(model)} ({_list(columns)}) VALUES ({marks})",  # noqa: S608
        [(*row, *defaults) for row in rows],
    )


def update(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Set the attributes `names` of rows by id: each of `rows` is (id, *values). Fields that note
    the moment of a change note it."""
    blank = model()
    automatic = [f for f in model._meta.concrete_fields if getattr(f, "auto_now", False)]
    moments = tuple(
        field.get_db_prep_save(field.pre_save(blank, add=False), connection) for field in automatic
    )
    columns = [*map(model._meta.get_field, names), *automatic]
    changes = ", ".join(f"{_list([field])} = %s" for field in columns)
    _execute(
        f"UPDATE {_table(model)} SET {changes} WHERE {_list([model._meta.pk])} = %s",  # noqa: S608
        [(*values, *moments, pk) for pk, *values in rows],
    )


def analyse(*tables: type[models.Model]) -> None:
    """Let the database count what it now holds: without that, it plans for empty tables."""
    with connection.cursor() as cursor:
        for model in tables:
            cursor.execute(f"ANALYZE {_table(model)}")


def _execute(sql: str, rows: list[tuple]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _list(fields: Iterable[models.Field]) -> str:
    return ", ".join(connection.ops.quote_name(field.column) for field in fields)
