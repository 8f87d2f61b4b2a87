"""What the rules of moderation refuse, each with the words to tell the person."""

from django.utils.translation import gettext_lazy as _

from groups.services.errors import RuleError


class DecidedMeanwhileError(RuleError):
    message = _(
        "Ce n’est plus possible\u00a0: quelqu’un l’a sans doute déjà fait. "
        "Relisez la page, puis choisissez."
    )


class TooManyReportsError(RuleError):
    message = _(
        "Vous avez signalé beaucoup de choses aujourd’hui. Écrivez à l’animation, "
        "ou réessayez demain."
    )


class AlreadyAnsweredError(RuleError):
    message = _("Vous avez déjà répondu\u00a0: votre première réponse est gardée telle quelle.")
