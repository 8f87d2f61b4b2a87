"""What is said of organisations: partner structures, presentations, members of the network."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from audit.services import record
from organisations.enums import Kind
from organisations.lookalikes import lookalikes
from organisations.models import Organisation


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
def mark_network_member(
    *,
    organisation: Organisation,
    by,
    is_member: bool,
    since: date | None = None,
    until: date | None = None,
) -> Organisation:
    """Say that an organisation belongs to the network, `since` when and `until` when (its last day;
    unknown or open unless told), or no longer does: today ends it then, and the past is kept."""
    current = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    today = timezone.localdate()
    before = (current.is_network_member, current.member_since, current.member_until)
    if is_member:
        current.is_network_member = until is None or until >= today
        current.member_since, current.member_until = since, until
    elif current.is_adherent:
        current.is_network_member = False
        current.member_until = max(today, current.member_since or today)
    after = (current.is_network_member, current.member_since, current.member_until)
    fields = ["is_network_member", "member_since", "member_until"]
    if after != before:
        current.save(update_fields=[*fields, "updated_at"])
        record(
            action="organisation.member_marked" if is_member else "organisation.member_unmarked",
            actor=by,
            target=current,
            since=str(after[1] or ""),
            until=str(after[2] or ""),
        )
    for field in fields:
        setattr(organisation, field, getattr(current, field))
    return organisation


@transaction.atomic
def lapse_memberships() -> int:
    """Sort those whose membership ended with the others in directories; how many. What is shown of
    each never waited for this."""
    ended = Organisation.objects.filter(
        is_network_member=True, member_until__lt=timezone.localdate()
    )
    lapsed = list(ended.select_for_update(no_key=True))
    for organisation in lapsed:
        record(action="organisation.member_lapsed", target=organisation)
    Organisation.objects.filter(pk__in=[each.pk for each in lapsed]).update(
        is_network_member=False, updated_at=timezone.now()
    )
    return len(lapsed)
