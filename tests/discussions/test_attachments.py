"""Files of messages: sent once, read by those who read the words beside them, gone with them."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from discussions import attachments, services
from discussions.models import Attachment, Message
from groups.enums import GuestLevel
from groups.services.shared import raise_space_access
from tests import factories
from tests.discussions.test_pages import as_user
from tests.documents.files import BAD, PDF, office
from tests.experiments.pictures import located_photo, picture_bytes, upload

JSON = {"Accept": "application/json"}


def stored_files() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)) for path in root.glob("discussions/*/*")}


@pytest.fixture
def before():
    """The files that other tests left."""
    return stored_files()


def pdf(name="rapport.pdf"):
    return upload(PDF, name, "application/pdf")


def photo(name="photo.jpg"):
    return upload(located_photo(), name)


@pytest.fixture
def send(scene):
    """`send(files…, by=…, **fields)`: the answer to a message with these files."""

    def sent(*files, by=None, headers=JSON, **fields):
        data = {"body": "", **fields, "files": list(files)}
        url = f"/discussions/{scene.thread.pk}/"
        return as_user(by or scene.member).post(url, data, headers=headers)

    return sent


def urls(attachment: Attachment) -> list[str]:
    args = [attachment.message.thread_id, attachment.pk]
    return [reverse(name, args=args) for name in ("attachment", "attachment_thumbnail")]


def test_a_photo_and_a_document_are_in_the_message_of_every_reader(scene, send):
    answer = send(photo("vacances.jpg"), pdf(), body="Voici", file_alt=["Le marché", ""])
    assert answer.status_code == 201
    html = answer.json()["message"]["html"]
    message = Message.objects.get(position=2)
    picture, document = message.attachments.all()
    for part in ("<p>Voici</p>", *urls(picture), urls(document)[0], "Le marché", "rapport.pdf"):
        assert part in html
    assert html == message.html
    page = as_user(scene.facilitator).get(f"/discussions/{scene.thread.pk}/").content.decode()
    assert html in page
    # Upright, without its place, its device or what its sender called it.
    assert (picture.width, picture.height) == (480, 640)
    for file in (picture.file, picture.thumbnail):
        with file.open() as opened:
            content = opened.read()
        assert content.startswith(b"RIFF")
        assert b"CANARI" not in content
        assert b"Exif" not in content
    shown = as_user(scene.facilitator).get(urls(picture)[1])
    assert shown["Content-Type"] == "image/webp"
    assert shown["Cache-Control"] == "private, no-cache, max-age=0"
    saved = as_user(scene.facilitator).get(urls(document)[0])
    assert saved.content == PDF
    assert saved["Content-Disposition"].startswith('attachment; filename="rapport.pdf"')
    assert saved["Cache-Control"] == "private, no-store"
    for response in (shown, saved):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
    assert as_user(scene.member).get(urls(document)[1]).status_code == 404


def test_a_message_may_be_a_picture_alone_and_not_nothing(scene, send):
    assert send(photo()).status_code == 201
    assert send().json() == {"error": "Écrivez votre message avant de l’envoyer."}
    message = Message.objects.get(position=2)
    assert message.body == ""
    page = f"/discussions/{scene.thread.pk}/messages/{message.pk}/"
    author = as_user(scene.member)
    assert author.post(page + "modifier/", {"body": "Légende"}).status_code == 302
    message.refresh_from_db()
    assert message.html.startswith("<p>Légende</p>")
    assert urls(message.attachments.get())[0] in message.html
    assert author.post(page + "modifier/", {"body": ""}).status_code == 302
    # Words alone may not be emptied.
    words = services.post_message(thread=scene.thread, author=scene.member, body="Bonjour")
    page = f"/discussions/{scene.thread.pk}/messages/{words.pk}/"
    assert author.post(page + "modifier/", {"body": ""}).status_code == 400
    with pytest.raises(ValueError, match="1 to"):
        services.edit_message(message=words, body=" ")


@pytest.mark.services
def test_the_same_files_under_the_same_id_are_the_same_message(send, before):
    sent = {"client_id": str(uuid.uuid4()), "body": "Voici"}
    first = send(photo(), pdf(), **sent)
    kept = stored_files()
    again = send(photo(), pdf(), **sent)
    assert again.status_code == 201
    assert again.json() == first.json()
    assert Attachment.objects.count() == 2
    assert stored_files() == kept
    assert len(kept - before) == 3
    other = upload(picture_bytes(size=(30, 20)), "photo.jpg")
    for files in ((), (pdf(),), (pdf(), photo()), (other, pdf())):
        assert send(*files, **sent).status_code == 409
    assert stored_files() == kept


def test_what_is_refused_leaves_nothing_and_keeps_the_words(scene, send, before):
    for name in ("page.html", "macros.docx", "bombe.png", "photo.heic", "outil.exe"):
        answer = send(upload(BAD[name], name, "x/y"), pdf(), body="Mon texte")
        assert answer.status_code == 400
        assert answer.json()["error"].startswith(name)
    six = [pdf(f"{n}.pdf") for n in range(6)]
    assert send(*six).json()["error"] == "Choisissez 5 fichiers au plus."
    page = send(upload(BAD["outil.exe"], "outil.exe"), body="Mon texte", headers={})
    assert page.status_code == 400
    text = page.content.decode()
    assert "Mon texte" in text
    assert "Si vous aviez joint des fichiers, choisissez-les à nouveau." in text
    assert Message.objects.count() == 1
    # And one that the thread refuses, once the files are written.
    services.lock_thread(thread=scene.thread, actor=scene.facilitator, locked=True)
    with pytest.raises(services.ThreadLockedError):
        services.post_message(
            thread=scene.thread, author=scene.member, body="", files=_checked(pdf())
        )
    assert stored_files() == before


def _checked(*files):
    from discussions.forms import MessageForm

    form = MessageForm({}, {"files": list(files)})
    # A dictionary gives a list as it is.
    form.fields["files"].widget.value_from_datadict = lambda data, files, name: files[name]
    assert form.is_valid(), form.errors
    return form.cleaned_data["files"]


def test_names_and_descriptions_stay_text_in_the_stored_html(send):
    name, alt = "<img src=x onerror=alert(1)>\u202e'\".pdf", '"><script>alert(1)</script>'
    html = send(photo(), pdf(name), file_alt=[alt, ""]).json()["message"]["html"]
    assert html.count("<img") == 1
    assert "<script" not in html
    assert "\u202e" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_a_thread_opens_with_files(scene):
    url = f"/espaces/{scene.space.pk}/discussions/nouveau/"
    data = {"title": "Photos du marché", "body": "", "files": [photo()]}
    assert as_user(scene.member).post(url, data).status_code == 302
    assert Attachment.objects.get().message.thread.title == "Photos du marché"
    refused = as_user(scene.member).post(url, {"title": "Rien", "body": ""})
    assert "ou au moins un fichier" in refused.content.decode()
    assert "Écrivez le premier message." in refused.content.decode()


def test_who_reads_the_words_reads_the_files_and_nobody_else(scene, send):
    send(photo(), by=scene.member)
    attachment = Attachment.objects.get()
    trial = factories.make_experimentation(scene.group, factories.make_collectivity())
    people = {
        "author": scene.member,
        "facilitator": scene.facilitator,
        "colleague": factories.join(scene.group),
        "guest": factories.make_guest(scene.space, GuestLevel.READER),
        "guest of what it moves to": factories.make_guest(trial.space),
        "stranger": factories.make_user(),
    }

    def readers() -> set[str]:
        found = {}
        for name, person in people.items():
            statuses = {as_user(person).get(url).status_code for url in urls(attachment)}
            assert statuses in ({200}, {404}), name
            found[name] = statuses == {200}
        return {name for name, reads in found.items() if reads}

    always = {"author", "facilitator"}
    assert readers() == always | {"colleague", "guest"}
    assert as_user(None).get(urls(attachment)[0]).status_code == 302
    message = attachment.message
    services.hide_message(message=message, actor=scene.facilitator, reason="Visages")
    assert readers() == always
    page = f"/discussions/{scene.thread.pk}/messages/{message.pk}/"
    assert urls(attachment)[0] in as_user(scene.facilitator).get(page).content.decode()
    assert urls(attachment)[0] not in as_user(people["colleague"]).get(page).content.decode()
    message.refresh_from_db()
    message = services.restore_message(message=message, actor=scene.facilitator)
    assert urls(attachment)[1] in message.html
    message = services.remove_message(message=message)
    assert readers() == {"author"}
    services.restore_message(message=message, actor=scene.member)
    # The same address, for those of the thread's new place.
    type(scene.thread).objects.filter(pk=scene.thread.pk).update(space=trial.space)
    raise_space_access(trial.space.pk)
    assert readers() == always | {"colleague", "guest of what it moves to"}


def test_a_file_is_only_found_through_its_own_thread(scene, send):
    send(photo())
    other = services.create_thread(
        space=scene.space, author=scene.member, title="Autre", body="Autre"
    )
    pk = Attachment.objects.get().pk
    for name in ("attachment", "attachment_thumbnail"):
        assert as_user(scene.member).get(reverse(name, args=[other.pk, pk])).status_code == 404


@pytest.mark.services
def test_files_of_purged_messages_are_deleted_for_good(
    scene, send, before, django_capture_on_commit_callbacks
):
    send(photo(), upload(office("odt"), "note.odt", "x/y"))
    kept = stored_files()
    send(photo())
    purged, other = Message.objects.filter(position__gt=1)
    told = []

    def hear(sender, message_ids, **kwargs):
        told.append(message_ids)

    attachments.words_purged.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        attachments.purge_words([purged.pk])
    assert told == [[purged.pk]]
    assert {each.message_id for each in Attachment.objects.all()} == {other.pk}
    assert len(stored_files() - before) == 2
    assert not stored_files() & (kept - before)
