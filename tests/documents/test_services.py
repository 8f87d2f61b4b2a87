"""What each write of documents does, and what it does when asked twice."""

import threading
import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections

from audit.models import AuditEvent
from common.uploads import check_document
from groups.documents import services
from groups.documents.models import Document, DocumentVersion
from tests.documents.files import PDF, upload
from tests.experiments.world import make_world
from tests.factories import group_space

pytestmark = pytest.mark.django_db


def share(world, role="owner", content=PDF, **fields):
    fields.setdefault("title", "Compte rendu")
    fields.setdefault("space", world.experimentation.space)
    if "url" not in fields:
        fields["file"] = check_document(upload(content, "compte-rendu.pdf"))
    return services.add_document(author=world.people[role], **fields)


def test_a_file_is_kept_under_a_name_of_ours(world):
    document, new = share(world)
    version = document.versions.get()
    assert new
    assert (version.number, version.filename, version.size) == (1, "compte-rendu.pdf", len(PDF))
    assert "compte" not in version.file.name
    assert (Path(settings.MEDIA_ROOT) / version.file.name).read_bytes() == PDF
    assert document.organisation == world.owner


def test_a_link_is_kept_and_never_fetched(world, monkeypatch):
    import socket

    def no_network(*args):
        raise AssertionError("fetched")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    document, _new = share(world, url="https://www.exemple.fr/page", space=group_space(world.group))
    assert document.versions.get().url == "https://www.exemple.fr/page"


def test_the_same_form_sent_twice_shares_one_document(world):
    client_id = uuid.uuid4()
    first, _new = share(world, client_id=client_id)
    again, new = share(world, client_id=client_id)
    assert (again, new) == (first, False)
    assert DocumentVersion.objects.count() == 1


def test_versions_follow_and_the_same_content_adds_none(world):
    document, _new = share(world)
    author = world.people["carrier"]
    newer = check_document(upload(PDF + b"%%EOF", "v2.pdf"))
    for _time in range(2):
        version = services.add_version(
            document=document, author=author, file=newer, note="Corrections"
        )
    assert version.number == 2
    assert document.versions.count() == 2
    link = services.add_version(document=document, author=author, url="https://exemple.fr/v3")
    again = services.add_version(document=document, author=author, url="https://exemple.fr/v3")
    assert (link.number, again) == (3, link)


def test_removal_hides_everywhere_and_can_be_undone(world):
    document, _new = share(world)
    services.remove_document(document=document, by=world.people["owner"])
    assert not Document.objects.exists()
    assert not world.experimentation.space.document_set.exists()
    services.restore_document(document=document, by=world.people["owner"])
    assert Document.objects.get() == document
    acts = AuditEvent.objects.filter(target_type="documents.document")
    assert sorted(acts.values_list("action", flat=True)) == [
        "document.removed",
        "document.restored",
    ]


def test_a_file_whose_row_cannot_be_written_leaves_nothing_behind(world, monkeypatch):
    def fail(self, *args, **kwargs):
        raise RuntimeError("disk full of rows")

    folder = Path(settings.MEDIA_ROOT) / "documents"
    before = {path for path in folder.rglob("*") if path.is_file()}
    monkeypatch.setattr(DocumentVersion, "save", fail)
    with pytest.raises(RuntimeError):
        share(world)
    assert {path for path in folder.rglob("*") if path.is_file()} == before
    assert not Document.objects.exists()


def at_once(calls):
    """Run `calls` in as many threads, started together; their results."""
    start, results = threading.Barrier(len(calls)), []

    def run(call):
        try:
            start.wait()
            results.append(call())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_one_form_sent_four_times_at_once_shares_one_document():
    world, client_id = make_world(), uuid.uuid4()
    results = at_once([lambda: share(world, client_id=client_id)] * 4)
    assert sorted(new for _document, new in results) == [False, False, False, True]
    assert Document.objects.count() == DocumentVersion.objects.count() == 1


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_versions_given_at_once_are_numbered_one_after_the_other():
    world = make_world()
    document, _new = share(world)
    files = [check_document(upload(PDF + b"%%EOF" * n, "v.pdf")) for n in range(1, 5)]
    author = world.people["owner"]
    made = at_once(
        [
            lambda file=file: services.add_version(document=document, author=author, file=file)
            for file in files
        ]
    )
    assert sorted(version.number for version in made) == [2, 3, 4, 5]
