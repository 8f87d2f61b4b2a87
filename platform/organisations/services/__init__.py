"""Every write about organisations and the place of people in them, by entity."""

from organisations.services.affiliations import (
    confirm_claim,
    declare_affiliation,
    end_affiliation,
    name_referent,
    refuse_claim,
    verify_affiliation,
)
from organisations.services.cards import (
    LooksAlikeError,
    create_partner,
    lapse_memberships,
    mark_network_member,
    update_organisation,
)
from organisations.services.domains import address_verified, list_domain, unlist_domain
from organisations.services.errors import (
    ClaimDecidedError,
    CollisionError,
    LastReferentError,
    MergeRefusedError,
    NotColleagueError,
    PublicProviderError,
    UnusableDomainError,
)
from organisations.services.merge import check_mergeable, merge_organisations, undo_merge
from organisations.services.territories import load_territories

__all__ = [
    "ClaimDecidedError",
    "CollisionError",
    "LastReferentError",
    "LooksAlikeError",
    "MergeRefusedError",
    "NotColleagueError",
    "PublicProviderError",
    "UnusableDomainError",
    "address_verified",
    "check_mergeable",
    "confirm_claim",
    "create_partner",
    "declare_affiliation",
    "end_affiliation",
    "lapse_memberships",
    "list_domain",
    "load_territories",
    "mark_network_member",
    "merge_organisations",
    "name_referent",
    "refuse_claim",
    "undo_merge",
    "unlist_domain",
    "update_organisation",
    "verify_affiliation",
]
