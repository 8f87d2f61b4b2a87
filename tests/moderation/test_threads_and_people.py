"""Threads locked, pinned and slowed; writing suspended for a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussions import services as discussions
from discussions.models import Message, Thread
from groups.models import Space, Suspension
from groups.moderation.enums import Verb
from groups.moderation.models import Act
from groups.moderation.services import decide
from groups.permissions import space_access
from tests.moderation.conftest import as_user

REASON = "La discussion s’emballe"
JSON = {"Accept": "application/json"}


def _url(thread) -> str:
    return f"/espaces/{thread.space_id}/moderation/fil/{thread.pk}/"


@pytest.mark.parametrize(
    ("verb", "back", "field", "value"),
    [
        ("lock", "unlock", "is_locked", True),
        ("pin", "unpin", "is_pinned", True),
        ("slow", "unslow", "slow_minutes", 15),
    ],
)
def test_a_thread_is_set_and_set_back_with_a_reason(scene, verb, back, field, value):
    thread = scene.message.thread
    client = as_user(scene.facilitator)
    refused = client.post(_url(thread), {"verb": verb, "reason": "", "minutes": "15"})
    assert refused.status_code == 400
    for asked, expected in ((verb, value), (back, type(value)(0))):
        fields = {"verb": asked, "reason": REASON, "minutes": "15"}
        assert client.post(_url(thread), fields).status_code == 302
        assert getattr(Thread.objects.get(pk=thread.pk), field) == expected
    assert list(Act.objects.values_list("verb", "reason")) == [(back, REASON), (verb, REASON)]
    page = as_user(scene.member).get(f"/espaces/{thread.space_id}/actes/{Act.objects.first().pk}/")
    assert REASON in page.content.decode()
    for name in ("member", "neighbour", "guest", "foreign_facilitator"):
        client = as_user(getattr(scene, name))
        fields = {"verb": verb, "reason": REASON, "minutes": "15"}
        assert client.post(_url(thread), fields).status_code == 404, name


def test_pinned_threads_come_first(scene):
    old = scene.message.thread
    discussions.create_thread(space=scene.space, author=scene.member, title="Plus récent", body="…")
    discussions.pin_thread(thread=old, actor=scene.facilitator, pinned=True)
    page = as_user(scene.guest).get(f"/espaces/{scene.space.pk}/discussions/").content.decode()
    assert page.index(f"/discussions/{old.pk}/") < page.index("Plus récent")


def test_slow_mode_says_when_and_keeps_the_text(scene):
    thread = scene.message.thread
    discussions.slow_thread(thread=thread, actor=scene.facilitator, minutes=5)
    url, guest = f"/discussions/{thread.pk}/", as_user(scene.guest)
    assert guest.post(url, {"body": "Premier"}, headers=JSON).status_code == 201
    refused = guest.post(url, {"body": "Un texte à garder"})
    page = refused.content.decode()
    assert refused.status_code == 429
    assert "Un texte à garder</textarea>" in page
    assert "Vous pourrez envoyer celui-ci à" in page
    as_json = guest.post(url, {"body": "Un texte à garder"}, headers=JSON)
    assert as_json.status_code == 429
    assert "toutes les 5 minutes" in as_json.json()["error"]
    # Others are not held back by her, nor facilitators by themselves.
    assert as_user(scene.neighbour).post(url, {"body": "Autre"}, headers=JSON).status_code == 201
    for _turn in range(2):
        answer = as_user(scene.facilitator).post(url, {"body": "Animation"}, headers=JSON)
        assert answer.status_code == 201
    Message.objects.filter(body="Premier").update(
        created_at=timezone.now() - timedelta(minutes=5, seconds=1)
    )
    assert guest.post(url, {"body": "Second"}, headers=JSON).status_code == 201
    positions = Message.objects.filter(thread=thread).values_list("position", flat=True)
    assert sorted(positions) == list(range(1, len(positions) + 1))


def test_a_suspended_member_reads_and_no_longer_writes_until_the_date(
    scene, mailoutbox, django_capture_on_commit_callbacks
):
    thread, url = scene.message.thread, f"/discussions/{scene.message.thread_id}/"
    trial = scene.entry.experimentation_id
    written = (
        f"/espaces/{scene.space.pk}/discussions/nouveau/",
        f"/espaces/{scene.space.pk}/documents/nouveau/",
        f"/experimentations/{trial}/journal/nouvelle/",
        f"/experimentations/{trial}/journal/{scene.entry.pk}/modifier/",
        f"/experimentations/{trial}/modifier/",
        f"/groupes/{scene.group.slug}/experimentations/nouvelle/",
    )
    member = as_user(scene.member)
    assert {member.get(address).status_code for address in written} == {200}
    version = Space.objects.get(pk=scene.space.pk).access_version
    moderate = scene.moderate_url("personne")
    fields = {"verb": "suspend", "reason": REASON, "days": "7"}
    with django_capture_on_commit_callbacks(execute=True):
        assert as_user(scene.facilitator).post(moderate, fields).status_code == 302
    assert Space.objects.get(pk=scene.space.pk).access_version > version
    assert REASON in mailoutbox[0].body
    assert mailoutbox[0].to == [scene.member.email]
    assert "suspendu votre écriture" in member.get(url).content.decode()
    refused = member.post(url, {"body": "…"}, headers=JSON)
    assert refused.status_code == 403
    assert "suspendu" in refused.json()["error"]
    assert {member.get(address).status_code for address in written} == {404}
    # She answers the facilitators all the same.
    act = Act.objects.get()
    answer = member.post(f"/espaces/{act.space_id}/actes/{act.pk}/repondre/", {"text": "Entendu"})
    assert answer.status_code == 302
    Suspension.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert member.post(url, {"body": "De retour"}, headers=JSON).status_code == 201
    assert space_access(scene.member, thread.space).suspended_until is None


def test_a_suspended_guest_reads_and_no_longer_writes(
    scene, mailoutbox, django_capture_on_commit_callbacks
):
    space, thread = scene.message.thread.space, f"/discussions/{scene.message.thread_id}/"
    guest, facilitator = as_user(scene.guest), as_user(scene.facilitator)
    assert guest.post(thread, {"body": "Avant"}, headers=JSON).status_code == 201
    access = scene.guest.guest_accesses.get()
    address = f"/espaces/{space.pk}/moderation/invite/{access.pk}/"
    assert address in facilitator.get(f"/espaces/{space.pk}/invites/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        fields = {"verb": "suspend", "reason": REASON, "days": "7"}
        assert facilitator.post(address, fields).status_code == 302
    assert "suspendu" in guest.post(thread, {"body": "…"}, headers=JSON).json()["error"]
    assert mailoutbox[0].to == [scene.guest.email]
    act = Act.objects.get()
    page = guest.get(f"/espaces/{act.space_id}/actes/{act.pk}/").content.decode()
    for text in (mailoutbox[0].body, page):
        assert REASON in text
        assert scene.group.name not in text
    assert f"/espaces/{space.pk}/invites/" not in page
    assert facilitator.post(address, {"verb": "lift", "reason": "Excusé"}).status_code == 302
    assert guest.post(thread, {"body": "Après"}, headers=JSON).status_code == 201


def test_a_carrier_reports_her_guest_and_does_not_decide(scene):
    space, access = scene.message.thread.space, scene.guest.guest_accesses.get()
    member = as_user(scene.member)
    report = f"/espaces/{space.pk}/signaler/invite/{access.pk}/"
    assert report in member.get(f"/espaces/{space.pk}/invites/").content.decode()
    assert member.post(report, {"category": "wrong", "text": "…"}).status_code == 302
    queue = as_user(scene.facilitator).get(f"/groupes/{scene.group.slug}/moderation/")
    assert scene.guest.name in queue.content.decode()
    assert member.get(report.replace("signaler", "moderation")).status_code == 404


def test_a_suspension_is_lifted_once_and_never_bears_on_a_facilitator(scene):
    thing = scene.thing("personne")
    decide(thing=thing, verb=Verb.SUSPEND, actor=scene.facilitator, reason=REASON, data={"days": 1})
    client, url = as_user(scene.other_facilitator), scene.moderate_url("personne")
    fields = {"verb": "suspend", "reason": REASON, "days": "1"}
    assert client.post(url, fields).status_code == 400
    assert client.post(url, {"verb": "lift", "reason": "Excusé"}).status_code == 302
    assert client.post(url, {"verb": "lift", "reason": "Excusé"}).status_code == 400
    assert space_access(scene.member, scene.space).can_discuss
    pk = scene.facilitator.memberships.get().pk
    url = f"/espaces/{thing.space.pk}/moderation/personne/{pk}/"
    assert client.post(url, fields).status_code == 400
    assert Suspension.objects.count() == 1
