"""What the question adds to the pages of an experimentation (registered in apps.py)."""

from experiments.models import Experimentation
from experiments.silence.permissions import can_say_standing, is_asked
from experiments.silence.selectors import answers_of, open_question_of
from groups.permissions import Access


def notice(user, experimentation: Experimentation, access: Access) -> dict | None:
    """What its carriers are asked, and that it is paused. One query, for its carriers only."""
    question = open_question_of(experimentation) if is_asked(access) else None
    if question is None and experimentation.paused_on is None:
        return None
    return {
        "experimentation": experimentation,
        "question": question,
        "can_say": can_say_standing(access),
    }


def history(user, experimentation: Experimentation, access: Access) -> dict | None:
    """What its carriers said of where it was, for those who enter. One query."""
    answers = list(answers_of(experimentation)) if access.can_read else []
    return {"answers": answers} if answers else None
