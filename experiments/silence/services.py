"""Asking once for each silence, and noting what is answered."""

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from audit.services import record
from common.mail import absolute, compose
from experiments.models import Experimentation
from experiments.silence.enums import Standing
from experiments.silence.models import Question
from experiments.silence.permissions import can_say_standing, people_asked
from experiments.silence.selectors import open_question_of, silent_experimentations
from groups.permissions import space_access

SALT = "experiments.silence"
# A link that was not used serves no more.
VALID_FOR = 90 * 24 * 3600


def ask_the_silent() -> int:
    """Ask about every silence that was not asked about. Gives how many there were."""
    return sum(_ask(pk) for pk in list(silent_experimentations().values_list("pk", flat=True)))


@transaction.atomic
def _ask(pk: int) -> bool:
    """False if another run, or something written, came first, or if there is nobody to ask."""
    Experimentation.objects.select_for_update(of=("self",)).only("pk").get(pk=pk)
    experimentation = silent_experimentations().filter(pk=pk).first()
    if experimentation is None:
        return False
    people = list(people_asked(experimentation).values_list("pk", flat=True))
    if not people:
        return False
    question = Question.objects.create(experimentation=experimentation)
    for person in people:
        _queue(question.pk, str(person))
    return True


def _queue(question_id: int, person_id: str) -> None:
    transaction.on_commit(
        lambda: deliver_question.enqueue(question_id=question_id, person_id=person_id),
        robust=True,
    )


def token_of(question: Question, person) -> str:
    """What opens the question to this person, signed in or not, while she may answer it."""
    return signing.dumps({"q": question.pk, "p": str(person.pk)}, salt=SALT)


def _may_answer(person, question: Question) -> bool:
    return can_say_standing(space_access(person, question.experimentation.space))


@task()
def deliver_question(question_id: int, person_id: str) -> None:
    """Send the question with its link: what the worker runs, so that no link is kept with it."""
    question = (
        Question.objects.select_related("experimentation__space")
        .filter(pk=question_id, answered_at=None)
        .first()
    )
    person = get_user_model().objects.filter(pk=person_id, is_active=True).first()
    if question is None or person is None or not _may_answer(person, question):
        return
    compose(
        to=person.email,
        template="silence/email/question.txt",
        context={
            "title": question.experimentation.title,
            "url": absolute(reverse("standing_by_link", args=[token_of(question, person)])),
        },
    ).send()


def read_token(token: str) -> tuple[Question, object] | None:
    """The question that a link opens and whom it was sent to, if she may still answer it."""
    try:
        said = signing.loads(token, salt=SALT, max_age=VALID_FOR)
    except signing.BadSignature:
        return None
    question = (
        Question.objects.select_related("experimentation__space__group", "answered_by")
        .filter(pk=said["q"])
        .first()
    )
    person = get_user_model().objects.filter(pk=said["p"], is_active=True).first()
    if question is None or person is None or not _may_answer(person, question):
        return None
    return question, person


@transaction.atomic
def answer(
    *, experimentation: Experimentation, by, answer: Standing, question: Question | None = None
) -> Question:
    """Note where it is: an answer to `question` or to the one that waits, or said unasked.

    A question that was answered keeps its first answer. « Arrêtée » moves no stage: to abandon
    says what was learnt (`experiments.services.change_stage`).
    """
    stored = Experimentation.objects.select_for_update(of=("self",)).get(pk=experimentation.pk)
    question = question or open_question_of(stored)
    if question is not None:
        question.refresh_from_db()
        if question.answered_at is not None:
            if question.answer == answer:
                return question
            if question.answer != Standing.STOPPED:
                # Answered by a colleague meanwhile: what is said now is said beside.
                question = None
    question = question or Question(experimentation=stored)
    question.answer, question.answered_at, question.answered_by = answer, timezone.now(), by
    question.save()
    paused = timezone.localdate() if answer == Standing.PAUSED else None
    if (paused is None) != (stored.paused_on is None):
        stored.paused_on = paused
        stored.save(update_fields=["paused_on"])
    experimentation.paused_on = stored.paused_on
    record(
        action="experimentation.standing_said",
        actor=by,
        target=stored,
        group_id=stored.space.group_id,
        space_id=stored.space_id,
        answer=answer,
    )
    return question
