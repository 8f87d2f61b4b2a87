"""Writes of discussions: numbers, idempotence, states, limits."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from audit.models import AuditEvent
from discussions import services
from discussions.enums import MessageState
from discussions.models import Message, ReadMarker, Thread
from groups.enums import GroupState
from tests import factories


def numbers(thread):
    rows = Message.objects.filter(thread=thread).order_by("position")
    return [(row.position, row.changed_seq) for row in rows]


def test_a_thread_opens_with_its_first_message(scene):
    thread = services.create_thread(
        space=scene.space, author=scene.member, title="Commande publique", body="Qui a essayé ?"
    )
    message = thread.messages.get()
    assert (thread.last_position, thread.last_seq) == (1, 1)
    assert (message.position, message.changed_seq) == (1, 1)
    assert message.organisation == scene.member.memberships.get().organisation
    assert message.author_role == "member"


def test_positions_and_seqs_are_dense(scene):
    second = services.post_message(thread=scene.thread, author=scene.member, body="Deux")
    services.edit_message(message=second, body="Deux, corrigé")
    services.post_message(thread=scene.thread, author=scene.member, body="Trois")
    assert numbers(scene.thread) == [(1, 1), (2, 3), (3, 4)]
    scene.thread.refresh_from_db()
    assert (scene.thread.last_position, scene.thread.last_seq) == (3, 4)


def test_the_same_client_id_gives_the_same_message(scene):
    client_id = uuid.uuid4()
    args = {"thread": scene.thread, "author": scene.member, "client_id": client_id}
    first = services.post_message(body="Bonjour", **args)
    again = services.post_message(body="Bonjour", **args)
    assert again == first
    assert numbers(scene.thread) == [(1, 1), (2, 2)]


def test_a_retry_after_an_edit_is_still_a_retry(scene):
    client_id = uuid.uuid4()
    args = {"thread": scene.thread, "author": scene.member, "client_id": client_id}
    first = services.post_message(body="Bonjour", **args)
    services.edit_message(message=first, body="Bonjour à toutes et tous")
    assert services.post_message(body="Bonjour", **args) == first


def test_the_same_client_id_with_other_content_is_refused(scene):
    client_id = uuid.uuid4()
    args = {"author": scene.member, "client_id": client_id}
    services.post_message(thread=scene.thread, body="Bonjour", **args)
    with pytest.raises(services.ClientIdReusedError):
        services.post_message(thread=scene.thread, body="Autre chose", **args)
    other = services.create_thread(
        space=scene.space, author=scene.member, title="Ailleurs", body="…"
    )
    with pytest.raises(services.ClientIdReusedError):
        services.post_message(thread=other, body="Bonjour", **args)
    assert numbers(scene.thread) == [(1, 1), (2, 2)]


def test_a_client_id_is_remembered_a_year_later(scene):
    client_id = uuid.uuid4()
    args = {"thread": scene.thread, "author": scene.member, "client_id": client_id}
    first = services.post_message(body="Bonjour", **args)
    scene.thread.messages.update(created_at=timezone.now() - timedelta(days=366))
    assert services.post_message(body="Bonjour", **args) == first
    with pytest.raises(services.ClientIdReusedError):
        services.post_message(body="Autre chose", **args)
    assert numbers(scene.thread) == [(1, 1), (2, 2)]


def test_two_people_may_hold_the_same_client_id(scene):
    client_id = uuid.uuid4()
    for author in (scene.member, scene.facilitator):
        services.post_message(
            thread=scene.thread, author=author, body="Bonjour", client_id=client_id
        )
    assert scene.thread.messages.count() == 3


def test_a_thread_sent_twice_opens_once(scene):
    args = {
        "space": scene.space,
        "author": scene.member,
        "title": "Une fois",
        "body": "Bonjour",
        "client_id": uuid.uuid4(),
    }
    assert services.create_thread(**args) == services.create_thread(**args)
    with pytest.raises(services.ClientIdReusedError):
        services.create_thread(**args | {"body": "Autre"})


@pytest.mark.services
def test_the_same_message_sent_ten_times_at_once_is_stored_once(live_scene):
    client_id, barrier = uuid.uuid4(), Barrier(6)

    def post(_n):
        try:
            barrier.wait(10)
            return services.post_message(
                thread=live_scene.thread,
                author=live_scene.member,
                body="Bonjour",
                client_id=client_id,
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        stored = set(pool.map(post, range(6)))
    assert len(stored) == 1
    assert numbers(live_scene.thread) == [(1, 1), (2, 2)]


@pytest.mark.services
def test_the_same_thread_sent_from_several_tabs_at_once_is_opened_once(live_scene, together):
    args = {
        "space": live_scene.space,
        "author": live_scene.member,
        "title": "Une fois",
        "body": "Bonjour",
        "client_id": uuid.uuid4(),
    }
    opened = together(*[lambda: services.create_thread(**args)] * 6)
    assert len({thread.pk for thread in opened}) == 1
    assert Thread.objects.filter(title="Une fois").count() == 1
    assert numbers(opened[0]) == [(1, 1)]


@pytest.mark.services
def test_other_words_under_the_same_client_id_at_once_are_refused(live_scene, together):
    """Whichever comes first is kept; the other one is told."""
    client_id = uuid.uuid4()

    def post(body):
        return lambda: services.post_message(
            thread=live_scene.thread, author=live_scene.member, body=body, client_id=client_id
        )

    outcomes = together(post("Oui"), post("Non"))
    assert {type(each) for each in outcomes} == {Message, services.ClientIdReusedError}
    assert numbers(live_scene.thread) == [(1, 1), (2, 2)]


@pytest.mark.services
def test_concurrent_messages_take_dense_numbers_in_the_order_of_their_commits(live_scene):
    def post(n):
        try:
            for turn in range(5):
                services.post_message(
                    thread=live_scene.thread, author=live_scene.member, body=f"{n}.{turn}"
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(post, range(4)))
    assert numbers(live_scene.thread) == [(n, n) for n in range(1, 22)]


@pytest.mark.services
def test_a_message_that_fails_leaves_no_hole(live_scene):
    class PowerCutError(Exception):
        pass

    def post_and_fail():
        with transaction.atomic():
            services.post_message(thread=live_scene.thread, author=live_scene.member, body="Perdu")
            raise PowerCutError

    with pytest.raises(PowerCutError):
        post_and_fail()
    services.post_message(thread=live_scene.thread, author=live_scene.member, body="Gardé")
    assert numbers(live_scene.thread) == [(1, 1), (2, 2)]


def test_markdown_is_rendered_once_and_cleaned(scene):
    message = services.post_message(
        thread=scene.thread, author=scene.member, body="**Oui** <script>alert(1)</script>"
    )
    assert message.html == "<p><strong>Oui</strong> &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_removed_message_is_a_tombstone_and_comes_back(scene):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Erreur")
    removed = services.remove_message(message=message)
    assert removed.html == ""
    assert "Erreur" not in removed.shown_html
    restored = services.restore_message(message=removed, actor=scene.member)
    assert "Erreur" in restored.shown_html
    assert restored.changed_seq == 4


def test_a_hidden_message_shows_its_reason_and_is_audited(scene):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Canari")
    hidden = services.hide_message(
        message=message, actor=scene.facilitator, reason="Nom d’une <b>personne</b>"
    )
    assert hidden.state == MessageState.HIDDEN
    assert "Canari" not in hidden.shown_html
    assert "Nom d’une &lt;b&gt;personne&lt;/b&gt;" in hidden.shown_html
    services.restore_message(message=hidden, actor=scene.facilitator)
    acts = AuditEvent.objects.filter(target_type="discussions.message")
    assert list(acts.values_list("action", flat=True)) == ["message.restored", "message.hidden"]
    assert "Canari" not in str(list(acts.values()))


def test_a_message_that_moved_on_is_not_overwritten(scene):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
    services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    for change in (
        lambda: services.edit_message(message=message, body="Encore là"),
        lambda: services.remove_message(message=message),
        lambda: services.restore_message(message=message, actor=scene.member),
    ):
        with pytest.raises(services.StaleStateError):
            change()
    scene.thread.refresh_from_db()
    assert scene.thread.last_seq == 3


def test_nobody_writes_in_a_locked_thread_but_moderation_goes_on(scene):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
    services.lock_thread(thread=scene.thread, actor=scene.facilitator, locked=True)
    for change in (
        lambda: services.post_message(thread=scene.thread, author=scene.member, body="Non"),
        lambda: services.edit_message(message=message, body="Non"),
        lambda: services.remove_message(message=message),
    ):
        with pytest.raises(services.ThreadLockedError):
            change()
    hidden = services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    services.restore_message(message=hidden, actor=scene.facilitator)
    services.lock_thread(thread=scene.thread, actor=scene.facilitator, locked=False)
    services.post_message(thread=scene.thread, author=scene.member, body="Oui")
    acts = AuditEvent.objects.filter(target_type="discussions.thread")
    assert list(acts.values_list("action", flat=True)) == ["thread.unlocked", "thread.locked"]


def test_who_writes_too_fast_is_told_to_wait(scene, settings):
    settings.MESSAGES_PER_MINUTE = 3
    for n in range(3):
        services.post_message(thread=scene.thread, author=scene.member, body=f"{n}")
    client_id = uuid.uuid4()
    with pytest.raises(services.TooFastError, match="Patientez une minute"):
        services.post_message(
            thread=scene.thread, author=scene.member, body="4", client_id=client_id
        )
    services.post_message(thread=scene.thread, author=scene.facilitator, body="À moi")


def test_a_retry_is_not_counted(scene, settings):
    settings.MESSAGES_PER_MINUTE = 1
    args = {"thread": scene.thread, "author": scene.member, "client_id": uuid.uuid4()}
    assert services.post_message(body="Oui", **args) == services.post_message(body="Oui", **args)


def test_threads_are_limited_too(scene, monkeypatch):
    monkeypatch.setattr(services, "THREADS_PER_HOUR", 1)
    args = {"space": scene.space, "author": scene.member, "body": "…"}
    services.create_thread(title="Un", **args)
    with pytest.raises(services.TooFastError):
        services.create_thread(title="Deux", **args)
    assert Thread.objects.filter(title="Deux").count() == 0


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 10_001])
def test_texts_have_limits(scene, body):
    with pytest.raises(ValueError, match="10000"):
        services.post_message(thread=scene.thread, author=scene.member, body=body)


def test_the_read_marker_never_moves_back(scene):
    for n in range(4):
        services.post_message(thread=scene.thread, author=scene.facilitator, body=f"{n}")
    scene.thread.refresh_from_db()
    args = {"thread": scene.thread, "user": scene.member}
    assert services.mark_read(position=3, **args) == 3
    assert services.mark_read(position=2, **args) == 3
    assert services.mark_read(position=4, **args) == 4
    assert ReadMarker.objects.get(user=scene.member).position == 4


def test_the_read_marker_does_not_pass_the_last_message(scene):
    assert services.mark_read(thread=scene.thread, user=scene.member, position=99) == 1


def test_a_guest_writes_as_a_guest_and_for_her_structure(scene):
    experimentation = factories.make_experimentation(scene.group, factories.make_collectivity())
    partner = factories.make_partner("Maison de quartier")
    guest = factories.make_guest(experimentation.space, organisation=partner)
    thread = services.create_thread(
        space=experimentation.space, author=guest, title="Locaux", body="Prêtés"
    )
    assert thread.messages.get().signature == "Maison de quartier · invité·e"


def test_what_an_archived_group_keeps_is_only_read(scene, client):
    scene.group.state = GroupState.ARCHIVED
    scene.group.save()
    client.force_login(scene.member)
    page = client.get(f"/discussions/{scene.thread.pk}/")
    assert "elle reste lisible" in page.content.decode()
    client.post(f"/discussions/{scene.thread.pk}/", {"body": "Encore"})
    assert scene.thread.messages.count() == 1
