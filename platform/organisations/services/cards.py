"""What is said of organisations: partner structures, presentations, members of the network."""

from django.db import transaction

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
