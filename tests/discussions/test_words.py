"""What surrounds the text of a message: answers, reactions, earlier versions, names, erasure."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from discussions import erasure, events, mentions, reactions, services
from discussions.enums import Attention, MessageState
from discussions.models import Message, Reaction, ReadMarker, Revision
from groups.enums import GuestLevel
from tests import factories

JSON = {"headers": {"Accept": "application/json"}}


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def message(scene):
    return services.post_message(
        thread=scene.thread, author=scene.member, body="Un *marché*\n\nLe 3"
    )


def url_of(message, act="") -> str:
    return f"/discussions/{message.thread_id}/messages/{message.pk}/{act}"


def test_an_answer_quotes_the_first_words_of_another(scene, message):
    client = as_user(scene.facilitator)
    page = client.get(f"/discussions/{scene.thread.pk}/?repondre={message.pk}")
    assert f'name="reply_to" value="{message.pk}"' in page.content.decode()
    sent = {"body": "Oui", "reply_to": message.pk}
    client.post(f"/discussions/{scene.thread.pk}/", sent)
    answer = Message.objects.as_shown().get(body="Oui")
    assert events.message_payload(answer)["reply"] == {
        "id": message.pk,
        "position": message.position,
        "author": str(scene.member),
        "text": "Un marché Le 3",
    }
    assert "Un marché Le 3" in client.get(f"/discussions/{scene.thread.pk}/").content.decode()


def test_a_long_message_is_quoted_by_its_beginning(scene, message):
    services.edit_message(message=message, body="mot " * 100)
    message.refresh_from_db()
    assert len(message.excerpt) <= 140
    assert message.excerpt.endswith("mot…")


@pytest.mark.parametrize("asked", ["", "nonsense", "0", "99999999", "-1", "9" * 30])
def test_an_answer_to_nothing_is_a_message(scene, asked):
    sent = {"body": "Oui", "reply_to": asked}
    answer = as_user(scene.member).post(f"/discussions/{scene.thread.pk}/", sent, **JSON)
    assert answer.status_code == HTTPStatus.CREATED
    assert answer.json()["message"]["reply"] is None


def test_only_what_is_visible_in_this_very_thread_is_answered(scene, message):
    other = services.create_thread(
        space=scene.space, author=scene.member, title="Autre", body="Canari ailleurs"
    )
    services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    for wrong in (other.messages.get(), message):
        sent = {"body": "Oui", "reply_to": wrong.pk}
        answer = as_user(scene.member).post(f"/discussions/{scene.thread.pk}/", sent, **JSON)
        assert answer.json()["message"]["reply"] is None
        page = as_user(scene.member).get(f"/discussions/{scene.thread.pk}/?citer={wrong.pk}")
        assert "Canari" not in page.content.decode()


def test_what_was_hidden_while_one_answered_is_not_quoted(scene, message):
    asked = Message.objects.get(pk=message.pk)
    services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    # Read before, and told to open pages as the answer is posted.
    answer = services.post_message(
        thread=scene.thread, author=scene.facilitator, body="Oui", reply_to=asked
    )
    assert "marché" not in str(events.message_payload(answer))


def test_the_words_are_quoted_in_the_composer(scene, message):
    page = as_user(scene.facilitator).get(f"/discussions/{scene.thread.pk}/?citer={message.pk}")
    quoted = f"> {scene.member} a écrit\u00a0:\n>\n> Un *marché*\n>\n> Le 3\n"
    assert quoted in page.content.decode().replace("&gt;", ">")
    assert (
        as_user(scene.facilitator)
        .get(url_of(message), **JSON)
        .json()["quotation"]
        .startswith(quoted)
    )


# Reactions


def react(user, message, **sent):
    return as_user(user).post(url_of(message, "reagir/"), sent, **JSON)


def test_a_reaction_is_put_once_and_taken_back(scene, message):
    for _twice in range(2):
        answer = react(scene.facilitator, message, on="agree")
        assert answer.json()["message"]["reactions"] == [
            {
                "kind": "agree",
                "ids": [str(scene.facilitator.pk)],
                "names": [str(scene.facilitator)],
                "more": 0,
            }
        ]
    page = as_user(scene.facilitator).get(f"/discussions/{scene.thread.pk}/").content.decode()
    assert 'name="off"' in page
    for _twice in range(2):
        answer = react(scene.facilitator, message, off="agree")
        assert answer.json()["message"]["reactions"] == []
    assert not Reaction.objects.exists()


def test_a_reaction_without_script_goes_back_to_the_message(scene, message):
    answer = as_user(scene.facilitator).post(url_of(message, "reagir/"), {"on": "idea"})
    assert answer.url == message.get_absolute_url()
    page = as_user(scene.member).get(url_of(message)).content.decode()
    assert f"Bonne idée\u00a0: {scene.facilitator}" in page.replace("&nbsp;", "\u00a0")


@pytest.mark.parametrize("sent", [{}, {"on": "pizza"}, {"on": "agree", "off": "agree"}])
def test_nonsense_is_no_reaction(scene, message, sent):
    answer = react(scene.facilitator, message, **sent)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert answer.json()["error"]
    assert not Reaction.objects.exists()


def test_who_only_reads_does_not_react(scene, message):
    reader = factories.make_guest(scene.space, GuestLevel.READER)
    assert react(reader, message, on="agree").status_code == HTTPStatus.NOT_FOUND
    services.lock_thread(thread=scene.thread, actor=scene.facilitator, locked=True)
    assert react(scene.facilitator, message, on="agree").status_code == HTTPStatus.NOT_FOUND


def test_what_is_hidden_shows_no_reaction_and_takes_none(scene, message):
    react(scene.facilitator, message, on="thanks")
    hidden = services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    assert events.message_payload(hidden)["reactions"] == []
    seq = hidden.changed_seq
    assert react(scene.member, message, on="agree").status_code == HTTPStatus.CONFLICT
    hidden.refresh_from_db()
    # Nothing of the refused one is left.
    assert (hidden.changed_seq, Reaction.objects.count()) == (seq, 1)
    back = services.restore_message(message=hidden, actor=scene.facilitator)
    assert [each["kind"] for each in events.message_payload(back)["reactions"]] == ["thanks"]


def test_too_many_reactions_in_a_minute_are_refused(scene, message, monkeypatch):
    monkeypatch.setattr(reactions, "REACTIONS_PER_MINUTE", 2)
    for kind in ("agree", "idea"):
        assert react(scene.facilitator, message, on=kind).status_code == HTTPStatus.OK
    answer = react(scene.facilitator, message, on="bravo")
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS


def test_the_names_under_a_sign_are_counted_past_the_first_ones(scene, message, monkeypatch):
    monkeypatch.setattr("discussions.models.NAMES", 1)
    for user in (scene.facilitator, scene.member):
        reactions.react(message=message, user=user, kind="agree", on=True)
    (shown,) = Message.objects.as_shown().get(pk=message.pk).reactions_shown
    assert (len(shown["ids"]), shown["names"], shown["more"]) == (2, [str(scene.facilitator)], 1)


# What it said before


def test_what_a_message_said_before_stays_to_be_read(scene, message):
    services.edit_message(message=message, body="Le marché du 4")
    services.edit_message(message=message, body="Le marché du 5")
    said = [each.body for each in message.revisions.all()]
    assert said == ["Le marché du 4", "Un *marché*\n\nLe 3"]
    assert "?versions" in as_user(scene.facilitator).get(url_of(message)).content.decode()
    page = as_user(scene.facilitator).get(url_of(message, "?versions")).content.decode()
    assert "Le marché du 4" in page
    services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    assert (
        "Le marché du 4"
        in as_user(scene.facilitator).get(url_of(message, "?versions")).content.decode()
    )
    neighbour = factories.join(scene.group)
    assert (
        "Le marché du 4"
        not in as_user(neighbour).get(url_of(message, "?versions")).content.decode()
    )
    assert as_user(neighbour).get(url_of(message), **JSON).status_code == HTTPStatus.NOT_FOUND


def test_the_same_text_again_changes_nothing(scene, message):
    services.edit_message(message=message, body=message.body)
    assert not Revision.objects.exists()
    assert Message.objects.get(pk=message.pk).edited_at is None


def test_a_correction_by_script_gives_the_message_or_says_why_not(scene, message):
    client = as_user(scene.member)
    assert client.get(url_of(message), **JSON).json()["body"] == message.body
    answer = client.post(url_of(message, "modifier/"), {"body": "Mieux"}, **JSON)
    assert answer.json()["message"]["html"] == "<p>Mieux</p>\n"
    answer = client.post(url_of(message, "modifier/"), {"body": " "}, **JSON)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "supprimer" in answer.json()["error"]


# Names


@pytest.fixture
def nadine(scene):
    return factories.join(scene.group, user=factories.make_user("Agente de Nadine-Ville"))


def test_a_reader_who_is_named_follows_the_thread(scene, nadine):
    stranger = factories.make_user("Agente de Loin")
    text = "Qu’en dit @agente de nadine-ville ? Et @Agente de Loin, a@Agente de Nadine-Ville ?"
    message = services.post_message(thread=scene.thread, author=scene.member, body=text)
    assert [each.user for each in message.mentions.all()] == [nadine]
    called = f'<span class="mention" data-person="{nadine.pk}">@agente de nadine-ville</span>'
    assert message.html.count("<span") == 1
    assert called in message.html
    assert ReadMarker.objects.get(user=nadine).attention == Attention.FOLLOWED
    assert not ReadMarker.objects.filter(user=stranger).exists()


def test_all_who_are_named_are_told_at_once(
    scene, nadine, monkeypatch, django_capture_on_commit_callbacks
):
    """A layer that hangs keeps the message waiting once, however many it names."""
    calls = []
    monkeypatch.setattr("discussions.publishing.publish", lambda *told: calls.append(told))
    body = f"@{nadine} @{scene.facilitator}"
    with django_capture_on_commit_callbacks(execute=True):
        services.post_message(thread=scene.thread, author=scene.member, body=body)
    told = [
        [event["user"] for _group, event in call if event["type"] == "person.refresh"]
        for call in calls
    ]
    assert sorted(map(len, told)) == [0] * (len(told) - 1) + [2]


def test_who_muted_the_thread_is_left_in_peace(scene, nadine):
    ReadMarker.objects.create(user=nadine, thread=scene.thread, attention=Attention.MUTED)
    services.post_message(thread=scene.thread, author=scene.member, body=f"@{nadine}")
    assert ReadMarker.objects.get(user=nadine).attention == Attention.MUTED


def test_names_follow_the_text(scene, nadine, message):
    services.edit_message(message=message, body=f"Avec @{nadine}")
    assert message.mentions.get().user == nadine
    hidden = services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    back = services.restore_message(message=hidden, actor=scene.facilitator)
    assert f'data-person="{nadine.pk}"' in back.html
    services.edit_message(message=back, body="Sans elle")
    assert not message.mentions.exists()


def test_code_names_nobody_and_nobody_makes_a_name_by_hand(scene, nadine):
    text = f'`@{nadine}` <span class="mention" data-person="1">@moi</span> [@moi](mention:1)'
    message = services.post_message(thread=scene.thread, author=scene.member, body=text)
    assert "<span" not in message.html
    assert "<code>@Agente" in message.html


def test_suggestions_are_the_readers_of_the_thread(scene, nadine):
    factories.make_user("Nadine du dehors")
    guest = factories.make_guest(scene.space, user=factories.make_user("Nadine invitée"))

    def suggested(user, asked):
        address = f"/discussions/{scene.thread.pk}/personnes"
        found = as_user(user).get(address, {"q": asked}).json()
        return [each["name"] for each in found["people"]], found["invite"]

    names, invite = suggested(scene.member, "nadi")
    assert names == [str(nadine), str(guest)]
    assert invite is None
    assert suggested(scene.facilitator, "NADINÉ")[1] == f"/espaces/{scene.space.pk}/invites/"
    # Nobody is offered herself.
    assert suggested(nadine, "nadine")[0] == [str(guest)]
    assert suggested(scene.member, "dine") == ([], None)


def test_a_message_that_names_nobody_costs_nothing_more(scene, nadine, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert mentions.named_in("Bonjour à tous", scene.space) == ()
    with django_assert_num_queries(3):
        mentions.named_in("@x @y @Agente de Nadine-Ville", scene.space)


@pytest.fixture
def garage(scene):
    owner = factories.make_collectivity()
    return factories.make_experimentation(scene.group, owner, title="Le garage & l’atelier (A)")


def test_an_experimentation_is_named_by_a_link(scene, garage):
    elsewhere = factories.make_experimentation(
        factories.make_group(), garage.owner, title="Les jardins"
    )
    text = f"Comme à @{garage}, et @{elsewhere}."
    message = services.post_message(thread=scene.thread, author=scene.member, body=text)
    url = f"/experimentations/{garage.pk}/"
    assert message.html.count("<a") == 1
    assert f'<a class="mention" href="{url}" rel="noopener noreferrer nofollow">' in message.html
    assert "@Le garage &amp; l’atelier (A)</a>" in message.html
    assert [each.space for each in message.mentions.all()] == [garage.space]
    hidden = services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    back = services.restore_message(message=hidden, actor=scene.facilitator)
    assert f'href="{url}"' in back.html
    services.edit_message(message=back, body="Sans elle")
    assert not message.mentions.exists()


def test_what_a_reader_may_not_see_is_not_named(scene, garage):
    """A guest of the thread's space keeps the titles of the others out of it, for all."""
    garden = factories.make_experimentation(scene.group, garage.owner, title="Le jardin")
    thread = services.create_thread(
        space=garden.space, author=scene.facilitator, title="Ici", body="Bonjour"
    )

    def found():
        return [
            each["name"] for each in mentions.suggested(thread, "le", but=scene.member)["places"]
        ]

    assert found() == [garage.title, garden.title]
    guest = factories.make_guest(garden.space)
    assert found() == [garden.title]
    assert mentions.named_in(f"@{garage}", garden.space) == ()
    factories.make_guest(garage.space, user=guest)
    assert found() == [garage.title, garden.title]
    # A facilitator who is also a guest somewhere reads all.
    factories.make_guest(garden.space, user=scene.facilitator)
    assert found() == [garage.title, garden.title]
    factories.make_guest(garden.space)
    assert found() == [garden.title]


# Erasure


def removed(scene, days):
    message = services.post_message(thread=scene.thread, author=scene.member, body=f"Canari {days}")
    services.edit_message(message=message, body=f"Canari corrigé {days}")
    reactions.react(message=message, user=scene.facilitator, kind="agree", on=True)
    services.remove_message(message=message)
    at = timezone.now() - timedelta(days=days)
    Message.objects.filter(pk=message.pk).update(removed_at=at)
    return message


def test_words_taken_back_are_erased_after_thirty_days(scene):
    old, recent = removed(scene, 31), removed(scene, 29)
    assert erasure.erase_removed() == 1
    assert erasure.erase_removed() == 0
    old.refresh_from_db()
    assert (old.body, old.first_digest, old.state) == ("", "", MessageState.REMOVED)
    assert {each.message for each in Revision.objects.all()} == {recent}
    assert {each.message for each in Reaction.objects.all()} == {recent}
    page = as_user(scene.member).get(url_of(old)).content.decode()
    assert "Rétablir le message" not in page
    answer = as_user(scene.member).post(url_of(old, "retablir/"))
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "Rétablir le message" in as_user(scene.member).get(url_of(recent)).content.decode()


def test_what_came_back_in_time_is_kept(scene):
    message = removed(scene, 31)
    message.refresh_from_db()
    services.restore_message(message=message, actor=scene.member)
    assert erasure.erase_removed() == 0
    message.refresh_from_db()
    assert message.removed_at is None
    assert message.body
