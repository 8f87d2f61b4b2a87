"""Several counts in one query."""

from django.db.models import IntegerField, Model, QuerySet, Subquery


class _Tally(Subquery):
    """How many rows a queryset has, as a column of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) tallied)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet):
        super().__init__(rows.order_by().values("pk"))


def tally(anchor: Model, **rows: QuerySet) -> dict[str, int]:
    """How many rows each queryset has: one query for all of them, none for none. `anchor` is any
    saved row, beside which the numbers are selected."""
    if not rows:
        return {}
    columns = {f"tally_{key}": _Tally(queryset) for key, queryset in rows.items()}
    found = type(anchor).objects.filter(pk=anchor.pk).annotate(**columns)
    numbers = found.values(*columns).get()
    return {key.removeprefix("tally_"): number for key, number in numbers.items()}
