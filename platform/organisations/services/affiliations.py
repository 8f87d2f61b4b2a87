"""The place of people in organisations."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.services import record
from common.mail import absolute, send_template_mail
from organisations.models import Affiliation, Organisation
from organisations.services.domains import confirm_by_address
from organisations.services.errors import ClaimDecidedError


@transaction.atomic
def declare_affiliation(
    *, user, organisation: Organisation, function: str = "", since: date | None = None, by=None
) -> Affiliation:
    """Say that `user` works in `organisation`: unverified until somebody vouches, unless a verified
    address of hers does. `by` is who says it, herself unless told.

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
    confirm_by_address(affiliation)
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
def confirm_claim(*, affiliation: Affiliation, by) -> Affiliation:
    """`verify_affiliation`, and tell her. Raises ClaimDecidedError if another has decided."""
    _waiting(affiliation)
    place = verify_affiliation(affiliation=affiliation, by=by)
    _tell(place, "organisations/email/claim_confirmed.txt", url=_card(place))
    return place


@transaction.atomic
def refuse_claim(*, affiliation: Affiliation, by, message: str) -> Affiliation:
    """Say that the person does not work there, and why: she is told, and may claim again. Raises
    ClaimDecidedError if another has decided."""
    place = _waiting(affiliation)
    place.until = timezone.localdate()
    place.refused_at = timezone.now()
    place.refusal = message
    place.is_referent = False
    place.save(update_fields=["until", "refused_at", "refusal", "is_referent", "updated_at"])
    _record_about("affiliation.refused", place, by)
    _tell(
        place,
        "organisations/email/claim_refused.txt",
        message=message,
        url=absolute(reverse("organisations:affiliations")),
    )
    return place


def _waiting(affiliation: Affiliation) -> Affiliation:
    """The claim as it is now, held until the transaction ends."""
    rows = Affiliation.objects.select_for_update(no_key=True, of=("self",))
    current = rows.select_related("user", "organisation").get(pk=affiliation.pk)
    ended = current.until is not None and current.until <= timezone.localdate()
    if current.verified_at is not None or ended:
        raise ClaimDecidedError
    return current


def _card(place: Affiliation) -> str:
    return absolute(reverse("organisations:detail", args=[place.organisation_id]))


def _tell(place: Affiliation, template: str, **context: str) -> None:
    send_template_mail(
        to=place.user.email,
        template=template,
        context={"organisation": place.organisation.name, **context},
    )


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
