"""Keeps a table append-only in the database itself, whoever asks: code, console or SQL."""

_POSTGRESQL = (
    """CREATE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$""",
    """CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}
       FOR EACH ROW EXECUTE FUNCTION {table}_kept()""",
)
_POSTGRESQL_BACK = (
    "DROP TRIGGER IF EXISTS {table}_kept ON {table}",
    "DROP FUNCTION IF EXISTS {table}_kept()",
)
_SQLITE = tuple(
    f"""CREATE TRIGGER {{table}}_kept_{act.lower()} BEFORE {act} ON {{table}}
        BEGIN SELECT RAISE(ABORT, '{{table}} is append-only'); END"""
    for act in ("UPDATE", "DELETE")
)
_SQLITE_BACK = tuple(f"DROP TRIGGER IF EXISTS {{table}}_kept_{act}" for act in ("update", "delete"))


def guard(connection, table: str) -> None:
    """Refuse every UPDATE and DELETE of `table` from now on."""
    _run(connection, table, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)


def unguard(connection, table: str) -> None:
    """Undo `guard`: for a migration taken back, and for tests that empty the database."""
    back = _POSTGRESQL_BACK if connection.vendor == "postgresql" else _SQLITE_BACK
    _run(connection, table, back)


def _run(connection, table: str, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table=table))
