"""What the rules refuse, each with the words to tell the person."""

from django.utils.translation import gettext_lazy as _

from common.rules import RuleError


class ArchivedError(RuleError):
    message = _("Ce groupe est archivé\u00a0: on peut le lire, plus le modifier.")


class ChangedMeanwhileError(RuleError):
    message = _(
        "Quelqu’un d’autre a modifié cette page entre-temps. Votre texte est gardé "
        "ci-dessous\u00a0: comparez, puis enregistrez de nouveau."
    )


class CharterChangedError(RuleError):
    message = _(
        "La charte a changé entre-temps\u00a0: lisez la nouvelle version avant de l’accepter."
    )


class SuspensionError(RuleError):
    message = _(
        "Ce n’est pas possible\u00a0: cette personne est déjà dans cet état, "
        "ou elle anime le groupe."
    )


class CallClosedError(RuleError):
    message = _("Cet appel est clos\u00a0: il n’accepte plus de réponse.")


class AlreadyAnsweredError(RuleError):
    """`own` says whether the answer that exists is hers; `known`, whether she may read it and know
    who wrote it (hers, or her collectivité's where somebody vouched for her place)."""

    message = _("Une réponse a déjà été déposée pour cette collectivité.")

    def __init__(self, answer, *, own: bool, known: bool):
        self.answer = answer
        self.own = own
        self.known = known
        if own:
            message = _(
                "Vous avez déjà répondu pour cette collectivité\u00a0: "
                "vous pouvez modifier votre réponse."
            )
        elif known:
            message = _(
                "%(person)s a déjà répondu pour votre collectivité\u00a0: relisez sa réponse, "
                "ou modifiez-la ensemble."
            ) % {"person": answer.author}
        else:
            message = _(
                "Une réponse a déjà été déposée pour cette collectivité. "
                "Rapprochez-vous de vos collègues, ou écrivez à l’animation du groupe."
            )
        super().__init__(message)


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


class AddressAskedError(RuleError):
    message = _(
        "Vous avez déjà demandé à accepter cette invitation avec votre adresse\u00a0: la personne "
        "qui vous invite vous répondra par e-mail."
    )


class UnprovedAddressError(RuleError):
    message = _("Cette adresse n’est pas, ou n’est plus, une adresse confirmée de ce compte.")


class FacilitatorsApproveError(RuleError):
    message = _(
        "Dans ce groupe, l’animation approuve les invité·es\u00a0: c’est elle qui accepte cette "
        "adresse."
    )


class AlreadySettledError(RuleError):
    message = _("Cette demande a déjà reçu une réponse.")


class InvitationUnusableError(RuleError):
    """`reason` is accepted, declined, revoked, waiting, expired or archived."""

    MESSAGES = {
        "accepted": _("Cette invitation a déjà servi."),
        "declined": _("Cette invitation a été déclinée."),
        "revoked": _("Cette invitation a été retirée ou remplacée par une plus récente."),
        "waiting": _("Cette invitation attend l’accord de l’animation du groupe."),
        "expired": _("Cette invitation n’est plus valable\u00a0: sa date est passée."),
        "archived": _("Ce groupe est archivé\u00a0: il n’accueille plus personne."),
    }

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(self.MESSAGES[reason])
