"""What the rules about organisations refuse, each with the words to tell the person."""

from django.utils.translation import gettext_lazy as _

from common.rules import RuleError


class ClaimDecidedError(RuleError):
    message = _("Cette demande a déjà reçu une suite.")


class UnusableDomainError(RuleError):
    message = _("Indiquez un nom de domaine, par exemple exempleville.fr.")


class PublicProviderError(RuleError):
    message = _(
        "Chacun peut avoir une adresse à ce domaine\u00a0: il ne peut confirmer personne. "
        "Choisissez celui de la collectivité ou de la structure."
    )
