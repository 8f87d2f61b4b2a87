"""Empty the database after a test that commits."""

from functools import cache

from django.apps import apps
from django.db import connection, transaction

# Made by the migrations, the same for every test.
KEPT = {"django_content_type", "auth_permission", "django_migrations"}


@cache
def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed} - KEPT)


def empty_database() -> None:
    """Delete every row of every model but those of `KEPT`.

    Django truncates all tables and makes content types and permissions anew: for a hundred tables
    of which ten have rows, PostgreSQL takes longer over that than most tests over their work.
    """
    quoted = [(name, connection.ops.quote_name(name)) for name in _tables()]
    asked = " UNION ALL ".join(
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {table})"  # noqa: S608 - our own names
        for name, table in quoted
    )
    # One transaction: keys are checked at its end, so that the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(asked)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608
