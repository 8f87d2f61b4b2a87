"""Two people at the same moment: one clear outcome each, and nothing doubles."""

import pytest

from discussions import moving
from discussions.models import Message, Thread
from discussions.services import slow_thread
from groups.moderation.enums import Verb
from groups.moderation.errors import DecidedMeanwhileError
from groups.moderation.models import Act, Report
from groups.moderation.registry import get_kind
from groups.moderation.services import decide
from tests import factories
from tests.moderation.conftest import as_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_two_facilitators_hide_at_the_same_moment(scene, together):
    url = scene.moderate_url("note")
    clients = [as_user(scene.facilitator), as_user(scene.other_facilitator)]
    fields = {"verb": "hide", "reason": "Hors sujet"}
    answers = together(*(lambda c=client: c.post(url, fields).status_code for client in clients))
    assert answers.count(302) == 1
    assert set(answers) <= {302, 400, 409}
    assert Act.objects.count() == 1


def test_one_person_reports_twice_at_the_same_moment(scene, together):
    url = scene.report_url("note")
    clients = [as_user(scene.neighbour), as_user(scene.neighbour)]
    fields = {"category": "wrong"}
    answers = together(*(lambda c=client: c.post(url, fields).status_code for client in clients))
    assert answers == [302, 302]
    assert Report.objects.count() == 1


def test_two_facilitators_move_one_thread_at_the_same_moment(scene, together):
    """To two places: it is in one of them, and the other is told that it changed."""
    thread = scene.message.thread
    home = factories.group_space(scene.group)
    other = factories.make_experimentation(scene.group, factories.make_collectivity()).space
    thing = get_kind("fil").find(thread.pk)

    def move(actor, to):
        seen = moving.preview(thread, to).seen
        return lambda: decide(
            thing=thing,
            verb=Verb.MOVE,
            actor=actor,
            reason="Ailleurs",
            data={"to": to.pk, "seen": seen, "place": str(to)},
        )

    outcomes = together(move(scene.facilitator, home), move(scene.other_facilitator, other))
    (act,) = [each for each in outcomes if isinstance(each, Act)]
    (refusal,) = [each for each in outcomes if not isinstance(each, Act)]
    assert isinstance(refusal, DecidedMeanwhileError | moving.AudienceChangedError)
    assert Thread.objects.get(pk=thread.pk).space_id == act.data["to"]
    assert Act.objects.get() == act


def test_slow_mode_lets_one_of_two_messages_through(scene, together):
    thread = scene.message.thread
    slow_thread(thread=thread, actor=scene.facilitator, minutes=5)
    url = f"/discussions/{thread.pk}/"
    clients = [as_user(scene.guest), as_user(scene.guest)]
    answers = together(
        *(lambda c=client: c.post(url, {"body": "Bonjour"}).status_code for client in clients)
    )
    assert sorted(answers) == [302, 429]
    assert list(Message.objects.values_list("position", flat=True)) == [1, 2]
