"""What collectivités answer to a call, begin to answer, and what facilitators decide."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.services import record
from common.mail import absolute, send_template_mail
from common.text import clean_text
from groups.enums import AnswerStatus, EngagementStatus, QuestionKind, Role
from groups.models import (
    AnswerDraft,
    CallAnswer,
    CallForParticipation,
    CallQuestionAnswer,
    WorkingGroup,
)
from groups.permissions import speaks_for
from groups.services.engagements import check_collectivity, set_engagement
from groups.services.errors import (
    AlreadyAnsweredError,
    AlreadyDecidedError,
    CallClosedError,
    ChangedMeanwhileError,
    TooManyAnswersError,
)
from groups.services.memberships import admit
from groups.services.shared import facilitators_of, lock_group
from organisations.models import Organisation
from organisations.services import declare_affiliation, verify_affiliation

PER_DAY = 10
LIVE = ~Q(status__in=[AnswerStatus.DECLINED, AnswerStatus.WITHDRAWN])
# What still waits for a decision; the second has had a first one.
UNDECIDED = [AnswerStatus.SUBMITTED, AnswerStatus.WAITING]
LONGEST_TYPED = 20_000
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _open_call(call_id: int) -> CallForParticipation:
    call = CallForParticipation.objects.select_related("group").get(pk=call_id)
    lock_group(call.group_id)
    call.refresh_from_db(fields=["published_at", "closes_at"])
    if not call.is_open:
        raise CallClosedError
    return call


def _already(existing: CallAnswer, author) -> AlreadyAnsweredError:
    own = existing.author_id == author.pk
    known = own or speaks_for(author, existing.organisation_id)
    return AlreadyAnsweredError(existing, own=own, known=known)


def _write_replies(answer: CallAnswer, replies: Mapping[int, str]) -> None:
    """Say `replies` ({question id: value}) to the questions of the answer's own call; an empty
    value takes back what was said, and a question that is not named keeps it. Raises
    ChangedMeanwhileError where a question came to ask for a number since."""
    kinds = dict(answer.call.questions.values_list("pk", "kind"))
    named = {pk: value for pk, value in replies.items() if pk in kinds}
    for pk, value in named.items():
        if value and kinds[pk] == QuestionKind.NUMBER and not PLAIN_NUMBER.fullmatch(value):
            raise ChangedMeanwhileError
    answer.replies.filter(question__in=named).exclude(
        question__in=[pk for pk, value in named.items() if value]
    ).delete()
    CallQuestionAnswer.objects.bulk_create(
        (
            CallQuestionAnswer(answer=answer, question_id=pk, value=value)
            for pk, value in named.items()
            if value
        ),
        update_conflicts=True,
        unique_fields=["answer", "question"],
        update_fields=["value"],
    )


@transaction.atomic
def keep_draft(
    *,
    call: CallForParticipation,
    author,
    typed: Mapping[str, str],
    answer: CallAnswer | None = None,
) -> AnswerDraft:
    """Keep what the form held, complete or not, for its author alone; once more replaces it.
    Closing does not prevent it: what was typed too late is kept too."""
    kept = {name: clean_text(value[:LONGEST_TYPED]) for name, value in typed.items()}
    draft, _new = AnswerDraft.objects.update_or_create(
        call=call, author=author, answer=answer, defaults={"typed": kept}
    )
    return draft


@transaction.atomic
def drop_draft(*, call: CallForParticipation, author, answer: CallAnswer | None = None) -> None:
    """Throw her draft away. Twice is once."""
    AnswerDraft.objects.filter(call=call, author=author, answer=answer).delete()


@transaction.atomic
def answer_call(
    *,
    call: CallForParticipation,
    organisation: Organisation,
    author,
    intention: str,
    function: str = "",
    neighbourhood: str = "",
    partners: str = "",
    wants_mirror: bool = False,
    replies: Mapping[int, str] | None = None,
) -> CallAnswer:
    """Answer for a collectivité: one answer each, by whoever says she works there.

    Her place there is noted, unverified until the facilitators decide; her draft is sent with it.
    `replies` are what she says to the call's own questions, by their id. Raises CallClosedError,
    AlreadyAnsweredError, TooManyAnswersError, UnsuitableOrganisationError.
    """
    check_collectivity(organisation)
    current = _open_call(call.pk)
    day_ago = timezone.now() - timedelta(days=1)
    # Each one writes to every facilitator: answering and withdrawing in turn would flood them.
    if CallAnswer.objects.filter(author=author, created_at__gt=day_ago).count() >= PER_DAY:
        raise TooManyAnswersError
    existing = CallAnswer.objects.filter(LIVE, call=current, organisation=organisation).first()
    if existing:
        raise _already(existing, author)
    try:
        with transaction.atomic():
            answer = CallAnswer.objects.create(
                call=current,
                organisation=organisation,
                author=author,
                function=function,
                intention=intention,
                neighbourhood=neighbourhood,
                partners=partners,
                wants_mirror=wants_mirror,
            )
    except IntegrityError:
        existing = CallAnswer.objects.get(LIVE, call=current, organisation=organisation)
        raise _already(existing, author) from None
    _write_replies(answer, replies or {})
    drop_draft(call=current, author=author)
    declare_affiliation(user=author, organisation=organisation, function=function)
    record(
        action="answer.submitted",
        actor=author,
        target=answer,
        group_id=current.group_id,
        organisation=organisation.pk,
    )
    send_template_mail(
        to=author.email,
        template="groups/email/answer_received.txt",
        context={
            "group": current.group.name,
            "organisation": organisation.name,
            "url": absolute(reverse("group_call_answer", args=[current.group.slug])),
        },
    )
    for email in facilitators_of(current.group):
        send_template_mail(
            to=email,
            template="groups/email/answer_to_review.txt",
            context={
                "group": current.group.name,
                "organisation": organisation.name,
                "url": absolute(reverse("group_answer", args=[current.group.slug, answer.pk])),
            },
        )
    return answer


def _undecided(answer: CallAnswer) -> CallAnswer:
    _open_call(answer.call_id)
    current = CallAnswer.objects.get(pk=answer.pk)
    if current.status != AnswerStatus.SUBMITTED:
        raise AlreadyDecidedError(current)
    return current


@transaction.atomic
def update_answer(
    *,
    answer: CallAnswer,
    by,
    intention: str,
    function: str = "",
    neighbourhood: str = "",
    partners: str = "",
    wants_mirror: bool = False,
    replies: Mapping[int, str] | None = None,
    unless_changed_since: datetime | None = None,
) -> CallAnswer:
    """Change an answer while the call is open and nothing is decided; by its author or a colleague,
    who is then named. Raises CallClosedError, AlreadyDecidedError, ChangedMeanwhileError."""
    current = _undecided(answer)
    if unless_changed_since and current.updated_at > unless_changed_since:
        raise ChangedMeanwhileError
    current.function = function
    current.intention = intention
    current.neighbourhood = neighbourhood
    current.partners = partners
    current.wants_mirror = wants_mirror
    current.edited_by = None if by.pk == current.author_id else by
    current.save()
    _write_replies(current, replies or {})
    drop_draft(call=current.call, author=by, answer=current)
    record(action="answer.updated", actor=by, target=current)
    return current


@transaction.atomic
def withdraw_answer(*, answer: CallAnswer, by) -> CallAnswer:
    """Take an answer back while the call is open and nothing is decided; another may follow."""
    current = _undecided(answer)
    current.status = AnswerStatus.WITHDRAWN
    current.save(update_fields=["status", "updated_at"])
    current.drafts.all().delete()
    record(action="answer.withdrawn", actor=by, target=current)
    return current


_ENGAGES = {
    AnswerStatus.ENGAGED: (EngagementStatus.ENGAGED, Role.MEMBER),
    AnswerStatus.MIRROR: (EngagementStatus.MIRROR, Role.OBSERVER),
}


@transaction.atomic
def decide_answer(
    *,
    answer: CallAnswer,
    decision: str,
    by,
    message: str = "",
    seen: str = AnswerStatus.SUBMITTED,
) -> CallAnswer:
    """Engage the collectivité, take it as a mirror, put it on the waiting list, or decline; once.

    From the waiting list it is decided once more: `seen` is the status that `by` had before her, so
    that nobody decides over a decision she did not know of.

    Engaging records the commitment, vouches for the author's place in her collectivité and admits
    her (member, or observer of a mirror collectivité), all or nothing. Raises AlreadyDecidedError
    if another facilitator decided first.
    """
    group = lock_group(CallForParticipation.objects.get(answers=answer.pk).group_id)
    current = CallAnswer.objects.select_related("author", "organisation").get(pk=answer.pk)
    if current.status not in UNDECIDED or current.status != seen or decision == seen:
        raise AlreadyDecidedError(current)
    current.status = decision
    current.decision_message = message
    current.decided_at = timezone.now()
    current.decided_by = by
    current.save()
    record(
        action="answer.decided",
        actor=by,
        target=current,
        group_id=group.pk,
        organisation=current.organisation_id,
        decision=decision,
        before=seen,
    )
    if decision in _ENGAGES:
        status, role = _ENGAGES[decision]
        set_engagement(
            group=group,
            organisation=current.organisation,
            status=status,
            by=by,
            commitment=current.intention,
        )
        place = declare_affiliation(
            user=current.author,
            organisation=current.organisation,
            function=current.function,
            by=by,
        )
        verify_affiliation(affiliation=place, by=by)
        admit(group=group, user=current.author, role=role, organisation=current.organisation, by=by)
    send_template_mail(
        to=current.author.email,
        template="groups/email/answer_decided.txt",
        context={
            "group": group.name,
            "organisation": current.organisation.name,
            "decision": decision,
            "message": message,
            "url": absolute(reverse("group", args=[group.slug])),
        },
    )
    return current


def export_answers(*, group: WorkingGroup, by, count: int) -> None:
    """Note that the `count` answers of the group left the site in a file."""
    record(action="answers.exported", actor=by, target=group, group_id=group.pk, answers=count)
