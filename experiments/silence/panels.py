"""What the question adds to the pages of an experimentation (registered in apps.py)."""

from django.db.models import QuerySet

from experiments.models import Experimentation
from experiments.silence.permissions import is_asked
from experiments.silence.selectors import answers_of, unanswered, without_words
from groups.models import Space
from groups.permissions import Access


def waiting(experimentation: Experimentation, access: Access) -> QuerySet | None:
    """What its carriers still have to answer, for them."""
    rows = unanswered().filter(experimentation=experimentation)
    return rows if is_asked(access) else None


def stopped(experimentation: Experimentation, access: Access) -> QuerySet | None:
    """Answered « arrêtée », without what was learnt."""
    rows = without_words().filter(experimentation=experimentation)
    return rows if is_asked(access) else None


def history(user, experimentation: Experimentation, access: Access) -> dict | None:
    """What its carriers said of where it was, for those who enter. One query."""
    answers = list(answers_of(experimentation)) if access.can_read else []
    return {"answers": answers} if answers else None


def seen(space: Space, access: Access, asked: dict) -> dict:
    """What was answered, as one of the guests finds it on the presentation. One query."""
    experimentation = space.experimentation
    experimentation.space = space
    answers = answers_of(experimentation) if access.can_read else []
    return {
        "experimentation": experimentation,
        "summary": experimentation.summary,
        "answers": answers,
    }
