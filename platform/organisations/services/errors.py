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


class LastReferentError(RuleError):
    message = _(
        "Vous êtes la seule personne référente : nommez d’abord un·e collègue, "
        "ou demandez à l’administration du réseau."
    )


class NotColleagueError(RuleError):
    message = _("Choisissez un·e collègue dont le rattachement est confirmé.")


class MergeRefusedError(RuleError):
    """These two cannot be one, or can no longer be parted."""


class CollisionError(MergeRefusedError):
    message = _(
        "Fusion impossible\u00a0: les deux organisations ont les mêmes lignes ci-dessous. "
        "Réglez-les d’abord, l’une après l’autre."
    )
