"""Which journals are silent, what was asked, what was answered."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from experiments.enums import Stage
from experiments.indicators.models import Measurement
from experiments.models import Experimentation, JournalEntry, PlannedAction, StageChange
from experiments.silence.enums import Standing
from experiments.silence.models import Question
from groups.enums import EngagementStatus, GroupState
from groups.models import Engagement, Suspension
from groups.querysets import carried_spaces_of

# So long without a word, and the question is asked.
SILENT_AFTER = timedelta(days=60)


def _written_since(moment, experimentation: str) -> Q:
    """Whether something was written after `moment`: a note, a measurement, an action planned or
    moved, a stage. What was removed or hidden since was written all the same."""
    of = {"experimentation": OuterRef(experimentation)}
    return (
        Q(Exists(JournalEntry.with_removed.filter(**of, created_at__gt=moment)))
        | Q(Exists(PlannedAction.objects.filter(**of, updated_at__gt=moment)))
        | Q(Exists(StageChange.objects.filter(**of, created_at__gt=moment)))
        | Q(
            Exists(
                Measurement.with_removed.filter(
                    indicator__experimentation=OuterRef(experimentation), created_at__gt=moment
                )
            )
        )
    )


def silent_experimentations(now: datetime | None = None) -> QuerySet:
    """Those without a word for `SILENT_AFTER`, whose carriers were not asked about it yet. Neither
    abandoned ones, nor those that are paused, nor those of archived groups. One query."""
    before = (now or timezone.now()) - SILENT_AFTER
    asked = Question.objects.filter(experimentation=OuterRef("pk"))
    return (
        Experimentation.objects.filter(created_at__lte=before, paused_on=None)
        .exclude(stage=Stage.ABANDONED)
        .exclude(space__group__state=GroupState.ARCHIVED)
        .annotate(last_asked=Subquery(asked.order_by("-asked_at").values("asked_at")[:1]))
        .filter(~_written_since(before, "pk"))
        .filter(Q(last_asked=None) | _written_since(OuterRef("last_asked"), "pk"))
        .select_related("space", "owner")
        .order_by("pk")
    )


def unanswered() -> QuerySet:
    """Questions that still wait: neither answered, nor ended by something written since."""
    written = _written_since(OuterRef("asked_at"), "experimentation")
    return Question.objects.filter(~written, answered_at=None)


def without_words() -> QuerySet:
    """Those answered « arrêtée », and what was learnt is not written yet."""
    rows = Question.objects.filter(answer=Standing.STOPPED)
    return rows.exclude(experimentation__stage=Stage.ABANDONED)


def open_questions() -> QuerySet:
    """Those that wait for an answer, or for the rest of it."""
    return unanswered() | without_words()


def open_question_of(experimentation: Experimentation) -> Question | None:
    """What its carriers still have to answer, or finish answering. One query."""
    return open_questions().filter(experimentation=experimentation).first()


def my_questions(user) -> QuerySet:
    """What waits for a person, of what she carries and may write in."""
    withdrawn = Engagement.objects.filter(
        group=OuterRef("space__group"),
        organisation=OuterRef("organisation"),
        status=EngagementStatus.WITHDRAWN,
    )
    suspended = Suspension.objects.active().filter(user=user, group=OuterRef("space__group"))
    rows = open_questions().filter(
        experimentation__space__in=carried_spaces_of(user).filter(
            ~Exists(withdrawn), ~Exists(suspended)
        )
    )
    return rows.exclude(experimentation__space__group__state=GroupState.ARCHIVED)


def answers_of(experimentation: Experimentation) -> QuerySet:
    """What its carriers said, oldest first, with who said it. One query."""
    return (
        experimentation.questions.exclude(answered_at=None)
        .select_related("answered_by")
        .order_by(F("answered_at"), "pk")
    )
