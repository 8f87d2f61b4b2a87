"""Every write of the words that members suggest."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from audit.services import record
from common.rules import RuleError
from common.text import fold
from experiments.vocabularies.enums import Decision
from experiments.vocabularies.models import Suggestion, Term
from experiments.vocabularies.services import TermExistsError, add_term

# Of one person at a time.
MOST_WAITING = 20


class SuggestedAlreadyError(RuleError):
    message = _("Ce mot est déjà proposé\u00a0: l’animation du réseau l’étudie.")


class TooManySuggestionsError(RuleError):
    message = _(
        "Vous avez déjà vingt mots à l’étude. Attendez une réponse pour en proposer d’autres."
    )


class DecidedAlreadyError(RuleError):
    message = _("Quelqu’un d’autre vient de donner une suite à ce mot. Rien n’a été changé.")


@transaction.atomic
def suggest(*, kind: str, label: str, description: str, by) -> Suggestion:
    """Miss a word. Raises TermExistsError, SuggestedAlreadyError or TooManySuggestionsError."""
    if Term.objects.known().filter(kind=kind, key=fold(label)).exists():
        raise TermExistsError
    if Suggestion.objects.filter(author=by, decision=Decision.WAITING).count() >= MOST_WAITING:
        raise TooManySuggestionsError
    suggestion = Suggestion(kind=kind, label=label, description=description, author=by)
    try:
        with transaction.atomic():
            suggestion.save()
    except IntegrityError:
        raise SuggestedAlreadyError from None
    record(action="term.suggested", actor=by, target=suggestion)
    return suggestion


@transaction.atomic
def accept(*, suggestion: Suggestion, label: str, description: str, by) -> Term:
    """Offer it to all, as it was suggested or said better. Raises TermExistsError or
    DecidedAlreadyError."""
    _lock(suggestion)
    term = add_term(kind=suggestion.kind, label=label, description=description, by=by)
    _decide(suggestion, Decision.ACCEPTED, by, term=term)
    return term


@transaction.atomic
def merge(*, suggestion: Suggestion, into: Term, by) -> None:
    """Say that `into` says it already. Raises DecidedAlreadyError."""
    _lock(suggestion)
    _decide(suggestion, Decision.MERGED, by, term=into)


@transaction.atomic
def refuse(*, suggestion: Suggestion, reason: str, by) -> None:
    """Say no, and why. Raises DecidedAlreadyError."""
    _lock(suggestion)
    _decide(suggestion, Decision.REFUSED, by, reason=reason)


def _lock(suggestion: Suggestion) -> None:
    rows = Suggestion.objects.select_for_update(of=("self",))
    if not rows.filter(pk=suggestion.pk, decision=Decision.WAITING).exists():
        raise DecidedAlreadyError


def _decide(suggestion: Suggestion, decision: str, by, *, term=None, reason: str = "") -> None:
    suggestion.decision, suggestion.decided_by = decision, by
    suggestion.term, suggestion.reason = term, reason
    suggestion.save(update_fields=["decision", "decided_by", "term", "reason"])
    record(action=f"suggestion.{decision}", actor=by, target=suggestion)
