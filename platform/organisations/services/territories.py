"""The local authorities of the reference data, brought to their present state."""

from collections.abc import Callable, Iterable

from django.db import transaction

from organisations import loading, reference
from organisations.enums import Kind
from organisations.keywords import name_key, terms
from organisations.models import Organisation, SearchTerm

# Rows handled at once by the loader: enough to be quick, few enough to show progress.
BATCH = 4000
REFERENCE_FIELDS = [
    "name",
    "siren",
    "postcodes",
    "population",
    "department_code",
    "region_code",
    "reference_year",
    "is_retired",
]


@transaction.atomic
def load_territories(
    *,
    progress: Callable[[int, int], None] | None = None,
    source: Iterable[reference.Territory] | None = None,
) -> dict[str, int]:
    """Bring every local authority of the reference data to its present name, codes and figures.

    Idempotent. What people entered (presentation, membership of the network…) is left alone, and
    an authority that disappeared is kept, marked retired and no longer proposed: what refers to it
    stays true. `progress(done, total)` is called after each batch. Returns how many were
    `created`, `updated`, `retired`, `unchanged`.
    """
    collectivities = Organisation.objects.filter(kind=Kind.COLLECTIVITY).exclude(code=None)
    known = {
        (level, code): (pk, values)
        for pk, level, code, *values in collectivities.values_list(
            "pk", "level", "code", *REFERENCE_FIELDS
        )
    }
    created, updated, unchanged = [], [], 0
    for territory in reference.territories() if source is None else source:
        pk, before = known.pop((territory.level, territory.code), (None, None))
        values = _values(territory)
        if before is None:
            created.append((territory, values))
        elif before != values:
            updated.append((pk, territory, values))
        else:
            unchanged += 1

    total = len(created) + len(updated)
    for start in range(0, len(created), BATCH):
        _create(created[start : start + BATCH])
        if progress:
            progress(min(start + BATCH, len(created)), total)
    for start in range(0, len(updated), BATCH):
        _update(updated[start : start + BATCH])
        if progress:
            progress(min(len(created) + start + BATCH, total), total)
    if total:
        loading.analyse(Organisation, SearchTerm)
    return {
        "created": len(created),
        "updated": len(updated),
        "retired": _retire([pk for pk, _values in known.values()]),
        "unchanged": unchanged,
    }


def _values(territory: reference.Territory) -> list:
    """The values of REFERENCE_FIELDS for one line of the reference data."""
    return [
        territory.name,
        territory.siren or None,
        territory.postcodes,
        territory.population,
        territory.department_code,
        territory.region_code,
        reference.year(),
        False,
    ]


def _create(rows: list[tuple[reference.Territory, list]]) -> None:
    loading.insert(
        Organisation,
        ["kind", "level", "code", "key", *REFERENCE_FIELDS],
        [
            (Kind.COLLECTIVITY.value, each.level, each.code, name_key(each.name), *values)
            for each, values in rows
        ],
    )
    ids = {
        (level, code): pk
        for pk, level, code in Organisation.objects.filter(
            kind=Kind.COLLECTIVITY, code__in=[each.code for each, _values in rows]
        ).values_list("pk", "level", "code")
    }
    _write_terms((ids[each.level, each.code], each) for each, _values in rows)


def _update(rows: list[tuple[int, reference.Territory, list]]) -> None:
    loading.update(
        Organisation,
        ["key", *REFERENCE_FIELDS],
        [(pk, name_key(each.name), *values) for pk, each, values in rows],
    )
    SearchTerm.objects.filter(organisation__in=[pk for pk, _each, _values in rows]).delete()
    _write_terms((pk, each) for pk, each, _values in rows)


def _write_terms(rows: Iterable[tuple[int, reference.Territory]]) -> None:
    loading.insert(
        SearchTerm,
        ["organisation_id", "kind", "term", "weight"],
        [
            (pk, Kind.COLLECTIVITY.value, term, weight)
            for pk, each in rows
            for term, weight in terms(
                name=each.name,
                alias=each.alias,
                level=each.level,
                postcodes=each.postcodes,
                population=each.population,
            ).items()
        ],
    )


def _retire(ids: list[int]) -> int:
    """Mark those that a former reference data had; what was entered by hand is left alone."""
    gone = Organisation.objects.filter(pk__in=ids, reference_year__isnull=False, is_retired=False)
    retired = list(gone)
    for row in retired:
        row.is_retired = True
        row.save(update_fields=["is_retired", "updated_at"])
    return len(retired)
