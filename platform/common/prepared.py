"""What every page asks or writes, composed once: from one to the next only the values change.

Composing a query in Python takes longer than the database takes to answer it (docs/benchmarks.md).
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.sql import UpdateQuery

# Stand in for the values while the query is composed; no row holds them.
_MARK = 0x5AFE_C0DE
_MOST = 2**63


def _stand_in(value: Any, number: int) -> Any:
    """A value of the same type as `value` that nothing else in the query can equal."""
    match value:
        case UUID():
            return UUID(int=(_MARK << 96) + number)
        case datetime():
            return datetime(1066, 10, 14, tzinfo=UTC) + timedelta(microseconds=number)
        case date():
            return date(1066, 10, 14) + timedelta(days=number)
        case bool():
            raise TypeError("a boolean may change the query itself, not only its values")
        case int():
            # Within 31 bits: of what no column can hold, Django asks nothing.
            return 0x5AFE_0000 + number
        case str():
            return f"\x1aprepared-{number}\x1a"
    raise TypeError(f"{type(value)} cannot be the value of a prepared query")


def _as_sent(value: Any) -> Any:
    """`value` as the database's adapter is given it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value


class _Composed:
    """What is composed once per kind of database, and each time given other values."""

    def __init__(self, build: Callable):
        self._build = build
        # For each kind of database: what runs it, its SQL, and the values' places in that.
        self._composed: dict[str, tuple[Any, str, tuple]] = {}

    def _bound(self, values: dict[str, Any]) -> tuple[Any, str, tuple]:
        """What runs it, its SQL and the parameters of that."""
        if connection.vendor not in self._composed:
            self._composed[connection.vendor] = self._compose(values)
        runs, sql, places = self._composed[connection.vendor]
        sent = {name: _as_sent(value) for name, value in values.items()}
        return runs, sql, tuple(sent[name] if name else constant for name, constant in places)

    def _compose(self, values: dict[str, Any]) -> tuple[Any, str, tuple]:
        marks = {name: _stand_in(each, n) for n, (name, each) in enumerate(values.items(), 1)}
        runs, composer = self._composer(marks)
        sql, params = composer.as_sql()
        names = {_as_sent(mark): name for name, mark in marks.items()}
        places = tuple((names.get(param), param) for param in params)
        if missing := marks.keys() - {name for name, _param in places}:
            raise ValueError(f"{self._build.__qualname__} does not ask of {sorted(missing)}")
        return runs, sql, places

    def _composer(self, marks: dict[str, Any]) -> tuple[Any, Any]:
        """What runs the statement, and Django's compiler of it."""
        raise NotImplementedError


class Prepared(_Composed):
    """`Prepared(build)(name=value, …)`: the rows of the queryset `build(name=value, …)`, as a list.

    `build` is called once per kind of database. The values (UUID, datetime, date, int or str,
    always of the same types) may only be compared with columns: `build` must not look at them, nor
    read the clock. An integer that no column can hold finds nothing.
    """

    def __call__(self, **values: Any) -> list:
        if any(isinstance(each, int) and not -_MOST <= each < _MOST for each in values.values()):
            return []
        (template, composer), sql, params = self._bound(values)
        # Django's own compiler reads the rows; only what it would compose is given.
        bound = copy(composer)
        bound.connection = connection
        bound.as_sql = lambda *args, **kwargs: (sql, params)
        rows = template.all()
        rows.query.get_compiler = lambda *args, **kwargs: bound
        return list(rows)

    def _composer(self, marks: dict[str, Any]) -> tuple[tuple[QuerySet, Any], Any]:
        template = self._build(**marks)
        composer = template.query.get_compiler(connection=connection)
        return (template, composer), composer


class PreparedUpdate(_Composed):
    """`PreparedUpdate(build)(name=value, …)`: how many rows were updated, as `rows.update(**to)`
    says it, where `build(name=value, …)` gives the pair `(rows, to)`. As for `Prepared`, the values
    may be compared with columns or put in them, no more; `rows` are of one table."""

    def __call__(self, **values: Any) -> int:
        _none, sql, params = self._bound(values)
        with transaction.mark_for_rollback_on_error(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount

    def _composer(self, marks: dict[str, Any]) -> tuple[None, Any]:
        rows, to = self._build(**marks)
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(to)
        return None, query.get_compiler(connection=connection)
