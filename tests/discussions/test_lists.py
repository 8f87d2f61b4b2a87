"""Lists of threads: their order, their filters, what one may do from them; kinds and answers."""

import pytest
from django.test import Client

from audit.models import AuditEvent
from discussions import about, following, services
from discussions.enums import Attention, ThreadKind
from discussions.models import ReadMarker, Thread
from tests import factories


def as_user(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def titles(client, url) -> list[str]:
    answer = client.get(url)
    assert answer.status_code == 200
    return [thread.title for thread in answer.context["threads"]]


@pytest.fixture
def threads(scene):
    """Four threads, the latest last: A pinned, B read by the member, C muted by her, D hers."""
    Thread.objects.all().delete()
    made = {}
    for title, kind in (("A", "exchange"), ("B", "question"), ("C", "decision"), ("D", "question")):
        author = scene.member if title == "D" else scene.facilitator
        made[title] = services.create_thread(
            space=scene.space, author=author, title=title, body="Bonjour", kind=kind
        )
    Thread.objects.filter(title="A").update(is_pinned=True)
    services.post_message(thread=made["C"], author=scene.facilitator, body="Encore")
    following.mark_read(thread=made["B"], user=scene.member, position=1)
    following.set_attention(thread=made["C"], user=scene.member, attention=Attention.MUTED)
    return made


def test_what_is_new_for_me_comes_first(scene, threads):
    url = f"/groupes/{scene.group.slug}/discussions/"
    assert titles(as_user(scene.member), url) == ["A", "C", "D", "B"]
    services.post_message(thread=threads["B"], author=scene.facilitator, body="Réponse")
    services.post_message(thread=threads["C"], author=scene.facilitator, body="Encore")
    assert titles(as_user(scene.member), url) == ["A", "B", "C", "D"]
    assert titles(as_user(scene.facilitator), url) == ["A", "D", "C", "B"]


def test_where_i_am_named_is_said_until_i_read_it(scene, threads):
    client, url = as_user(scene.member), f"/groupes/{scene.group.slug}/discussions/"
    assert titles(client, f"{url}?etat=nomme") == []
    for title in "BC":
        body = f"Qu’en pense @{scene.member} ?"
        services.post_message(thread=threads[title], author=scene.facilitator, body=body)
    # C is muted.
    for address in (url, "/discussions/"):
        assert client.get(address).content.decode().count("vous êtes nommé·e") == 1
        assert titles(client, f"{address}?etat=nomme") == ["B"]
    threads["B"].refresh_from_db()
    following.mark_read(thread=threads["B"], user=scene.member, position=2)
    assert "vous êtes nommé·e" not in client.get(url).content.decode()
    assert titles(client, f"{url}?etat=nomme") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("etat=non-lus", ["A"]),
        ("etat=suivis", ["D"]),
        ("etat=miens", ["D"]),
        ("etat=sans-reponse", ["A", "C", "D", "B"]),
        ("type=question", ["D", "B"]),
        ("etat=miens&type=decision", []),
        ("etat=n%00importe&type=quoi", ["A", "C", "D", "B"]),
    ],
)
@pytest.mark.parametrize("where", ["group", "mine"])
def test_a_list_is_narrowed_by_its_address(scene, threads, query, expected, where):
    urls = {"group": f"/groupes/{scene.group.slug}/discussions/", "mine": "/discussions/"}
    assert titles(as_user(scene.member), f"{urls[where]}?{query}") == expected


def test_what_its_author_adds_is_no_answer(scene, threads):
    client, url = as_user(scene.member), "/discussions/?etat=sans-reponse"
    asked = threads["B"]
    services.post_message(thread=asked, author=scene.facilitator, body="Personne ?")
    assert "B" in titles(client, url)
    answer = services.post_message(thread=asked, author=scene.member, body="Si.")
    assert "B" not in titles(client, url)
    services.remove_message(message=answer)
    assert "B" in titles(client, url)
    # Whose author’s account is gone: any second message is an answer.
    Thread.objects.filter(pk=asked.pk).update(author=None)
    assert "B" not in titles(client, url)


def test_pages_keep_the_choice(scene, monkeypatch):
    monkeypatch.setattr("discussions.lists.THREADS_PER_PAGE", 1)
    services.create_thread(space=scene.space, author=scene.facilitator, title="B", body="b")
    answer = as_user(scene.member).get(f"/groupes/{scene.group.slug}/discussions/?etat=non-lus")
    assert 'href="?etat=non-lus&amp;type=&amp;page=2"' in answer.content.decode()


def test_all_my_places_and_no_other_are_in_my_discussions(scene):
    elsewhere = factories.make_experimentation(scene.group, factories.make_collectivity())
    services.create_thread(
        space=elsewhere.space, author=scene.facilitator, title="Essai", body="Un"
    )
    guest = factories.make_guest(elsewhere.space)
    administrator = factories.make_user(is_superuser=True)
    assert set(titles(as_user(scene.member), "/discussions/")) == {"Essai", "Formes et outils"}
    assert titles(as_user(guest), "/discussions/") == ["Essai"]
    assert titles(as_user(administrator), "/discussions/") == []


def test_a_space_is_marked_as_read_at_once(scene, threads):
    client = as_user(scene.member)
    answer = client.post(f"/espaces/{scene.space.pk}/discussions/lu/")
    assert answer["Location"] == f"/groupes/{scene.group.slug}/discussions/"
    assert client.get("/discussions/pastilles").json() == {"threads": [], "spaces": {}}


def test_the_badges_need_a_session(scene):
    assert Client().get("/discussions/pastilles").status_code == 401
    answer = as_user(scene.member).get("/discussions/pastilles")
    assert answer["Cache-Control"] == "no-store"
    assert [row["id"] for row in answer.json()["threads"]] == [scene.thread.pk]


@pytest.mark.parametrize("attention", Attention.values)
def test_a_thread_is_followed_or_muted_by_a_plain_form(scene, attention):
    url = f"/discussions/{scene.thread.pk}/"
    client = as_user(scene.member)
    assert client.post(f"{url}suivi/", {"attention": attention}).status_code == 302
    assert ReadMarker.objects.get(user=scene.member).attention == attention
    assert client.get(url).context["thread"].attention == attention
    client.post(f"{url}suivi/", {"attention": "tout"})
    assert ReadMarker.objects.get(user=scene.member).attention == attention


# What a thread is about


def test_an_announcement_is_made_by_facilitators(scene):
    url = f"/espaces/{scene.space.pk}/discussions/nouveau/"
    data = {"title": "Réunion", "body": "Jeudi", "kind": "announce"}
    answer = as_user(scene.member).post(url, data)
    assert answer.status_code == 400
    assert "Ce type n’est pas proposé" in answer.content.decode()
    assert "Jeudi" in answer.content.decode()
    assert as_user(scene.facilitator).post(url, data).status_code == 302
    assert Thread.objects.get(title="Réunion").kind == ThreadKind.ANNOUNCEMENT


def test_title_and_kind_are_the_authors_and_the_facilitators(scene):
    thread = services.create_thread(space=scene.space, author=scene.member, title="T", body="b")
    url = f"/discussions/{thread.pk}/modifier/"
    data = {"title": "Garde d’enfants", "kind": "question"}
    other = factories.join(scene.group)
    assert as_user(other).post(url, data).status_code == 404
    assert as_user(scene.member).post(url, data | {"title": " "}).status_code == 400
    assert as_user(scene.member).post(url, data).status_code == 302
    thread.refresh_from_db()
    assert (thread.title, thread.kind) == ("Garde d’enfants", "question")
    assert as_user(scene.member).post(url, data | {"kind": "announce"}).status_code == 400
    assert as_user(scene.facilitator).post(url, data | {"kind": "announce"}).status_code == 302
    # Its author may still correct the title of what became an announcement.
    data = {"title": "Corrigé", "kind": "announce"}
    assert as_user(scene.member).post(url, data).status_code == 302
    services.lock_thread(thread=thread, actor=scene.facilitator, locked=True)
    assert as_user(scene.member).get(url).status_code == 404
    assert as_user(scene.facilitator).get(url).status_code == 200
    assert AuditEvent.objects.filter(action="thread.edited").count() == 3


@pytest.fixture
def question(scene):
    thread = services.create_thread(
        space=scene.space, author=scene.member, title="Qui ?", body="Qui ?", kind="question"
    )
    answer = services.post_message(thread=thread, author=scene.facilitator, body="Moi.")
    return thread, answer


def test_who_asked_marks_the_answer(scene, question):
    thread, answer = question
    client, url = as_user(scene.member), f"/discussions/{thread.pk}/"
    options = client.get(f"{url}messages/{answer.pk}/").content.decode()
    assert "Marquer comme réponse" in options
    assert client.post(f"{url}reponse/", {"message": answer.pk}).status_code == 302
    thread.refresh_from_db()
    assert (thread.answer, thread.resolved_at is not None) == (answer, True)
    page = client.get(url).content.decode()
    assert f'href="{answer.get_absolute_url()}"' in page
    assert 'id="reponse"' in page
    assert client.post(f"{url}reponse/").status_code == 302
    thread.refresh_from_db()
    assert (thread.answer, thread.resolved_at) == (None, None)


def test_nobody_else_resolves_and_nothing_else_answers(scene, question):
    thread, answer = question
    url = f"/discussions/{thread.pk}/reponse/"
    other = factories.join(scene.group)
    foreign = scene.thread.messages.get()
    assert as_user(other).post(url, {"message": answer.pk}).status_code == 404
    assert as_user(scene.member).post(url, {"message": foreign.pk}).status_code == 404
    exchange = f"/discussions/{scene.thread.pk}/reponse/"
    assert as_user(scene.facilitator).post(exchange, {"message": foreign.pk}).status_code == 404
    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_a_message_out_of_sight_answers_nothing(scene, question):
    thread, answer = question
    services.hide_message(message=answer, actor=scene.facilitator, reason="Hors sujet")
    with pytest.raises(services.StaleStateError):
        about.resolve_thread(thread=thread, actor=scene.member, answer=answer)
    thread.refresh_from_db()
    assert thread.resolved_at is None


def test_a_hidden_answer_is_no_longer_linked(scene, question):
    thread, answer = question
    about.resolve_thread(thread=thread, actor=scene.member, answer=answer)
    services.hide_message(message=answer, actor=scene.facilitator, reason="Hors sujet")
    page = as_user(scene.member).get(f"/discussions/{thread.pk}/").content.decode()
    assert "Voir la réponse retenue" not in page
    assert 'id="reponse"' not in page


def test_what_is_no_question_any_more_is_not_resolved(scene, question):
    thread, answer = question
    about.resolve_thread(thread=thread, actor=scene.member, answer=answer)
    about.edit_thread(thread=thread, actor=scene.member, title="Qui ?", kind="exchange")
    thread.refresh_from_db()
    assert (thread.answer, thread.resolved_at) == (None, None)
