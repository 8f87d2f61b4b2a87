"""Finding a message of a thread by its words, on both databases."""

import pytest
from django.db import connection
from django.urls import reverse

from discussions import search, services
from discussions.models import Message, MessageText
from tests.discussions.conftest import make_scene

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def say(scene):
    def post(body):
        return services.post_message(thread=scene.thread, author=scene.member, body=body)

    return post


def found(scene, query, **more) -> list[str]:
    return [hit.message.body for hit in search.search(scene.thread, query, **more).hits]


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ("ecole", "L’École élémentaire"),
        ("ÉCOLE", "une ecole"),
        ("oeuvre", "La main d’œuvre"),
        ("l’atelier", "Un atelier de réparation"),
        ("ateliers", "Un atelier de réparation"),
        ("répar ate", "Un atelier de réparation"),
        ("2026", "Le budget de 2026"),
        ("lien", "Voir le [lien](https://exemple.test/page)"),
        ("gras", "Du **gras** ici"),
    ],
)
def test_words_are_found_whatever_their_accents_and_their_end(scene, say, query, body):
    say("Rien de tel")
    say(body)
    assert found(scene, query) == [body]


@pytest.mark.parametrize(
    "query",
    ["", "  ", "…", "'\"", "zzz", "ate absent", "https", 'a" OR "b', "x:* | y", "\0", "(" * 80],
)
def test_what_is_not_there_is_not_found(scene, say, query):
    say("Un atelier, voir le [lien](https://exemple.test/)")
    assert found(scene, query) == []


def test_the_latest_come_first_page_by_page(scene, say):
    for n in range(search.PAGE_SIZE + 2):
        say(f"mot {n:02}")
    first = search.search(scene.thread, "mot")
    assert [hit.message.body for hit in first.hits][:2] == ["mot 21", "mot 20"]
    assert len(first.hits) == search.PAGE_SIZE
    rest = search.search(scene.thread, "mot", before=first.before)
    assert [hit.message.body for hit in rest.hits] == ["mot 01", "mot 00"]
    assert rest.before is None


def test_other_threads_have_words_of_their_own(scene, say):
    other = make_scene()
    services.post_message(thread=other.thread, author=other.member, body="atelier ailleurs")
    say("atelier ici")
    # Not even by the word that stands for their thread.
    say(f"zqfil{other.thread.pk}")
    assert found(scene, "atelier") == ["atelier ici"]
    assert found(other, "atelier") == ["atelier ailleurs"]
    assert f"zqfil{other.thread.pk}" not in found(other, "zqfil")


def test_a_thread_where_more_is_said_hides_nothing_of_another(scene, say):
    say("atelier ici")
    other = make_scene()
    for n in range(search.PAGE_SIZE + 1):
        services.post_message(thread=other.thread, author=other.member, body=f"atelier {n}")
    assert found(scene, "atelier") == ["atelier ici"]


def test_an_edited_message_is_found_by_what_it_says_now(scene, say):
    message = say("premier jet")
    services.edit_message(message=message, body="second texte")
    assert found(scene, "jet") == []
    assert found(scene, "second") == ["second texte"]


@pytest.mark.parametrize("act", ["remove", "hide", "take"])
def test_what_left_sight_is_not_found_until_it_comes_back(scene, say, act):
    message = say("mots cachés")
    if act == "remove":
        services.remove_message(message=message)
    else:
        hide = {"hide": services.hide_message, "take": services.take_message}[act]
        hide(message=message, actor=scene.facilitator, reason="Hors sujet")
    assert found(scene, "mots") == []
    assert not MessageText.objects.filter(pk=message.pk).exists()
    message.refresh_from_db()
    services.restore_message(message=message, actor=scene.facilitator)
    assert found(scene, "mots") == ["mots cachés"]


def test_a_state_changed_behind_the_service_hides_it_too(scene, say):
    message = say("mots cachés")
    Message.objects.filter(pk=message.pk).update(state="hidden")
    assert found(scene, "mots") == []


def test_deleted_messages_leave_the_index(scene, say):
    say("mots perdus")
    scene.thread.messages.all().delete()
    assert found(scene, "mots") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Raises if the index and the table differ.
            cursor.execute(
                "INSERT INTO discussions_messagewords(discussions_messagewords, rank) "
                "VALUES ('integrity-check', 1)"
            )


def test_an_excerpt_marks_the_words_and_nothing_else(scene):
    text = "<b>Élan</b> & " + "mot " * 100 + "l’Atelier des ateliers " + "fin " * 100
    shown = search.excerpt(text, search.words_of("atelier"))
    assert "l’<mark>Atelier</mark> des <mark>ateliers</mark>" in shown
    assert shown.startswith("…mot")
    assert shown.endswith("fin…")
    assert len(shown) < search.EXCERPT + 60
    assert search.excerpt(text, search.words_of("elan")).startswith("&lt;b&gt;<mark>Élan</mark>")


def test_the_page_links_to_each_message_at_its_place(scene, say, client):
    message = say("un *atelier* <b>ici</b>")
    client.force_login(scene.facilitator)
    url = reverse("thread_search", args=[scene.thread.pk])
    page = client.get(url, {"q": "ATELIER ici"}).content.decode()
    assert f'href="{message.get_absolute_url()}"' in page
    assert "un <mark>atelier</mark> &lt;b&gt;<mark>ici</mark>&lt;/b&gt;" in page
    assert 'value="ATELIER ici"' in page
    assert "Aucun message" in client.get(url, {"q": "absent"}).content.decode()
    assert "au moins un mot" in client.get(url, {"q": "?"}).content.decode()
    for odd in ("avant=x", "avant=-1", "avant=" + "9" * 18, "q=%00", "q=a&q=b"):
        assert client.get(f"{url}?{odd}").status_code == 200
