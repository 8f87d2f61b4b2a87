"""Sharing, finding, opening and removing documents, as a person sees it."""

import uuid

import pytest
from django.urls import reverse

from groups.documents.models import Document, DocumentVersion
from tests.documents.files import BAD, PDF, upload
from tests.documents.test_services import share
from tests.experiments.pictures import located_photo
from tests.experiments.test_pages import HOSTILE
from tests.factories import group_space

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def post(client, space, **fields):
    data = {"audience": "space", "client_id": str(uuid.uuid4()), **fields}
    return client.post(reverse("document_add", args=[space.pk]), data, follow=True)


@pytest.mark.parametrize("name", ["group_documents", "space_documents", "document", "group"])
def test_pages_ask_the_same_number_of_questions_whatever_they_list(name, world, sign_in, queries):
    space = world.experimentation.space
    if name in {"group_documents", "group"}:
        space = group_space(world.group)
    document, _new = share(world, "owner", space=space)

    def fill():
        for n in range(4):
            share(world, "carrier", space=space, url=f"https://exemple.fr/{n}", title=f"Lien {n}")
            DocumentVersion.objects.create(
                document=document,
                number=document.versions.count() + 1,
                url="https://exemple.fr/",
                author=world.people["other"],
            )

    arg = {"document": document.pk, "space_documents": space.pk}.get(name, world.group.slug)
    client, address = sign_in("owner"), reverse(name, args=[arg])
    fill()
    client.get(address)
    asked = queries(lambda: client.get(address))
    assert len(asked) <= 12, "\n".join(asked)
    fill()
    again = queries(lambda: client.get(address))
    assert len(again) == len(asked), "\n".join(again)


def test_a_file_is_shared_listed_and_downloaded(world, sign_in):
    client, space = sign_in("contributor"), world.experimentation.space
    file = upload(PDF, "Été « bilan ».pdf")
    page = text(post(client, space, file=file, description="Ce qu’on a **fait**"))
    document = Document.objects.get()
    assert document.title == "Été « bilan »"
    assert "<strong>fait</strong>" in page
    assert document.title in text(client.get(reverse("space_documents", args=[space.pk])))
    answer = client.get(reverse("document_download", args=[document.pk, 1]))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == (
        'attachment; filename="_t_ _ bilan _.pdf"; '
        "filename*=UTF-8''%C3%89t%C3%A9%20%C2%AB%20bilan%20%C2%BB.pdf"
    )
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"


def test_a_name_cannot_add_a_header(world, sign_in):
    document, _new = share(world)
    DocumentVersion.objects.update(filename='a"\r\nX-Evil: 1;.pdf')
    answer = sign_in("owner").get(reverse("document_download", args=[document.pk, 1]))
    assert "X-Evil" not in answer
    assert answer["Content-Disposition"].startswith('attachment; filename="a_ X-Evil_ 1;.pdf";')


def test_a_photo_shared_as_a_document_loses_its_place(world, sign_in):
    post(sign_in("owner"), world.experimentation.space, file=upload(located_photo(), "lieu.jpg"))
    version = DocumentVersion.objects.get()
    with version.file.open() as stored:
        assert b"CANARI" not in stored.read()


@pytest.mark.parametrize("name", ["page.pdf", "dessin.svg", "bombe.docx", "empty.pdf", "bombe.png"])
def test_a_refused_file_is_told_why_and_the_rest_is_kept(name, world, sign_in):
    answer = post(
        sign_in("owner"),
        world.experimentation.space,
        file=upload(BAD[name], name),
        title="Mon titre gardé",
        description="Ma description gardée",
    )
    page = text(answer)
    assert "Mon titre gardé" in page
    assert "Ma description gardée" in page
    assert 'class="error"' in page
    assert "choisissez-le à nouveau" in page
    assert not Document.objects.exists()


def test_a_file_too_large_to_be_received_is_told_beside_its_field(world, sign_in, monkeypatch):
    from common import uploads

    monkeypatch.setattr(uploads, "MAX_DOCUMENT_BYTES", 100_000)
    answer = post(
        sign_in("owner"),
        world.experimentation.space,
        file=upload(b"%PDF-" + b"x" * 300_000, "grand.pdf"),
        title="Mon titre gardé",
    )
    page = text(answer)
    assert "dépasse" in page
    assert "Mon titre gardé" in page
    assert not Document.objects.exists()


LINKS = {
    "https://www.exemple.fr/page?a=1#b": "https://www.exemple.fr/page?a=1#b",
    "exemple.fr/page": "https://exemple.fr/page",
    "http://exemple.fr": "http://exemple.fr",
    "javascript:alert(1)": None,
    "data:text/html,<script>": None,
    "ftp://exemple.fr/": None,
    "https://": None,
    "https://[": None,
    "https://exemple.fr:port/": None,
    "//exemple.fr": None,
    "https://moi:secret@exemple.fr/": None,
    "https://exemple": None,
    "pas une adresse": None,
    "https://exemple.fr/" + "x" * 600: None,
}


@pytest.mark.parametrize("typed", LINKS, ids=range(len(LINKS)))
def test_links_are_http_and_shown_with_their_site(typed, world, sign_in):
    page = text(post(sign_in("owner"), world.experimentation.space, url=typed, title="Un lien"))
    kept = LINKS[typed]
    assert [v.url for v in DocumentVersion.objects.all()] == ([kept] if kept else [])
    if kept:
        assert "exemple.fr" in page
        assert 'rel="noopener noreferrer nofollow"' in page
    else:
        assert 'class="error"' in page
        assert 'javascript:alert(1)"' not in page.replace('value="javascript:alert(1)"', "")


@pytest.mark.parametrize("fields", [{}, {"file": True, "url": "https://exemple.fr/", "title": "x"}])
def test_a_file_or_a_link_and_not_both(fields, world, sign_in):
    if "file" in fields:
        fields = fields | {"file": upload(PDF, "a.pdf")}
    page = text(post(sign_in("owner"), world.experimentation.space, **fields))
    assert "hoisissez un fichier" in page
    assert not Document.objects.exists()


def test_the_same_form_sent_twice_shares_once(world, sign_in):
    client, client_id = sign_in("owner"), str(uuid.uuid4())
    for _time in range(2):
        page = text(
            post(
                client,
                world.experimentation.space,
                url="https://exemple.fr/",
                title="Une fois",
                client_id=client_id,
            )
        )
    assert Document.objects.count() == 1
    assert "il n’y est qu’une fois" in page


def test_a_guest_shares_for_the_space_only(world, sign_in):
    client, space = sign_in("contributor"), world.experimentation.space
    post(client, space, url="https://exemple.fr/", title="Le mien", audience="public")
    document = Document.objects.get()
    assert document.audience == "space"
    edit = reverse("document_edit", args=[document.pk])
    client.post(edit, {"title": "Le mien", "audience": "public"})
    assert Document.objects.get().audience == "space"


def test_only_facilitators_reserve_a_document_of_the_group(world, sign_in):
    space = group_space(world.group)
    page = text(post(sign_in("owner"), space, url="https://x.fr/", title="x", audience="owner"))
    assert "Sélectionnez un choix valide" in page
    post(sign_in("facilitator"), space, url="https://x.fr/", title="x", audience="owner")
    document = Document.objects.get()
    assert document.audience == "owner"


def test_a_document_is_described_again_renewed_removed_and_brought_back(world, sign_in):
    document, _new = share(world, "owner")
    client = sign_in("owner")
    one = {"args": [document.pk]}
    client.post(reverse("document_edit", **one), {"title": "Bilan 2024", "audience": "public"})
    client.post(
        reverse("version_add", **one),
        {"file": upload(PDF + b"%%EOF", "v2.pdf"), "note": "Chiffres revus"},
    )
    page = text(client.get(reverse("document", **one)))
    assert "Bilan 2024" in page
    assert "Chiffres revus" in page
    assert reverse("document_download", args=[document.pk, 1]) in page
    assert reverse("document_download", args=[document.pk, 2]) in page
    page = text(client.post(reverse("document_remove", **one), follow=True))
    assert reverse("document_restore", **one) in page
    assert client.get(reverse("document", **one)).status_code == 404
    assert client.get(reverse("document_download", args=[document.pk, 2])).status_code == 404
    page = text(client.post(reverse("document_restore", **one), follow=True))
    assert "Bilan 2024" in page


@pytest.mark.parametrize("value", [HOSTILE, "𝕏" * 30_000, "9" * 400])
@pytest.mark.parametrize("only", ["title", "description", "url", "audience", "client_id", "note"])
def test_no_form_breaks_or_runs_what_is_typed(only, value, world, sign_in):
    client, space = sign_in("owner"), world.experimentation.space
    document, _new = share(world, "owner")
    data = {"title": "x", "audience": "space", "url": "https://exemple.fr/a", only: value}
    for name, key in {
        "document_add": space.pk,
        "document_edit": document.pk,
        "version_add": document.pk,
    }.items():
        answer = client.post(reverse(name, args=[key]), data)
        assert answer.status_code in {200, 302}
        for shown in [text(answer), text(client.get(reverse("document", args=[document.pk])))]:
            assert "<script>alert(1)" not in shown
            assert "<img src=x" not in shown


@pytest.mark.parametrize("query", ["?page=x", "?page=-1", "?supprime=²", "?supprime=" + "9" * 40])
def test_odd_addresses_are_not_errors(query, world, sign_in):
    address = reverse("group_documents", args=[world.group.slug])
    assert sign_in("owner").get(address + query).status_code == 200


def test_long_lists_have_pages(world, sign_in):
    space = group_space(world.group)
    rows = [Document(space=space, title=f"Document {n}") for n in range(120)]
    for row in Document.objects.bulk_create(rows):
        DocumentVersion.objects.create(document=row, number=1, url="https://exemple.fr/")
    client, address = sign_in("owner"), reverse("group_documents", args=[world.group.slug])
    titles = set()
    for page in ["1", "2", "3"]:
        answer = text(client.get(address, {"page": page}))
        titles |= {n for n in range(120) if f"Document {n}</strong>" in answer}
    assert titles == set(range(120))
