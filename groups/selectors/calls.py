"""Reads of calls, their questions and their answers, each with a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, CharField, Count, F, Prefetch, Q, QuerySet, Value
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from groups.enums import AnswerStatus, QuestionKind
from groups.models import (
    AnswerDraft,
    CallAnswer,
    CallForParticipation,
    CallQuestion,
    CallQuestionAnswer,
    WorkingGroup,
)
from groups.querysets import PUBLIC_STATES
from groups.selectors.people import verified_place
from organisations.models import Affiliation, Organisation

REPLIES = Prefetch("replies", CallQuestionAnswer.objects.select_related("question"))


def current_call(group: WorkingGroup) -> CallForParticipation | None:
    """The group's newest call: open, closed or still a draft. One query."""
    call = group.calls.order_by(F("published_at").desc(nulls_first=True), "-pk").first()
    if call is not None:
        call.group = group
    return call


def published_call(group: WorkingGroup, pk: int | None = None) -> CallForParticipation | None:
    """The newest call that was published, or that of this `pk`: what anybody may read. One
    query."""
    calls = group.calls.filter(published_at__lte=timezone.now()).order_by("-published_at")
    call = (calls if pk is None else calls.filter(pk=pk)).first()
    if call is not None:
        call.group = group
    return call


def my_answers_to(user, call: CallForParticipation | None) -> list[CallAnswer]:
    """The answers to `call` that `user` may read: her own, and those of collectivités where
    somebody vouched for her place. One for each collectivité, none that was taken back.

    Live ones first, then hers (`is_mine`), then the newest, each with its replies. Two queries.
    """
    if call is None or not user.is_authenticated:
        return []
    places = Affiliation.objects.current().verified().filter(user=user)
    answers = (
        CallAnswer.objects.filter(call=call)
        .filter(Q(author=user) | Q(organisation__in=places.values("organisation")))
        .exclude(status=AnswerStatus.WITHDRAWN)
        .select_related("organisation", "author", "edited_by")
        .annotate(is_mine=Q(author=user), is_live=~Q(status=AnswerStatus.DECLINED))
        .order_by("-is_live", "-is_mine", "-pk")
        .prefetch_related(REPLIES)
    )
    found: dict[int, CallAnswer] = {}
    for answer in answers:
        answer.call = call
        found.setdefault(answer.organisation_id, answer)
    return list(found.values())


def my_answer(user, call: CallForParticipation | None) -> CallAnswer | None:
    """The first of `my_answers_to`."""
    return next(iter(my_answers_to(user, call)), None)


def my_draft(
    user, call: CallForParticipation, answer: CallAnswer | None = None
) -> AnswerDraft | None:
    """What `user` typed and did not send: a new answer, or changes to `answer`. One query."""
    if not user.is_authenticated:
        return None
    return AnswerDraft.objects.filter(call=call, author=user, answer=answer).first()


@dataclass(frozen=True, slots=True)
class Pending:
    """An answer that somebody sent and that waits for a decision, or (`pk` None) one that she began
    and has not sent."""

    pk: int | None
    organisation: str
    call_id: int
    slug: str
    group: str
    closes_at: datetime | None

    @property
    def is_draft(self) -> bool:
        return self.pk is None

    @property
    def is_late(self) -> bool:
        """Its call is closed."""
        return self.closes_at is not None and self.closes_at <= timezone.now()


def pending_parts(person) -> list[QuerySet]:
    """The answers of a person (her id) that wait for a decision, and those she has not sent, in
    groups that anybody may read, for a page that asks at once for all that awaits her. Rows of:
    what it is (« answer »), the fields of `Pending`, since when (sorted by `updated_at`)."""
    call = ["call_id", "call__group__slug", "call__group__name", "call__closes_at"]
    sent = CallAnswer.objects.filter(author=person, status=AnswerStatus.SUBMITTED)
    drafts = AnswerDraft.objects.filter(
        author=person,
        answer=None,
        call__published_at__isnull=False,
        call__group__state__in=PUBLIC_STATES,
    )
    kind = Value("answer", CharField())
    return [
        drafts.order_by()
        .annotate(kind=kind, key=Value(None, BigIntegerField()), name=Value("", CharField()))
        .values_list("kind", "key", "name", *call, "updated_at"),
        sent.order_by()
        .annotate(kind=kind, key=F("pk"), name=F("organisation__name"))
        .values_list("kind", "key", "name", *call, "created_at"),
    ]


def my_place(user) -> Organisation | None:
    """The one organisation where `user` works, if there is just one. One query."""
    places = Affiliation.objects.current().filter(user=user).select_related("organisation")[:2]
    places = list(places)
    return places[0].organisation if len(places) == 1 else None


def questions_of(call: CallForParticipation) -> QuerySet:
    """The questions that whoever answers `call` now is asked. One query."""
    return call.questions.asked()


def questions_kept(call: CallForParticipation) -> QuerySet:
    """Every question of `call`, retired ones last, each with `replies_count`. One query."""
    return call.questions.annotate(replies_count=Count("replies")).order_by(
        F("retired_at").asc(nulls_first=True), "position", "pk"
    )


def get_question(call: CallForParticipation, pk: int) -> CallQuestion:
    """One question of this very call, with `replies_count`; or 404. One query."""
    question = questions_kept(call).filter(pk=pk).first()
    if question is None:
        raise Http404
    return question


def answers_of(group: WorkingGroup) -> QuerySet:
    """Every answer to the group's calls, those to decide first. One query."""
    return (
        CallAnswer.objects.filter(call__group=group)
        .select_related("organisation", "author", "call")
        .annotate(to_decide=Q(status=AnswerStatus.SUBMITTED))
        .order_by("-to_decide", "-created_at", "-pk")
    )


def answers_to_decide(group: WorkingGroup) -> QuerySet:
    """Answers to the group's calls that wait for a decision."""
    return CallAnswer.objects.filter(call__group=group, status=AnswerStatus.SUBMITTED)


def get_answer(group: WorkingGroup, pk: int) -> CallAnswer:
    """One answer to a call of this very group, with whether its author's place is verified as
    `author_verified` and its replies; or 404. Two queries."""
    answer = (
        CallAnswer.objects.filter(call__group=group, pk=pk)
        .select_related("organisation", "author", "edited_by", "call", "decided_by")
        .annotate(author_verified=verified_place("author", "organisation"))
        .prefetch_related(REPLIES)
        .first()
    )
    if answer is None:
        raise Http404
    answer.call.group = group
    return answer


# Side by side


MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison: what was asked, and what each answer says to it."""

    label: str
    cells: list[tuple[CallAnswer, str]]
    long: bool = False


def answers_with_replies(group: WorkingGroup, pks: list[int] | None = None) -> list[CallAnswer]:
    """The answers to the group's calls, oldest first (or those of `pks`, in that order), with who
    decided and `said`: {question id: words}. Two queries."""
    answers = (
        CallAnswer.objects.filter(call__group=group)
        .select_related("organisation", "author", "edited_by", "call", "decided_by")
        .annotate(author_verified=verified_place("author", "organisation"))
        .prefetch_related(REPLIES)
        .order_by("created_at", "pk")
    )
    if pks is not None:
        answers = sorted(answers.filter(pk__in=pks), key=lambda answer: pks.index(answer.pk))
    found = list(answers)
    for answer in found:
        answer.said = {reply.question_id: reply.words for reply in answer.replies.all()}
    return found


def questions_answered(answers: list[CallAnswer]) -> list[CallQuestion]:
    """The questions of these answers' calls, without those retired before anybody answered. One
    query."""
    said = {pk for answer in answers for pk in answer.said}
    calls = {answer.call_id for answer in answers}
    questions = CallQuestion.objects.filter(call__in=calls).order_by("call", "position", "pk")
    return [each for each in questions if each.retired_at is None or each.pk in said]


def side_by_side(answers: list[CallAnswer], questions: list[CallQuestion]) -> list[Compared]:
    """The lines that compare `answers`, one cell each. No query."""

    def line(label: str, said: Callable[[CallAnswer], str], *, long: bool = False) -> Compared:
        return Compared(label, [(answer, said(answer)) for answer in answers], long)

    lines = [
        line(_("Souhait"), lambda answer: answer.wish),
        line(_("Ce qu’elle veut essayer"), lambda answer: answer.intention, long=True),
        line(_("Quartier ou territoire visé"), lambda answer: answer.neighbourhood),
        line(_("Partenaires pressentis"), lambda answer: answer.partners, long=True),
    ]
    lines += [
        line(
            question.label,
            lambda answer, pk=question.pk: answer.said.get(pk, ""),
            long=question.kind == QuestionKind.TEXT,
        )
        for question in questions
    ]
    lines.append(line(_("Suite donnée"), lambda answer: answer.get_status_display()))
    lines.append(line(_("Message envoyé"), lambda answer: answer.decision_message, long=True))
    return [each for each in lines if any(words for _answer, words in each.cells)]
