"""Pages of discussions: who sees them, what they say, what they cost."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from discussions import services
from discussions.models import Message, ReadMarker, Thread
from groups.enums import GuestLevel, Role
from tests import factories

CANARY = "canari-7f3a"


@pytest.fixture
def people(scene):
    """One person per role, by name."""
    experimentation = factories.make_experimentation(scene.group, factories.make_collectivity())
    return {
        "facilitator": scene.facilitator,
        "member": scene.member,
        "observer": factories.join(scene.group, Role.OBSERVER),
        "guest": factories.make_guest(scene.space, GuestLevel.COMMENTER),
        "reader": factories.make_guest(scene.space, GuestLevel.READER),
        "elsewhere": factories.make_guest(experimentation.space),
        "stranger": factories.make_user(),
        "other facilitator": factories.join(factories.make_group(), Role.FACILITATOR),
        "administrator": factories.make_user(is_superuser=True),
    }


def as_user(user) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


READERS = {"facilitator", "member", "observer", "guest", "reader", "administrator"}
WRITERS = READERS - {"reader"}
MODERATORS = {"facilitator", "administrator"}


def test_who_reads(scene, people):
    Thread.objects.filter(pk=scene.thread.pk).update(title=CANARY)
    urls = [
        f"/groupes/{scene.group.slug}/discussions/",
        f"/discussions/{scene.thread.pk}/",
        f"/discussions/{scene.thread.pk}/messages/{scene.thread.messages.get().pk}/",
    ]
    for url in [*urls, f"/discussions/{scene.thread.pk}/changes?after=0"]:
        for name, user in people.items():
            answer = as_user(user).get(url)
            assert answer.status_code == (200 if name in READERS else 404), (name, url)
            if name not in READERS:
                assert CANARY not in answer.content.decode()


def test_a_visitor_signs_in_first(scene):
    for url in (f"/discussions/{scene.thread.pk}/", "/discussions/999999/"):
        answer = Client().get(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/compte/")
    assert Client().get(f"/discussions/{scene.thread.pk}/changes?after=0").status_code == 401


def test_absent_and_not_for_you_are_the_same(scene, people):
    client = as_user(people["stranger"])
    there = client.get(f"/discussions/{scene.thread.pk}/")
    absent = client.get("/discussions/999999/")
    assert there.status_code == absent.status_code == 404


def test_who_posts(scene, people):
    url = f"/discussions/{scene.thread.pk}/"
    for name, user in people.items():
        answer = as_user(user).post(url, {"body": name}, headers={"Accept": "application/json"})
        expected = 201 if name in WRITERS else 403 if name == "reader" else 404
        assert answer.status_code == expected, name
    assert set(Message.objects.values_list("body", flat=True)) == WRITERS | {"Quelles formes ?"}


def test_who_opens_threads(scene, people):
    url = f"/espaces/{scene.space.pk}/discussions/nouveau/"
    for name, user in people.items():
        answer = as_user(user).post(url, {"title": name, "body": "Bonjour"})
        assert answer.status_code == (302 if name in WRITERS else 404), name
    assert Thread.objects.count() == 1 + len(WRITERS)


def test_who_acts_on_a_message(scene, people):
    message = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
    url = f"/discussions/{scene.thread.pk}/messages/{message.pk}/"
    moderate = f"/espaces/{scene.space.pk}/moderation/message/{message.pk}/"
    for name, user in people.items():
        if name != "member":
            assert as_user(user).post(url + "modifier/", {"body": "…"}).status_code == 404, name
            assert as_user(user).post(url + "supprimer/").status_code == 404, name
        if name not in MODERATORS:
            hiding = {"verb": "hide", "reason": "…"}
            assert as_user(user).post(moderate, hiding).status_code == 404, name
    message.refresh_from_db()
    assert message.state == "visible"
    for moderator in MODERATORS:
        client = as_user(people[moderator])
        hiding = {"verb": "hide", "reason": "Test"}
        assert client.post(moderate, hiding).status_code == 302
        restoring = {"verb": "restore", "reason": "Test"}
        for name in set(people) - MODERATORS:
            assert as_user(people[name]).post(moderate, restoring).status_code == 404, name
            assert as_user(people[name]).post(url + "retablir/").status_code == 404, name
        assert client.post(moderate, restoring).status_code == 302
    assert AuditEvent.objects.filter(target_type="discussions.message").count() == 4


def test_who_locks(scene, people):
    url = f"/espaces/{scene.space.pk}/moderation/fil/{scene.thread.pk}/"
    for name, user in people.items():
        scene.thread.is_locked = False
        scene.thread.save(update_fields=["is_locked"])
        answer = as_user(user).post(url, {"verb": "lock", "reason": "Conclu", "minutes": "5"})
        assert answer.status_code == (302 if name in MODERATORS else 404), name


def test_a_message_is_reached_by_its_own_thread_only(scene, client):
    other = factories.make_group()
    factories.join(other, user=scene.member)
    elsewhere = services.create_thread(
        space=factories.group_space(other), author=scene.member, title="…", body="…"
    )
    client.force_login(scene.member)
    message = scene.thread.messages.get()
    assert client.get(f"/discussions/{elsewhere.pk}/messages/{message.pk}/").status_code == 404


def test_only_its_author_and_facilitators_read_a_hidden_text(scene, people):
    message = services.post_message(thread=scene.thread, author=scene.member, body=CANARY)
    services.hide_message(message=message, actor=scene.facilitator, reason="Hors sujet")
    urls = [
        f"/discussions/{scene.thread.pk}/",
        f"/discussions/{scene.thread.pk}/messages/{message.pk}/",
    ]
    for name in READERS:
        listed, alone = (CANARY in as_user(people[name]).get(url).content.decode() for url in urls)
        assert not listed
        assert alone == (name in MODERATORS | {"member"}), name


def test_only_its_author_reads_a_removed_text(scene, people):
    message = services.post_message(thread=scene.thread, author=scene.member, body=CANARY)
    services.remove_message(message=message)
    url = f"/discussions/{scene.thread.pk}/messages/{message.pk}/"
    for name in READERS:
        seen = CANARY in as_user(people[name]).get(url).content.decode()
        assert seen == (name == "member"), name


# Posting


def test_posting_leads_to_the_message(scene, client):
    client.force_login(scene.member)
    answer = client.post(f"/discussions/{scene.thread.pk}/", {"body": "Bonjour"})
    assert answer["Location"] == f"/discussions/{scene.thread.pk}/?jusqu_a=fin#m2"


def test_the_same_form_sent_twice_posts_once(scene, client):
    client.force_login(scene.member)
    fields = {"body": "Bonjour", "client_id": str(uuid.uuid4())}
    for _turn in range(2):
        assert client.post(f"/discussions/{scene.thread.pk}/", fields).status_code == 302
    assert scene.thread.messages.count() == 2


def test_another_text_under_the_same_id_is_kept_on_the_page_under_a_new_id(scene, client):
    client.force_login(scene.member)
    url, client_id = f"/discussions/{scene.thread.pk}/", str(uuid.uuid4())
    client.post(url, {"body": "Bonjour", "client_id": client_id})
    answer = client.post(url, {"body": "Autre texte", "client_id": client_id})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Autre texte</textarea>" in page
    assert "déjà été envoyé" in page
    assert client_id not in page.split("<form", 3)[-1]
    fields = {"body": "Autre texte", "client_id": client_id}
    assert client.post(url, fields, headers={"Accept": "application/json"}).status_code == 409


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", "Écrivez votre message avant de l’envoyer."),
        (" \n\t ", "Écrivez votre message avant de l’envoyer."),
        ("\u200b\u202e", "Écrivez votre message avant de l’envoyer."),
        ("x" * 10_001, "10"),
        ("\x00", ""),
    ],
)
def test_bad_input_gets_a_message_by_its_field(scene, client, body, error):
    client.force_login(scene.member)
    url = f"/discussions/{scene.thread.pk}/"
    answer = client.post(url, {"body": body})
    assert answer.status_code == 400
    assert error in answer.context["form"].errors["body"][0]
    answer = client.post(url, {"body": body}, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert scene.thread.messages.count() == 1


def test_who_writes_too_fast_keeps_her_text(scene, client, settings):
    settings.MESSAGES_PER_MINUTE = 0
    client.force_login(scene.member)
    answer = client.post(f"/discussions/{scene.thread.pk}/", {"body": "Vite"})
    assert answer.status_code == 429
    assert "Vite</textarea>" in answer.content.decode()
    assert "Patientez une minute" in answer.content.decode()


def test_a_nonsense_client_id_is_no_error(scene, client):
    client.force_login(scene.member)
    url = f"/discussions/{scene.thread.pk}/"
    assert client.post(url, {"body": "Oui", "client_id": "x" * 5000}).status_code == 302


def test_a_new_thread_with_errors_keeps_what_was_typed(scene, client):
    client.force_login(scene.member)
    url = f"/espaces/{scene.space.pk}/discussions/nouveau/"
    answer = client.post(url, {"title": "", "body": "Mon message"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Donnez un sujet au fil." in page
    assert "Mon message</textarea>" in page
    assert client.get(url).status_code == 200


def test_what_is_typed_in_each_form_is_checked(scene, client):
    client.force_login(scene.member)
    message = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
    url = f"/discussions/{scene.thread.pk}/messages/{message.pk}/"
    answer = client.post(url + "modifier/", {"body": ""})
    assert answer.status_code == 400
    assert "vous pouvez le supprimer" in answer.content.decode()
    client.force_login(scene.facilitator)
    url = f"/espaces/{scene.space.pk}/moderation/message/{message.pk}/"
    answer = client.post(url, {"verb": "hide", "reason": ""})
    assert answer.status_code == 400
    assert "Dites pourquoi" in answer.content.decode()


# Reading


@pytest.mark.parametrize(
    ("after", "status"),
    [("0", 200), ("1", 200), ("", 400), ("-1", 400), ("x", 400), ("9" * 30, 400), ("٣", 400)],
)
def test_changes_by_http(scene, client, after, status):
    client.force_login(scene.member)
    answer = client.get(f"/discussions/{scene.thread.pk}/changes?after={after}")
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["type"] == "changes"
        assert answer.json()["to"] == 1
        assert answer["Cache-Control"] == "no-store"


def test_changes_by_http_say_when_a_fresh_page_is_better(scene, client):
    client.force_login(scene.member)
    Thread.objects.filter(pk=scene.thread.pk).update(last_seq=600)
    answer = client.get(f"/discussions/{scene.thread.pk}/changes?after=1")
    assert answer.json() == {"type": "reset", "thread": scene.thread.pk}


def test_a_page_is_a_page_whatever_the_script_accepts(scene, client):
    client.force_login(scene.member)
    url = f"/discussions/{scene.thread.pk}/"
    assert client.get(url, headers={"Accept": "application/json"}).status_code == 200


def test_opening_a_thread_reads_it(scene, client):
    client.force_login(scene.member)
    client.get(f"/discussions/{scene.thread.pk}/")
    assert ReadMarker.objects.get(user=scene.member).position == 1
    listed = client.get(f"/groupes/{scene.group.slug}/discussions/")
    assert listed.context["threads"][0].unread == 0


def test_the_marker_moves_by_http_and_never_back(scene, client):
    for n in range(3):
        services.post_message(thread=scene.thread, author=scene.facilitator, body=f"{n}")
    client.force_login(scene.member)
    url = f"/discussions/{scene.thread.pk}/lu/"
    assert client.post(url, {"position": "3"}).json() == {"position": 3}
    assert client.post(url, {"position": "2"}).json() == {"position": 3}
    assert client.post(url, {"position": "-1"}).status_code == 400
    assert client.get(url).status_code == 405


@pytest.mark.parametrize("until", ["1", "25", "70", "0", "-3", "x", "9" * 40])
def test_any_window_of_a_long_thread_is_a_page(scene, client, until):
    for n in range(69):
        author = [scene.member, scene.facilitator][n % 2]
        services.post_message(thread=scene.thread, author=author, body=f"{n}")
    client.force_login(scene.member)
    answer = client.get(f"/discussions/{scene.thread.pk}/?jusqu_a={until}")
    assert answer.status_code == 200
    page = answer.context["page"]
    assert len(page.messages) <= 50
    if until in {"1", "25"}:
        assert (page.last, page.is_latest) == (int(until), False)
        assert ReadMarker.objects.get(user=scene.member).position == 0


def _long(scene, read: int, last: int = 200) -> str:
    """The address of a thread of `last` messages, of which the member has read `read`."""
    Message.objects.bulk_create(
        Message(
            thread=scene.thread,
            author=scene.facilitator,
            position=n,
            changed_seq=n,
            body="…",
            html="<p>…</p>",
        )
        for n in range(2, last + 1)
    )
    Thread.objects.filter(pk=scene.thread.pk).update(last_position=last, last_seq=last)
    ReadMarker.objects.create(user=scene.member, thread=scene.thread, position=read)
    return f"/discussions/{scene.thread.pk}/"


def _opened(client, url: str, **headers) -> tuple:
    """First and last position of a page, the line of what is new, the way to it."""
    context = client.get(url, headers=headers).context
    page = context["page"]
    return page.first, page.last, context["new_from"], context["unread_url"]


@pytest.mark.parametrize(
    ("read", "opened", "then"),
    [
        # Never read: at the end, as all is new.
        (0, (151, 200, None, ""), 200),
        # Fits a page: its end.
        (150, (151, 200, 151, ""), 200),
        (199, (151, 200, 200, ""), 200),
        # More than a page: around the first, and what it shows counts as read.
        (149, (140, 189, 150, ""), 189),
        (20, (11, 60, 21, ""), 60),
        (3, (1, 43, 4, ""), 43),
    ],
)
def test_a_thread_opens_where_its_reader_left_it(scene, client, read, opened, then):
    url = _long(scene, read)
    client.force_login(scene.member)
    with CaptureQueriesContext(connection) as queries:
        assert _opened(client, url, x_requested_with="fetch") == opened
    assert len(queries) <= 8
    # Its script reads pages ahead of her: that is no visit.
    assert ReadMarker.objects.get(user=scene.member).position == read
    _opened(client, url)
    assert ReadMarker.objects.get(user=scene.member).position == then


def test_a_page_beside_what_is_new_shows_the_way_to_it(scene, client):
    url = _long(scene, 100)
    client.force_login(scene.member)
    way = "?jusqu_a=140#m101"
    assert _opened(client, f"{url}?jusqu_a=50") == (1, 50, None, way)
    assert ReadMarker.objects.get(user=scene.member).position == 100
    assert _opened(client, f"{url}?jusqu_a=fin", x_requested_with="fetch") == (151, 200, None, way)
    assert _opened(client, f"{url}{way.partition('#')[0]}") == (91, 140, 101, "")
    assert _opened(client, f"{url}?jusqu_a=fin") == (151, 200, None, "?jusqu_a=180#m141")
    assert _opened(client, url) == (151, 200, None, "")


def test_a_thread_says_how_many_people_wrote_in_it(scene, client):
    client.force_login(scene.member)
    for count, author in ((1, scene.facilitator), (2, scene.member), (2, scene.member)):
        services.post_message(thread=scene.thread, author=author, body="…")
        assert client.get(scene.thread.get_absolute_url()).context["thread"].people == count
    Message.objects.filter(author=scene.member).update(author=None)
    assert client.get(scene.thread.get_absolute_url()).context["thread"].people == 1
    Message.objects.all().delete()
    assert client.get(scene.thread.get_absolute_url()).context["thread"].people == 0


def test_a_link_to_a_message_leads_to_a_page_that_holds_it(scene, client):
    for n in range(69):
        author = [scene.member, scene.facilitator][n % 2]
        services.post_message(thread=scene.thread, author=author, body=f"{n}")
    client.force_login(scene.member)
    for message in scene.thread.messages.all():
        page = client.get(message.get_absolute_url()).context["page"]
        assert page.first <= message.position <= page.last


def test_a_thread_of_an_experimentation_leads_back_to_it(scene, client):
    experimentation = factories.make_experimentation(
        scene.group, scene.member.memberships.get().organisation
    )
    thread = services.create_thread(
        space=experimentation.space, author=scene.member, title="Locaux", body="…"
    )
    client.force_login(scene.member)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert f'href="/experimentations/{experimentation.pk}/"' in page
    assert client.get(f"/espaces/{experimentation.space.pk}/discussions/").status_code == 200
    group_list = client.get(f"/groupes/{scene.group.slug}/discussions/").content.decode()
    assert "Locaux" not in group_list


def grow(scene, n):
    for turn in range(n):
        thread = services.create_thread(
            space=scene.space, author=scene.facilitator, title=f"Fil {turn}", body="…"
        )
        author = factories.join(scene.group)
        services.post_message(thread=thread, author=author, body="Oui")
        services.post_message(thread=scene.thread, author=author, body=f"{turn}")


@pytest.mark.parametrize("which", ["list", "thread", "message", "changes"])
def test_the_number_of_queries_does_not_grow(scene, client, which, django_assert_max_num_queries):
    url = {
        "list": f"/groupes/{scene.group.slug}/discussions/",
        "thread": f"/discussions/{scene.thread.pk}/",
        "message": f"/discussions/{scene.thread.pk}/messages/{scene.thread.messages.get().pk}/",
        "changes": f"/discussions/{scene.thread.pk}/changes?after=0",
    }[which]
    client.force_login(scene.member)
    counts = []
    for _turn in range(2):
        grow(scene, 4)
        with django_assert_max_num_queries(12) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
        ReadMarker.objects.all().delete()
    assert counts[0] == counts[1]
