"""Two people at the same moment: one clear outcome each, and nothing doubles."""

import pytest

from discussions.models import Message
from discussions.services import slow_thread
from groups.moderation.models import Act, Report
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
