"""One lookup, so that prefixes use an index on both databases."""

from django.db.models import Lookup


class StartsWith(Lookup):
    """`term__begins="ang"` for a column of ASCII letters and digits and such a value.

    Django's own `startswith` is LIKE … ESCAPE on SQLite, which no index serves there: a range
    does. On PostgreSQL a range depends on the collation: LIKE with a pattern operator class does
    not.
    """

    lookup_name = "begins"

    def get_prep_lookup(self):
        if not (self.rhs.isascii() and self.rhs.isalnum()):
            raise ValueError("only ASCII letters and digits begin a search term")
        return self.rhs

    def as_sql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        after = self.rhs[:-1] + chr(ord(self.rhs[-1]) + 1)
        return f"{column} >= %s AND {column} < %s", [*params, self.rhs, *params, after]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", [*params, f"{self.rhs}%"]
