"""Acts of the path that send e-mails."""

from datetime import timedelta

from django.utils import timezone

from experiments.indicators.models import Measurement
from experiments.models import Experimentation, JournalEntry, PlannedAction, StageChange
from experiments.silence.models import Question
from experiments.silence.services import ask_the_silent


def fall_silent(world) -> None:
    """Everything of mine is long ago; the day's run asks about it."""
    trial, long_ago = world.mine.experimentation, timezone.now() - timedelta(days=61)
    Question.objects.filter(experimentation=trial).delete()
    Experimentation.objects.filter(pk=trial.pk).update(created_at=long_ago)
    for manager in (JournalEntry.with_removed, StageChange.objects):
        manager.filter(experimentation=trial).update(created_at=long_ago)
    PlannedAction.objects.filter(experimentation=trial).update(updated_at=long_ago)
    rows = Measurement.with_removed.filter(indicator__experimentation=trial)
    rows.update(created_at=long_ago)
    ask_the_silent()
