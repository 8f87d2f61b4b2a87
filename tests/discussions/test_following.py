"""What is read, followed and muted: markers, badges, and what many do at once."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from discussions import following, lists, services
from discussions.enums import Attention
from discussions.models import ReadMarker, Thread
from groups.enums import Role
from tests import factories
from tests.discussions.cluster import request
from tests.discussions.sockets import sign_in

WRITERS = 20


def badge(user, thread) -> dict | None:
    found = [row for row in lists.badges_of(user)["threads"] if row["id"] == thread.pk]
    return found[0] if found else None


def unread(user, thread) -> int:
    row = badge(user, thread)
    return row["position"] - row["read"] if row else 0


def attend(scene, user, attention):
    following.set_attention(thread=scene.thread, user=user, attention=attention)


def post(scene, author, body="Bonjour"):
    return services.post_message(thread=scene.thread, author=author, body=body)


def at_once(function, count=WRITERS) -> None:
    def run(n):
        try:
            function(n)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        list(pool.map(run, range(count)))


@pytest.mark.services
def test_badges_are_exact_after_many_writers_at_once(live_scene):
    people = [factories.join(live_scene.group, Role.OBSERVER) for _ in range(WRITERS)]
    at_once(lambda n: post(live_scene, people[n], f"Message {n}"))
    live_scene.thread.refresh_from_db()
    assert live_scene.thread.last_position == 1 + WRITERS
    # She read nothing; who opened it has read her own first message.
    assert unread(live_scene.member, live_scene.thread) == 1 + WRITERS
    assert unread(live_scene.facilitator, live_scene.thread) == WRITERS
    assert ReadMarker.objects.count() == 1 + WRITERS
    followed = ReadMarker.objects.filter(attention=Attention.FOLLOWED)
    assert {marker.user_id for marker in followed} == {
        person.pk for person in (*people, live_scene.facilitator)
    }


@pytest.mark.services
@pytest.mark.parametrize("known", [False, True])
def test_a_marker_told_by_many_pages_at_once_is_the_furthest(live_scene, known):
    """However they come, even where none made the row before the others."""
    Thread.objects.filter(pk=live_scene.thread.pk).update(last_position=100)
    live_scene.thread.refresh_from_db()
    if known:
        following.mark_read(thread=live_scene.thread, user=live_scene.member, position=1)
    positions = [7 * n % 41 for n in range(WRITERS)]
    at_once(
        lambda n: following.mark_read(
            thread=live_scene.thread, user=live_scene.member, position=positions[n]
        )
    )
    marker = ReadMarker.objects.get(user=live_scene.member)
    assert marker.position == max(positions)


def test_a_marker_made_meanwhile_by_another_page_is_moved_on(scene, monkeypatch):
    Thread.objects.filter(pk=scene.thread.pk).update(last_position=100)
    scene.thread.refresh_from_db()
    create = ReadMarker.objects.bulk_create

    def beaten(rows, **options):
        ReadMarker.objects.create(thread=scene.thread, user=scene.member, position=3)
        return create(rows, **options)

    monkeypatch.setattr(ReadMarker.objects, "bulk_create", beaten)
    following.mark_read(thread=scene.thread, user=scene.member, position=7)
    assert ReadMarker.objects.get(user=scene.member).position == 7


@pytest.mark.services
def test_reading_while_others_write_ends_exact(live_scene):
    person = factories.join(live_scene.group, Role.OBSERVER)

    def act(n):
        if n % 2:
            post(live_scene, person, f"Message {n}")
        else:
            thread = Thread.objects.get(pk=live_scene.thread.pk)
            following.mark_read(
                thread=thread, user=live_scene.member, position=thread.last_position
            )

    at_once(act)
    live_scene.thread.refresh_from_db()
    marker = ReadMarker.objects.get(user=live_scene.member)
    expected = live_scene.thread.last_position - marker.position
    assert unread(live_scene.member, live_scene.thread) == expected
    following.mark_read(thread=live_scene.thread, user=live_scene.member, position=11)
    assert unread(live_scene.member, live_scene.thread) == 0


@pytest.mark.services
def test_many_who_write_and_read_by_http_at_once_see_no_error(live_scene, live_server):
    """Nobody is told that a database was busy, and every number is exact in the end."""
    people = [factories.join(live_scene.group, Role.OBSERVER) for _ in range(WRITERS)]
    sessions = [sign_in(person) for person in people]
    port, thread = live_server.thread.port, live_scene.thread
    answers = []

    def act(n):
        for turn in range(2):
            fields = {"body": f"Message {n}.{turn}", "client_id": str(uuid.uuid4())}
            sent = request(port, "POST", f"/discussions/{thread.pk}/", sessions[n], fields)
            seen = {"position": sent.json.get("message", {}).get("position", 1)}
            read = request(port, "POST", f"/discussions/{thread.pk}/lu/", sessions[n], seen)
            answers.append((sent.status, read.status))

    at_once(act)
    assert answers == [(201, 200)] * 2 * WRITERS
    thread.refresh_from_db()
    rows = thread.messages.order_by("position").values_list("position", "changed_seq")
    assert list(rows) == [(n, n) for n in range(1, 2 * WRITERS + 2)]
    assert (thread.last_position, thread.last_seq) == rows[len(rows) - 1]
    assert unread(live_scene.member, thread) == 1 + 2 * WRITERS
    for person in people:
        own = thread.messages.filter(author=person).order_by("position").last()
        marker = ReadMarker.objects.get(user=person, thread=thread)
        assert own.position <= marker.position <= thread.last_position


def test_who_opens_or_writes_follows(scene):
    assert badge(scene.member, scene.thread)["followed"] is False
    post(scene, scene.member)
    post(scene, scene.facilitator)
    assert badge(scene.member, scene.thread)["followed"] is True
    assert badge(scene.facilitator, scene.thread) == {
        "id": scene.thread.pk,
        "space": scene.space.pk,
        "position": 3,
        "read": 1,
        "followed": True,
    }


def test_my_own_message_is_not_news_to_me(scene):
    post(scene, scene.facilitator)
    assert badge(scene.facilitator, scene.thread) is None


def test_writing_does_not_read_what_others_wrote_before(scene):
    post(scene, scene.member)
    assert unread(scene.member, scene.thread) == 2


def test_a_muted_thread_counts_nowhere_even_for_who_writes(scene):
    attend(scene, scene.facilitator, Attention.MUTED)
    post(scene, scene.facilitator)
    post(scene, scene.member)
    assert badge(scene.facilitator, scene.thread) is None
    attend(scene, scene.facilitator, Attention.USUAL)
    assert badge(scene.facilitator, scene.thread)["followed"] is False
    post(scene, scene.facilitator)
    assert badge(scene.facilitator, scene.thread)["followed"] is True


def test_everything_read_touches_no_marker_that_is_further(scene):
    other = services.create_thread(space=scene.space, author=scene.facilitator, title="B", body="b")
    following.mark_read(thread=other, user=scene.member, position=1)
    ReadMarker.objects.filter(thread=other, user=scene.member).update(position=9)
    attend(scene, scene.member, Attention.FOLLOWED)
    following.mark_all_read(user=scene.member, threads=Thread.objects.filter(space=scene.space))
    assert lists.badges_of(scene.member) == {"threads": [], "spaces": {}}
    markers = ReadMarker.objects.filter(user=scene.member).order_by("position")
    assert [(each.position, each.attention) for each in markers] == [(1, "followed"), (9, "")]


def test_badges_name_nothing_of_other_places(scene):
    for user in (
        factories.make_user(),
        factories.make_user(is_superuser=True),
        factories.join(factories.make_group()),
        factories.make_guest(
            factories.make_experimentation(scene.group, factories.make_collectivity()).space
        ),
    ):
        assert lists.badges_of(user) == {"threads": [], "spaces": {}}
    assert lists.badges_of(scene.member)["spaces"] == {
        scene.space.pk: f"/groupes/{scene.group.slug}/"
    }


def test_badges_cost_the_same_however_many(scene, django_assert_num_queries):
    for n in range(5):
        services.create_thread(space=scene.space, author=scene.facilitator, title=f"{n}", body="b")
    with django_assert_num_queries(2):
        assert len(lists.badges_of(scene.member)["threads"]) == 6
