"""The answers to a call as a table: its filters on the page, its columns in a spreadsheet."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from groups.enums import AnswerStatus, QuestionKind
from groups.models import CallAnswer, CallQuestion


@dataclass(frozen=True, slots=True)
class Filter:
    """One status to narrow the list to ("" for all), and how many answers have it."""

    status: str
    label: str
    count: int
    current: bool


def filters_of(answers: list[CallAnswer], wanted: str) -> list[Filter]:
    """All, then each status that some answer has; an unknown `wanted` is all. No query."""
    counts = Counter(answer.status for answer in answers)
    known = wanted in counts
    found = [Filter("", _("Toutes"), len(answers), not known)]
    found += [
        Filter(status.value, str(status.label), counts[status], status == wanted)
        for status in AnswerStatus
        if counts[status]
    ]
    return found


def _moment(moment) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" if moment else ""


def export_rows(answers: list[CallAnswer], questions: list[CallQuestion]) -> Iterator[list]:
    """A line of titles, then one for each answer, questions included. `answers` and `questions`
    come from `answers_with_replies` and `questions_answered`."""
    yield [
        _("Appel"),
        _("Collectivité"),
        _("Code"),
        _("Département"),
        _("Envoyée par"),
        _("Adresse e-mail"),
        _("Fonction"),
        _("Rattachement confirmé"),
        _("Envoyée le"),
        _("Modifiée le"),
        _("Souhait"),
        _("Ce que la collectivité veut essayer"),
        _("Quartier ou territoire visé"),
        _("Partenaires pressentis"),
        *(f"{each.label} ({each.unit})" if each.unit else each.label for each in questions),
        _("Suite donnée"),
        _("Décidée le"),
        _("Décidée par"),
        _("Message à la collectivité"),
    ]
    for answer in answers:
        values = {reply.question_id: reply.value for reply in answer.replies.all()}
        yield [
            answer.call.title,
            answer.organisation.name,
            answer.organisation.code,
            answer.organisation.department_code,
            str(answer.author),
            answer.author.email,
            answer.function,
            _("oui") if answer.author_verified else _("non"),
            _moment(answer.created_at),
            _moment(answer.updated_at),
            answer.wish,
            answer.intention,
            answer.neighbourhood,
            answer.partners,
            *(_value(each, values.get(each.pk, "")) for each in questions),
            answer.get_status_display(),
            _moment(answer.decided_at),
            str(answer.decided_by) if answer.decided_by else "",
            answer.decision_message,
        ]


def _value(question: CallQuestion, value: str) -> str | Decimal:
    return Decimal(value) if value and question.kind == QuestionKind.NUMBER else value
