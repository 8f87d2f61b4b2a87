"""Every write about organisations and the place of people in them."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.services import record
from organisations import loading, reference
from organisations.enums import Kind
from organisations.keywords import name_key, terms
from organisations.lookalikes import lookalikes
from organisations.models import Affiliation, Organisation, SearchTerm

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


class LooksAlikeError(Exception):
    """An organisation much like the one to create exists: `candidates`, the likeliest first."""

    def __init__(self, candidates: list[Organisation]):
        super().__init__("organisations look alike")
        self.candidates = candidates


@transaction.atomic
def create_partner(
    *,
    created_by,
    name: str,
    partner_type: str,
    department_code: str = "",
    siren: str = "",
    website: str = "",
    description: str = "",
    confirmed: bool = False,
) -> Organisation:
    """Describe a partner structure.

    Raises LooksAlikeError when one like it is known, unless somebody saw the candidates and
    `confirmed` that it is another.
    """
    if not confirmed:
        candidates = lookalikes(name, siren=siren)
        if candidates:
            raise LooksAlikeError(candidates)
    return Organisation.objects.create(
        kind=Kind.PARTNER,
        partner_type=partner_type,
        name=name,
        department_code=department_code,
        siren=siren or None,
        website=website,
        description=description,
        created_by=created_by,
    )


@transaction.atomic
def update_organisation(*, organisation: Organisation, **changes) -> Organisation:
    """Change what people may write of an organisation: `website` and `description` of any; of a
    partner also `name`, `partner_type`, `department_code` and `siren`."""
    allowed = {"website", "description"}
    if organisation.kind == Kind.PARTNER:
        allowed |= {"name", "partner_type", "department_code", "siren"}
    if not changes.keys() <= allowed:
        raise ValueError(f"not to be changed by hand: {sorted(changes.keys() - allowed)}")
    if "siren" in changes:
        changes["siren"] = changes["siren"] or None
    for field, value in changes.items():
        setattr(organisation, field, value)
    organisation.save(update_fields=[*changes, "updated_at"])
    return organisation


@transaction.atomic
def mark_network_member(*, organisation: Organisation, by, is_member: bool) -> Organisation:
    """Say that an organisation belongs to the network, or no longer does."""
    if organisation.is_network_member != is_member:
        organisation.is_network_member = is_member
        organisation.save(update_fields=["is_network_member", "updated_at"])
        record(
            action="organisation.member_marked" if is_member else "organisation.member_unmarked",
            actor=by,
            target=organisation,
        )
    return organisation


@transaction.atomic
def declare_affiliation(
    *, user, organisation: Organisation, function: str = "", since: date | None = None, by=None
) -> Affiliation:
    """Say that `user` works in `organisation`: unverified until somebody vouches. `by` is who says
    it, herself unless told.

    Her present place there is returned if she has one, completed with what it lacked.
    """
    affiliation = (
        Affiliation.objects.current()
        .filter(user=user, organisation=organisation)
        .order_by("until")
        .first()
    )
    created = False
    if affiliation is None:
        affiliation, created = Affiliation.objects.get_or_create(
            user=user,
            organisation=organisation,
            until=None,
            defaults={"function": function, "since": since},
        )
    if created:
        record(
            action="affiliation.declared",
            actor=by or user,
            target=affiliation,
            organisation_id=organisation.pk,
        )
    else:
        affiliation.function = affiliation.function or function
        affiliation.since = affiliation.since or since
        affiliation.save(update_fields=["function", "since", "updated_at"])
    return affiliation


@transaction.atomic
def verify_affiliation(*, affiliation: Affiliation, by) -> Affiliation:
    """`by` vouches for a person's place: the first to vouch is kept. Admitting a person into a
    group vouches for her too: groups calls this. Nobody vouches for herself, by whatever way she
    came here (her own group's call, an invitation to her second address): nothing changes then."""
    if by.pk == affiliation.user_id:
        return affiliation
    vouched = Affiliation.objects.filter(pk=affiliation.pk, verified_at=None).update(
        verified_at=timezone.now(), verified_by=by, updated_at=timezone.now()
    )
    affiliation.refresh_from_db()
    if vouched:
        _record_about("affiliation.verified", affiliation, by)
    return affiliation


@transaction.atomic
def end_affiliation(*, affiliation: Affiliation, by, on: date | None = None) -> Affiliation:
    """A person has left, today unless `on` says when; what she did there stays."""
    affiliation.until = on or timezone.localdate()
    affiliation.is_referent = False
    affiliation.save(update_fields=["until", "is_referent", "updated_at"])
    _record_about("affiliation.ended", affiliation, by)
    return affiliation


@transaction.atomic
def name_referent(*, affiliation: Affiliation, by, is_referent: bool = True) -> Affiliation:
    """Make a person referent of her organisation, or no longer."""
    if affiliation.is_referent != is_referent:
        affiliation.is_referent = is_referent
        affiliation.save(update_fields=["is_referent", "updated_at"])
        _record_about(
            "affiliation.referent_named" if is_referent else "affiliation.referent_ended",
            affiliation,
            by,
        )
    return affiliation


def _record_about(action: str, affiliation: Affiliation, by) -> None:
    record(
        action=action,
        actor=by,
        target=affiliation,
        organisation_id=affiliation.organisation_id,
        user_id=str(affiliation.user_id),
    )
