"""The questions of a call: added, ordered, reworded, retired.

Whoever answers is asked those of the moment. What was answered is never destroyed: once its call is
published a question is retired, not deleted, and one that was answered keeps its kind.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from audit.services import record
from groups.enums import QuestionKind
from groups.models import CallForParticipation, CallQuestion
from groups.services.errors import CallClosedError, ChangedMeanwhileError, RuleError
from groups.services.shared import lock_group

MOST = 20


def _held_call(call_id: int) -> CallForParticipation:
    """The call as it is now, its group held; its questions change until it closes."""
    group_id = CallForParticipation.objects.values_list("group_id", flat=True).get(pk=call_id)
    lock_group(group_id)
    call = CallForParticipation.objects.get(pk=call_id)
    if call.is_over:
        raise CallClosedError
    return call


def _question(pk: int) -> CallQuestion:
    question = CallQuestion.objects.filter(pk=pk).first()
    if question is None:
        raise RuleError(_("Cette question vient d’être supprimée."))
    return question


def _check_room(call: CallForParticipation) -> None:
    if call.questions.asked().count() >= MOST:
        raise RuleError(_("Vingt questions au plus\u00a0: retirez-en une d’abord."))


def _last(call: CallForParticipation) -> int:
    return (call.questions.aggregate(last=Max("position"))["last"] or 0) + 1


def _fill(question: CallQuestion, **words) -> None:
    for name, value in words.items():
        setattr(question, name, value)
    if question.kind != QuestionKind.CHOICE:
        question.options = []
    if question.kind != QuestionKind.NUMBER:
        question.unit = ""


def _noted(action: str, question: CallQuestion, call: CallForParticipation, by) -> None:
    record(action=action, actor=by, target=question, group_id=call.group_id, call=call.pk)


@transaction.atomic
def add_question(
    *,
    call: CallForParticipation,
    by,
    kind: str,
    label: str,
    help: str = "",  # noqa: A002
    required: bool = False,
    options: list[str] | None = None,
    unit: str = "",
) -> CallQuestion:
    """Ask one more question, last. Raises CallClosedError, RuleError past twenty."""
    current = _held_call(call.pk)
    _check_room(current)
    question = CallQuestion(call=current, position=_last(current), kind=kind)
    _fill(question, label=label, help=help, required=required, options=options or [], unit=unit)
    question.save()
    _noted("question.added", question, current, by)
    return question


@transaction.atomic
def edit_question(
    *,
    question: CallQuestion,
    by,
    kind: str,
    label: str,
    help: str = "",  # noqa: A002
    required: bool = False,
    options: list[str] | None = None,
    unit: str = "",
    unless_changed_since: datetime | None = None,
) -> CallQuestion:
    """Reword a question. What was answered stays as it was written, an option that is no longer
    proposed included. Raises CallClosedError, ChangedMeanwhileError, and RuleError for another kind
    once it was answered."""
    call = _held_call(question.call_id)
    current = _question(question.pk)
    if unless_changed_since and current.updated_at > unless_changed_since:
        raise ChangedMeanwhileError
    if kind != current.kind and current.replies.exists():
        raise RuleError(_("Des collectivités y ont déjà répondu\u00a0: sa forme ne change plus."))
    _fill(
        current,
        kind=kind,
        label=label,
        help=help,
        required=required,
        options=options or [],
        unit=unit,
    )
    current.save()
    _noted("question.edited", current, call, by)
    return current


@transaction.atomic
def move_question(*, question: CallQuestion, by, up: bool) -> None:
    """One place up or down among those that are asked; nothing at either end."""
    call = _held_call(question.call_id)
    asked = list(call.questions.asked())
    here = next((n for n, each in enumerate(asked) if each.pk == question.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if there is None or not 0 <= there < len(asked):
        return
    asked[here], asked[there] = asked[there], asked[here]
    for position, each in enumerate(asked, start=1):
        each.position = position
    CallQuestion.objects.bulk_update(asked, ["position"])
    _noted("question.moved", question, call, by)


@transaction.atomic
def remove_question(*, question: CallQuestion, by) -> CallQuestion | None:
    """Ask it no more: deleted while its call is a draft (gives None), retired afterwards. Twice is
    once."""
    call = _held_call(question.call_id)
    current = CallQuestion.objects.filter(pk=question.pk).first()
    if current is None or current.retired_at is not None:
        return current
    _noted("question.removed", current, call, by)
    if call.published_at is None and not current.replies.exists():
        current.delete()
        return None
    current.retired_at = timezone.now()
    current.save(update_fields=["retired_at", "updated_at"])
    return current


@transaction.atomic
def restore_question(*, question: CallQuestion, by) -> CallQuestion:
    """Ask a retired question again, last. Twice is once."""
    call = _held_call(question.call_id)
    current = _question(question.pk)
    if current.retired_at is None:
        return current
    _check_room(call)
    current.retired_at = None
    current.position = _last(call)
    current.save(update_fields=["retired_at", "position", "updated_at"])
    _noted("question.restored", current, call, by)
    return current
