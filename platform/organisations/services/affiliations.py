"""The place of people in organisations."""

from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audit.services import record
from common.mail import absolute, send_template_mail
from organisations import handover
from organisations.models import Affiliation, Organisation
from organisations.selectors import colleagues_of
from organisations.services.domains import confirm_by_address
from organisations.services.errors import ClaimDecidedError, LastReferentError, NotColleagueError

# Claims of one person in a day that referents are written to about.
CLAIMS_TOLD = 5


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
    if not confirm_by_address(affiliation) and created and by is None:
        _tell_referents(affiliation)
    return affiliation


def _tell_referents(place: Affiliation) -> None:
    """A claim waits for them; whoever claims many places in a day is read on the page alone."""
    lately = timezone.now() - timedelta(days=1)
    if Affiliation.objects.filter(user=place.user, created_at__gt=lately).count() > CLAIMS_TOLD:
        return
    for referent in colleagues_of(place).filter(is_referent=True):
        send_template_mail(
            to=referent.user.email,
            template="organisations/email/claim_waiting.txt",
            context={
                "organisation": place.organisation.name,
                "person": str(place.user),
                "function": place.function,
                "url": absolute(reverse("organisations:claims")),
            },
        )


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


def _lock(organisation_id: int) -> None:
    """Who stays and who leaves is decided one after the other in one organisation."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


@transaction.atomic
def end_affiliation(
    *, affiliation: Affiliation, by, to=None, as_referent: bool = False
) -> Affiliation:
    """A person leaves her organisation, today: what she did there stays, under her name.

    Her roles on its behalf end (see handover.duties). `to`, a confirmed colleague, takes over what
    was hers to do, and the part of referent too if `as_referent` and it was hers. Twice is once.
    Raises NotColleagueError, and changes nothing, unless `to` is one at this moment.
    """
    _lock(affiliation.organisation_id)
    current = Affiliation.objects.select_related("user", "organisation").get(pk=affiliation.pk)
    if current.until is not None and current.until <= timezone.localdate():
        return current
    theirs = None
    if to is not None:
        theirs = colleagues_of(current).filter(user=to).first()
        if theirs is None:
            raise NotColleagueError
    # Before this place is written: whoever vouches in a group holds that group first.
    passed = {each.key: each.hand_over(place=current, to=to, by=by) for each in handover.duties}
    if theirs and as_referent and current.is_referent and current.is_verified:
        name_referent(affiliation=theirs, by=by)
    current.until = timezone.localdate()
    current.is_referent = False
    current.save(update_fields=["until", "is_referent", "updated_at"])
    record(
        action="affiliation.ended",
        actor=by,
        target=current,
        organisation_id=current.organisation_id,
        user_id=str(current.user_id),
        to=str(to.pk) if to else None,
        passed=passed,
    )
    if theirs:
        _tell(
            theirs,
            "organisations/email/handed_over.txt",
            leaver=str(current.user),
            url=absolute("/"),
        )
    return current


@transaction.atomic
def name_referent(
    *, affiliation: Affiliation, by, is_referent: bool = True, keep_one: bool = True
) -> Affiliation:
    """Make a person referent of her organisation, or no longer. Raises LastReferentError where none
    would remain and `keep_one`."""
    _lock(affiliation.organisation_id)
    affiliation.refresh_from_db(fields=["is_referent", "verified_at", "until"])
    if affiliation.is_referent == is_referent:
        return affiliation
    if not is_referent and keep_one:
        others = colleagues_of(affiliation).filter(is_referent=True)
        if not others.exists():
            raise LastReferentError
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
