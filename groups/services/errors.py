"""What the rules refuse, each with the words to tell the person."""

from django.utils.translation import gettext_lazy as _


class RuleError(Exception):
    """A rule says no: nothing was changed, and `str(error)` says why in words for the screen."""

    message = _("Cette action n’est pas possible.")

    def __init__(self, message=None):
        self.message = message or self.message
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class ArchivedError(RuleError):
    message = _("Ce groupe est archivé\u00a0: on peut le lire, plus le modifier.")


class ChangedMeanwhileError(RuleError):
    message = _(
        "Quelqu’un d’autre a modifié cette page entre-temps. Votre texte est gardé "
        "ci-dessous\u00a0: comparez, puis enregistrez de nouveau."
    )


class SuspensionError(RuleError):
    message = _(
        "Ce n’est pas possible\u00a0: cette personne est déjà dans cet état, "
        "ou elle anime le groupe."
    )


class CallClosedError(RuleError):
    message = _("Cet appel est clos\u00a0: il n’accepte plus de réponse.")


class AlreadyAnsweredError(RuleError):
    """`own` says whether the answer that exists is hers."""

    message = _("Une réponse a déjà été déposée pour cette collectivité.")

    def __init__(self, answer, *, own: bool):
        self.answer = answer
        self.own = own
        super().__init__(
            _(
                "Vous avez déjà répondu pour cette collectivité\u00a0: "
                "vous pouvez modifier votre réponse."
            )
            if own
            else _(
                "Une réponse a déjà été déposée pour cette collectivité. "
                "Rapprochez-vous de vos collègues, ou écrivez à l’animation du groupe."
            )
        )


class AlreadyDecidedError(RuleError):
    message = _("Cette réponse a déjà reçu une suite.")

    def __init__(self, answer):
        self.answer = answer
        super().__init__(
            _("Cette réponse a déjà reçu une suite\u00a0: %(status)s.")
            % {"status": answer.get_status_display()}
        )


class LastFacilitatorError(RuleError):
    message = _(
        "Un groupe garde toujours une personne pour l’animer\u00a0: "
        "nommez d’abord quelqu’un d’autre."
    )


class NotInsideError(RuleError):
    message = _("Cette personne ne fait plus partie du groupe.")


class OwnPlaceError(RuleError):
    message = _("C’est votre propre rattachement\u00a0: quelqu’un d’autre le confirme.")


class RecipientError(RuleError):
    """About the one who is invited, not about what is offered: others may still be."""


class AlreadyInsideError(RecipientError):
    message = _("Cette personne a déjà accès à cet espace.")


class AlreadyInvitedError(RecipientError):
    message = _(
        "Une invitation attend déjà la réponse de cette personne\u00a0: vous pouvez la renvoyer ou "
        "la retirer."
    )


class TooManyInvitationsError(RecipientError):
    message = _("Vous avez envoyé beaucoup d’invitations aujourd’hui\u00a0: reprenez demain.")


class TooManyAnswersError(RuleError):
    message = _("Vous avez déposé beaucoup de réponses aujourd’hui\u00a0: reprenez demain.")


class TooSoonError(RuleError):
    message = _(
        "Cette invitation vient d’être envoyée\u00a0: attendez cinq minutes avant de la renvoyer."
    )


class UnsuitableOrganisationError(RuleError):
    message = _("Choisissez une collectivité engagée dans ce groupe.")


class PeriodError(RuleError):
    message = _("La date de fin est dans l’avenir, un an au plus.")


class WrongAddressError(RuleError):
    message = _("Cette invitation a été envoyée à une autre adresse que la vôtre.")


class InvitationUnusableError(RuleError):
    """`reason` is accepted, declined, revoked, expired or archived."""

    MESSAGES = {
        "accepted": _("Cette invitation a déjà servi."),
        "declined": _("Cette invitation a été déclinée."),
        "revoked": _("Cette invitation a été retirée ou remplacée par une plus récente."),
        "expired": _("Cette invitation n’est plus valable\u00a0: sa date est passée."),
        "archived": _("Ce groupe est archivé\u00a0: il n’accueille plus personne."),
    }

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(self.MESSAGES[reason])
