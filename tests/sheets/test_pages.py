"""The pages of a sheet: who sees what of it, what is kept of what was typed, what stays hidden."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from common.models import Audience
from experiments.models import JournalPicture
from experiments.services import remove_entry
from experiments.sheets.enums import Decision, SheetState
from experiments.sheets.models import ExperienceSheet, Signature
from experiments.sheets.services import sign, withdraw
from tests.experiments.world import make_entry
from tests.factories import make_collectivity
from tests.sheets.world import links_sent, make_referent, published, submit, write

pytestmark = pytest.mark.django_db

TYPED = {"title": "Le marché", "dated": "2026-01-01", "precision": "month", "results": "Un essai."}


def url(name, scene, *more):
    return reverse(name, args=[scene.trial.pk, *more])


def picture_of(entry, alt="Un étal") -> JournalPicture:
    return JournalPicture.objects.create(
        entry=entry,
        image=ContentFile(b"not really", name="x"),
        thumbnail=ContentFile(b"not really", name="x"),
        width=4,
        height=3,
        alt=alt,
    )


@pytest.fixture
def with_mail(mailoutbox, django_capture_on_commit_callbacks):
    """`with_mail(call)`: what it returns, once its e-mails have left."""

    def act(call):
        with django_capture_on_commit_callbacks(execute=True):
            return call()

    return act


def test_a_sheet_goes_from_its_first_words_to_a_public_page(scene, sign_in, with_mail):
    owner, partner = sign_in("owner"), scene.partners["amandier"]
    note = make_entry(scene.trial, text="Note du marché", audience=Audience.SPACE)
    page = owner.get(url("sheet_edit", scene)).content.decode()
    assert "Note du marché" in page
    answer = owner.post(url("sheet_edit", scene), TYPED | {f"note_{note.pk}": "results"})
    assert answer.status_code == 302
    asked = {f"partner_{partner.pk}": "on", f"email_{partner.pk}": "amandier@exemple.test"}
    with_mail(lambda: owner.post(url("sheet_ask", scene), asked))
    assert set(links_sent()) == {"amandier@exemple.test"}
    assert {each.to[0] for each in mail.outbox} == {
        "amandier@exemple.test",
        scene.world.people["referent"].email,
    }
    link = links_sent()["amandier@exemple.test"]
    visitor = sign_in("visitor")
    shown = visitor.get(link).content.decode()
    assert "Un essai." in shown
    assert "Note du marché" not in shown
    digest = Signature.objects.get(is_owner=False).version.digest
    assert visitor.post(link, {"decision": "agreed", "digest": digest}).status_code == 302
    assert "Vous avez signé ce texte" in visitor.get(link).content.decode()
    facilitator = sign_in("facilitator")
    facilitator.post(url("sheet_publish", scene))
    sheet = ExperienceSheet.objects.get()
    assert sheet.published is None
    mine = Signature.objects.get(is_owner=True)
    sign_in("referent").post(
        reverse("sheet_signature", args=[mine.pk]), {"decision": "agreed", "digest": digest}
    )
    answer = facilitator.post(url("sheet_publish", scene))
    assert answer["Location"] == reverse("sheet", args=[sheet.pk])
    page = visitor.get(answer["Location"]).content.decode()
    assert "Un essai." in page
    assert "Structure amandier" in page
    assert "Note du marché" not in page
    assert "Note du marché" in owner.get(answer["Location"]).content.decode()
    actions = set(
        AuditEvent.objects.filter(action__startswith="sheet.").values_list("action", flat=True)
    )
    assert {"sheet.created", "sheet.submitted", "sheet.agreed", "sheet.published"} <= actions


def test_a_change_asks_everybody_again_and_leaves_what_is_public(scene, sign_in, with_mail):
    sheet = published(scene, "Premier texte")
    mail.outbox.clear()
    write(scene, "Second texte")
    assert ExperienceSheet.objects.get().state == SheetState.DRAFT
    version = with_mail(lambda: submit(scene, "amandier"))
    assert set(version.signatures.values_list("decision", flat=True)) == {Decision.WAITING}
    assert any("a changé depuis" in each.body for each in mail.outbox)
    page = sign_in("visitor").get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "Premier texte" in page
    assert "Second texte" not in page
    compared = sign_in("owner").get(url("sheet_version", scene, 2)).content.decode()
    assert "<del>" in compared
    assert "<ins>" in compared


def test_withdrawing_needs_a_reason_and_closes_the_page(scene, sign_in, with_mail):
    sheet = published(scene)
    owner, visitor = sign_in("owner"), sign_in("visitor")
    page = owner.post(url("sheet_withdraw", scene), {"reason": ""}).content.decode()
    assert "Dites pourquoi" in page
    mail.outbox.clear()
    with_mail(lambda: owner.post(url("sheet_withdraw", scene), {"reason": "Une erreur."}))
    for name in ("sheet", "sheet_pdf"):
        assert visitor.get(reverse(name, args=[sheet.pk])).status_code == 404
    assert any("Une erreur." in each.body for each in mail.outbox)
    assert "Une erreur." in owner.get(url("experimentation_sheet", scene)).content.decode()
    assert (
        "Une erreur."
        not in sign_in("other").get(url("experimentation_sheet", scene)).content.decode()
    )


@pytest.mark.parametrize("role", ["other", "observer", "reader", "contributor", "stranger"])
def test_the_draft_is_for_those_who_write_it(scene, sign_in, role):
    write(scene, "Brouillon-canari")
    submit(scene, "amandier")
    client = sign_in(role)
    for name in ("experimentation_sheet", "experimentation"):
        assert "Brouillon-canari" not in client.get(url(name, scene)).content.decode()
    for name in ("sheet_edit", "sheet_preview", "sheet_ask", "sheet_publish", "sheet_withdraw"):
        assert client.get(url(name, scene)).status_code in {404, 405}
        assert client.post(url(name, scene)).status_code in {404, 405}
    assert client.get(url("sheet_version", scene, 1)).status_code == 404


def test_a_note_supports_several_sections_and_keeps_them(scene, sign_in):
    owner = sign_in("owner")
    note = make_entry(scene.trial, text="Note du marché", audience=Audience.SPACE)
    chosen = {f"note_{note.pk}": ["results", "lessons"]}
    owner.post(url("sheet_edit", scene), TYPED | {"lessons": "Une leçon."} | chosen)
    sheet = ExperienceSheet.objects.get()
    assert set(sheet.sources.values_list("section", "entry")) == {
        ("results", note.pk),
        ("lessons", note.pk),
    }
    page = owner.get(url("sheet_edit", scene)).content.decode()
    for section, checked in (("results", True), ("lessons", True), ("means", False)):
        box = page[page.index(f'name="note_{note.pk}" value="{section}"') :]
        assert ("checked" in box[: box.index(">")]) is checked, section
    answer = owner.post(url("sheet_edit", scene), TYPED | {f"note_{note.pk}": ["ailleurs"]})
    assert answer.status_code == 200
    owner.post(url("sheet_edit", scene), TYPED | {"seen": ""})
    assert not sheet.sources.exists()


def test_a_confidential_note_is_named_to_nobody_else(scene, sign_in):
    secret = make_entry(scene.trial, text="Canari-confidentiel", audience=Audience.OWNER)
    owner = sign_in("owner")
    editor = owner.get(url("sheet_edit", scene)).content.decode()
    assert "confidentielle" in editor
    sheet = published(scene, sources={"results": [secret]})
    link = reverse("sheet", args=[sheet.pk])
    assert "Canari-confidentiel" in owner.get(link).content.decode()
    for role in ("visitor", "other", "observer", "reader", "contributor", "stranger", "partner"):
        page = sign_in(role).get(link).content.decode()
        assert "Canari-confidentiel" not in page
        assert "note du journal" not in page
        assert f"/journal/{secret.pk}/" not in page


def test_a_picture_needs_its_description_and_what_was_typed_is_kept(scene, sign_in):
    picture = picture_of(make_entry(scene.trial))
    owner = sign_in("owner")
    data = TYPED | {f"picture_{picture.pk}": "on", f"alt_{picture.pk}": ""}
    page = owner.post(url("sheet_edit", scene), data).content.decode()
    assert "Décrivez la photo" in page
    assert "Un essai." in page
    assert not ExperienceSheet.objects.exists()


def test_no_more_pictures_are_chosen_than_are_printed(scene, sign_in):
    entry = make_entry(scene.trial)
    pictures = [picture_of(entry) for _each in range(9)]
    data = TYPED | {f"picture_{each.pk}": "on" for each in pictures}
    data |= {f"alt_{each.pk}": "Un étal" for each in pictures}
    answer = sign_in("owner").post(reverse("sheet_edit", args=[scene.trial.pk]), data)
    assert "8 photos au plus" in answer.content.decode()
    assert not ExperienceSheet.objects.exists()
    del data[f"picture_{pictures[-1].pk}"]
    answer = sign_in("owner").post(reverse("sheet_edit", args=[scene.trial.pk]), data)
    assert answer.status_code == 302
    assert ExperienceSheet.objects.get().pictures.count() == 8


def test_a_picture_is_public_with_the_sheet_and_no_longer(scene, sign_in):
    entry = make_entry(scene.trial, author=scene.world.people["owner"])
    kept = picture_of(make_entry(scene.trial, audience=Audience.OWNER))
    picture, other = picture_of(entry), picture_of(entry)
    sheet = published(scene, pictures={picture: "Un étal de légumes", kept: "Gardée"})
    visitor = sign_in("visitor")

    def status(which):
        return visitor.get(reverse("sheet_picture", args=[sheet.pk, which.pk])).status_code

    assert [status(each) for each in (picture, other, kept)] == [200, 404, 404]
    page = visitor.get(reverse("sheet", args=[sheet.pk])).content.decode()
    assert "Un étal de légumes" in page
    assert "Gardée" not in page
    remove_entry(entry=entry, by=scene.world.people["owner"])
    assert status(picture) == 404
    assert "Un étal" not in visitor.get(reverse("sheet", args=[sheet.pk])).content.decode()


def test_two_writers_do_not_erase_each_other(scene, sign_in):
    write(scene, "Texte de départ")
    owner, carrier = sign_in("owner"), sign_in("carrier")
    seen = owner.get(url("sheet_edit", scene)).context["form"]["seen"].value()
    answer = carrier.post(url("sheet_edit", scene), TYPED | {"results": "Le sien", "seen": seen})
    assert answer.status_code == 302
    page = owner.post(url("sheet_edit", scene), TYPED | {"results": "Le mien", "seen": seen})
    assert "Quelqu’un a modifié" in page.content.decode()
    assert "Le mien" in page.content.decode()
    assert ExperienceSheet.objects.get().results == "Le sien"
    again = TYPED | {"results": "Le mien", "seen": page.context["form"]["seen"].value()}
    assert owner.post(url("sheet_edit", scene), again).status_code == 302
    assert ExperienceSheet.objects.get().results == "Le mien"


def test_a_link_works_for_its_text_until_its_date_and_once(scene, sign_in, with_mail):
    write(scene, "Texte signé")
    version = with_mail(lambda: submit(scene, "amandier"))
    link, visitor = links_sent()["amandier@exemple.test"], sign_in("visitor")
    answer = {"decision": "agreed", "digest": version.digest}
    assert visitor.post(link, answer | {"digest": "0" * 64}).status_code in {200, 410}
    assert version.signatures.filter(decision=Decision.AGREED).count() == 0
    Signature.objects.update(expires_at=timezone.now())
    expired = visitor.get(link)
    assert expired.status_code == 410
    assert "Texte signé" not in expired.content.decode()
    visitor.post(link, answer)
    assert version.signatures.filter(decision=Decision.AGREED).count() == 0
    assert visitor.get(reverse("sheet_sign", args=["inconnu"])).status_code == 404
    stored = Signature.objects.get(is_owner=False).token_hash
    assert visitor.get(reverse("sheet_sign", args=[stored])).status_code == 404


def test_declining_and_commenting_say_why(scene, sign_in, with_mail):
    write(scene)
    version = with_mail(lambda: submit(scene, "amandier"))
    link, visitor = links_sent()["amandier@exemple.test"], sign_in("visitor")
    page = visitor.post(link, {"decision": "declined", "digest": version.digest})
    assert "Dites en quelques mots" in page.content.decode()
    mail.outbox.clear()
    data = {"decision": "declined", "digest": version.digest, "comment": "Le chiffre est faux."}
    with_mail(lambda: visitor.post(link, data))
    assert "Le chiffre est faux." in mail.outbox[0].body
    assert mail.outbox[0].to == [scene.world.people["owner"].email]
    assert (
        "Le chiffre est faux."
        in sign_in("owner").get(url("experimentation_sheet", scene)).content.decode()
    )


def test_a_new_link_replaces_the_former(scene, sign_in, with_mail):
    write(scene)
    version = with_mail(lambda: submit(scene, "amandier"))
    former, visitor = links_sent()["amandier@exemple.test"], sign_in("visitor")
    signature = version.signatures.get(is_owner=False)
    Signature.objects.update(requested_at=timezone.now() - timedelta(hours=1))
    with_mail(lambda: sign_in("owner").post(url("sheet_signature_resend", scene, signature.pk)))
    assert links_sent()["amandier@exemple.test"] != former
    assert visitor.get(former).status_code == 404
    assert visitor.get(links_sent()["amandier@exemple.test"]).status_code == 200


@pytest.mark.parametrize("role", ["owner", "facilitator", "admin", "stranger", "partner"])
def test_nobody_signs_in_the_place_of_a_referent(scene, sign_in, role):
    write(scene)
    mine = submit(scene).signatures.get()
    client, page = sign_in(role), reverse("sheet_signature", args=[mine.pk])
    assert client.get(page).status_code == 404
    data = {"decision": "agreed", "digest": mine.version.digest}
    assert client.post(page, data).status_code == 404
    mine.refresh_from_db()
    assert mine.decision == Decision.WAITING


@pytest.mark.parametrize("fields", [{"verified_at": None}, {"until": "2020-01-01"}])
def test_a_referent_signs_while_she_is_one(scene, client, fields):
    write(scene)
    mine = submit(scene).signatures.get()
    client.force_login(make_referent(scene.world.owner, **fields))
    assert client.get(reverse("sheet_signature", args=[mine.pk])).status_code == 404
    client.force_login(make_referent(make_collectivity()))
    assert client.get(reverse("sheet_signature", args=[mine.pk])).status_code == 404
    client.force_login(make_referent(scene.world.owner))
    assert client.get(reverse("sheet_signature", args=[mine.pk])).status_code == 200


def test_a_sheet_of_the_network_asks_nobody_and_says_so(scene, sign_in):
    write(scene, "Un fait", origin="network", source="001.txt")
    assert sign_in("owner").get(url("sheet_ask", scene)).status_code == 404
    assert sign_in("owner").post(url("sheet_publish", scene)).status_code == 404
    answer = sign_in("facilitator").post(url("sheet_publish", scene))
    page = sign_in("visitor").get(answer["Location"]).content.decode()
    assert "n’ont pas eu à la signer" in page
    assert "001.txt" in page


def test_an_address_is_asked_of_each_chosen_partner(scene, sign_in):
    write(scene)
    key = scene.partners["bouleau"].pk
    owner = sign_in("owner")
    for typed, said in (
        ("", "Indiquez l’adresse de la personne"),
        ("pas une adresse", "adresse"),
        ("a@exemple.test\r\nBcc: b@exemple.test", "adresse"),
    ):
        page = owner.post(url("sheet_ask", scene), {f"partner_{key}": "on", f"email_{key}": typed})
        assert page.status_code == 200
        assert said in page.content.decode()
    assert not Signature.objects.exists()


def test_withdrawn_then_published_again_needs_new_signatures(scene):
    sheet = published(scene)
    withdraw(sheet=sheet, by=None, reason="Une erreur.")
    version = submit(scene, "amandier")
    assert set(version.signatures.values_list("decision", flat=True)) == {Decision.WAITING}
    sign(signature=version.signatures.first(), decision="agreed", digest=version.digest)
    sheet.refresh_from_db()
    assert sheet.published is None
