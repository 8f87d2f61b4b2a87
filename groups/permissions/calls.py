"""Rules about calls and the answers to them."""

from groups.enums import AnswerStatus, GroupState
from organisations.models import Affiliation


def can_answer_call(user, call) -> bool:
    """Any account may answer an open call of a public group; the facilitators decide."""
    return (
        user.is_authenticated
        and user.is_active
        and call.is_open
        and call.group.state not in {GroupState.PREPARING, GroupState.ARCHIVED}
    )


def speaks_for(user, organisation_id: int) -> bool:
    """Somebody vouched for her place in that organisation. One query."""
    places = Affiliation.objects.current().verified()
    return places.filter(user=user, organisation=organisation_id).exists()


def can_edit_answer(user, answer) -> bool:
    """Her own answer, or one of a collectivité where somebody vouched for her place, while the call
    is open and nothing is decided."""
    return (
        answer.status == AnswerStatus.SUBMITTED
        and can_answer_call(user, answer.call)
        and (answer.author_id == user.pk or speaks_for(user, answer.organisation_id))
    )


def can_withdraw_answer(user, answer) -> bool:
    """Her own alone, as long as it can be edited."""
    return answer.author_id == user.pk and can_edit_answer(user, answer)
