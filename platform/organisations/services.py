"""Every write about organisations and the place of people in them."""

from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction

from organisations import reference
from organisations.enums import Kind
from organisations.keywords import name_key
from organisations.models import Organisation, SearchTerm

# Rows handled at once by the loader: enough to be quick, few enough to show progress.
BATCH = 2000
REFERENCE_FIELDS = [
    "name",
    "siren",
    "postcodes",
    "population",
    "department_code",
    "region_code",
    "key",
    "reference_year",
    "is_retired",
]


@transaction.atomic
def load_territories(
    *, progress: Callable[[int, int], None] | None = None, source: Iterable | None = None
) -> dict[str, int]:
    """Bring every local authority of the reference data to its present name, codes and figures.

    Idempotent. What people entered (presentation, membership of the network…) is left alone, and
    an authority that disappeared is kept, marked retired and no longer proposed: what refers to it
    stays true. `progress(done, total)` is called after each batch. Returns how many were
    `created`, `updated`, `retired`, `unchanged`.
    """
    year = reference.year()
    territories = list(reference.territories() if source is None else source)
    known = {
        (row.level, row.code): row
        for row in Organisation.objects.filter(kind=Kind.COLLECTIVITY).exclude(code=None)
    }
    created, updated, unchanged = [], [], 0
    for territory in territories:
        values = {
            "name": territory.name,
            "siren": territory.siren or None,
            "postcodes": territory.postcodes,
            "population": territory.population,
            "department_code": territory.department_code,
            "region_code": territory.region_code,
            "reference_year": year,
            "is_retired": False,
        }
        row = known.pop((territory.level, territory.code), None)
        if row is None:
            row = Organisation(
                kind=Kind.COLLECTIVITY, level=territory.level, code=territory.code, **values
            )
            created.append((row, territory.alias))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            updated.append((row, territory.alias))
        else:
            unchanged += 1
            continue
        row.key = name_key(row.name)
    gone = [row for row in known.values() if row.reference_year and not row.is_retired]

    done, total = 0, len(created) + len(updated)
    for rows in _batched(created + updated):
        Organisation.objects.bulk_create([row for row, _alias in rows if row.pk is None])
        Organisation.objects.bulk_create(
            [row for row, _alias in rows if row.pk is not None],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=REFERENCE_FIELDS,
        )
        SearchTerm.objects.filter(organisation__in=[row.pk for row, _alias in rows]).delete()
        _insert_terms(
            (row.pk, row.kind, term, weight)
            for row, alias in rows
            for term, weight in row.search_terms(alias).items()
        )
        done += len(rows)
        if progress:
            progress(done, total)
    for row in gone:
        row.is_retired = True
        row.save(update_fields=["is_retired"])
    return {
        "created": len(created),
        "updated": len(updated),
        "retired": len(gone),
        "unchanged": unchanged,
    }


def _batched(rows: list) -> Iterator[list]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _insert_terms(rows: Iterable[tuple]) -> None:
    """Rows of (organisation id, kind, term, weight) without making an object of each of 118,000:
    that alone would take half of the time that loading may take."""
    quote = connection.ops.quote_name
    table = quote(SearchTerm._meta.db_table)
    columns = ", ".join(map(quote, ["organisation_id", "kind", "term", "weight"]))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s)",  # noqa: S608
            list(rows),
        )
