"""Domains listed for an organisation, and the claims that addresses there confirm."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from audit.services import record
from organisations.domains import domain_of, is_public_provider, normalized
from organisations.models import Affiliation, Organisation, OrganisationDomain
from organisations.services.errors import PublicProviderError, UnusableDomainError


@transaction.atomic
def list_domain(
    *, organisation: Organisation, domain: str, by
) -> tuple[OrganisationDomain, list[Affiliation]]:
    """Let addresses at `domain` confirm the people of `organisation`, those who wait already
    included: they are returned. Raises UnusableDomainError or PublicProviderError."""
    text = domain.strip()
    name = normalized(text.removeprefix("@"))
    if not name:
        raise UnusableDomainError
    if is_public_provider(name):
        raise PublicProviderError
    listed, created = OrganisationDomain.objects.get_or_create(
        organisation=organisation, domain=name, defaults={"listed_by": by}
    )
    if created:
        record(action="domain.listed", actor=by, target=listed, organisation_id=organisation.pk)
    waiting = Affiliation.objects.waiting().filter(organisation=organisation)
    confirmed = [place for place in waiting.select_related("user") if confirm_by_address(place)]
    return listed, confirmed


@transaction.atomic
def unlist_domain(*, domain: OrganisationDomain, by) -> int:
    """Addresses at `domain` confirm nobody any more. Those they did stay confirmed: their number
    is returned, for whoever decides to look at them again."""
    organisation_id, name, pk = domain.organisation_id, domain.domain, domain.pk
    if OrganisationDomain.objects.filter(pk=pk).delete()[0]:
        domain.pk = pk
        record(action="domain.unlisted", actor=by, target=domain, organisation_id=organisation_id)
    kept = Affiliation.objects.current().filter(organisation=organisation_id, verified_domain=name)
    return kept.count()


def confirm_by_address(affiliation: Affiliation) -> bool:
    """Confirm a claim that waits if its owner has a verified address at a domain listed for the
    organisation; whether it was. Two queries where there is nothing to confirm.

    Somebody who left, or was refused, may still read an old address: a person confirms her.
    """
    if affiliation.verified_at is not None:
        return False
    addresses = EmailAddress.objects.filter(user=affiliation.user_id, verified=True)
    domains = {domain_of(address) for address in addresses.values_list("email", flat=True)}
    domains = {domain for domain in domains if domain and not is_public_provider(domain)}
    listed = OrganisationDomain.objects.filter(
        organisation=affiliation.organisation_id, domain__in=domains
    ).first()
    if listed is None:
        return False
    before = Affiliation.objects.filter(
        user=affiliation.user_id, organisation=affiliation.organisation_id
    )
    if before.exclude(pk=affiliation.pk).exists():
        return False
    now = timezone.now()
    confirmed = Affiliation.objects.waiting().filter(pk=affiliation.pk)
    # One UPDATE: somebody may be deciding at the same moment.
    done = confirmed.update(verified_at=now, verified_domain=listed.domain, updated_at=now)
    affiliation.refresh_from_db()
    if done:
        record(
            action="affiliation.verified_by_address",
            actor=affiliation.user,
            target=affiliation,
            organisation_id=affiliation.organisation_id,
            user_id=str(affiliation.user_id),
            domain_id=listed.pk,
        )
    return bool(done)


@transaction.atomic
def address_verified(*, user) -> list[Affiliation]:
    """`user` has proved that an address is hers: the claims of hers that it confirms."""
    waiting = Affiliation.objects.waiting().filter(user=user).select_related("user")
    return [place for place in waiting if confirm_by_address(place)]
