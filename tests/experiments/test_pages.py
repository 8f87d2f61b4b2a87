"""What the pages show, to whom, in how many queries, and what forms answer."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from common.models import Audience
from experiments.enums import EntryKind, Stage
from experiments.models import (
    Experimentation,
    Funding,
    JournalEntry,
    Partnership,
    PlannedAction,
    StageChange,
)
from experiments.selectors import PER_PAGE
from tests.experiments.pictures import attach_picture, located_photo, picture_bytes, upload
from tests.experiments.world import AUDIENCES, make_action, make_entry
from tests.factories import make_experimentation, make_guest, make_partner

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(name, args=args)


def text(answer) -> str:
    return answer.content.decode()


def body(answer) -> str:
    """The page without its frame, whose rail names one's own experimentations."""
    return text(answer).partition("<main")[2].partition("</main>")[0]


def fill(world, count: int) -> None:
    """`count` more of everything that the pages list."""
    author = world.people["contributor"]
    for n in range(count):
        entry = make_entry(world.experimentation, author, organisation=world.owner)
        attach_picture(entry)
        make_action(world.experimentation, title=f"Action {n}", assignee=author)
        partner = make_partner()
        Partnership.objects.create(experimentation=world.experimentation, organisation=partner)
        Funding.objects.create(experimentation=world.experimentation, funder=partner)
        StageChange.objects.create(
            experimentation=world.experimentation, stage=Stage.TRIAL, on="2024-01-01", author=author
        )
        make_guest(world.experimentation.space)
        other = make_experimentation(world.group, world.owner)
        Partnership.objects.create(experimentation=other, organisation=partner)


@pytest.mark.parametrize("role", ["owner", "contributor", "facilitator"])
@pytest.mark.parametrize(
    "name",
    [
        "group_experimentations",
        "experimentation",
        "experimentation_presentation",
        "experimentation_actions",
        "experimentation_partners",
        "experimentation_documents",
        "experimentation_discussion",
        "entry_add",
        "action_add",
        "entry",
    ],
)
def test_pages_ask_the_same_number_of_questions_whatever_they_list(
    name, role, world, sign_in, queries
):
    if name == "action_add" and role == "contributor":
        role = "carrier"
    fill(world, 3)
    args = [world.experimentation.pk]
    if name == "group_experimentations":
        args = [world.group.slug]
    if name == "entry":
        args.append(world.experimentation.entries.first().pk)
    client = sign_in(role)
    client.get(url(name, *args))
    asked = queries(lambda: client.get(url(name, *args)))
    assert len(asked) <= 12, "\n".join(asked)
    fill(world, 3)
    again = queries(lambda: client.get(url(name, *args)))
    assert len(again) == len(asked), "\n".join(again)


def test_the_path_says_the_present_step_in_words(world, sign_in):
    world.experimentation.stage = Stage.TRIAL
    world.experimentation.save()
    StageChange.objects.create(
        experimentation=world.experimentation,
        stage=Stage.SPOTTING,
        on="2021-03-01",
        precision="month",
    )
    page = text(sign_in("owner").get(url("experimentation", world.experimentation.pk)))
    current = re.search(r'aria-current="step">\s*([^<]+?)\s*<', page)
    assert current
    assert current[1] == "Expérimentation"
    assert page.count('aria-current="step"') == 1
    assert "étape 4 sur 6" in page
    assert "depuis mars 2021" in page


def test_an_abandoned_experimentation_says_so_and_has_no_present_step(world, sign_in):
    Experimentation.objects.filter(pk=world.experimentation.pk).update(stage=Stage.ABANDONED)
    page = text(sign_in("owner").get(url("experimentation", world.experimentation.pk)))
    assert 'aria-current="step"' not in page
    assert "Expérimentation abandonnée" in page


@pytest.mark.parametrize("public", [False, True])
def test_each_person_reads_the_entries_actions_and_no_more(public, world, sign_in):
    """Second axis: owner, space, public; a public entry opens only with its experimentation."""
    if public:
        Experimentation.objects.filter(pk=world.experimentation.pk).update(audience="public")
    for audience in AUDIENCES:
        make_entry(world.experimentation, text=f"note-{audience}", audience=audience)
        make_action(world.experimentation, title=f"action-{audience}", audience=audience)
    everything, space = {"owner", "space", "public"}, {"space", "public"}
    expected = dict.fromkeys(["owner", "carrier", "facilitator", "admin"], everything)
    expected |= dict.fromkeys(["other", "observer", "reader", "contributor"], space)
    outside = ["stranger", "visitor", "other_guest", "other_facilitator", "expired"]
    expected |= dict.fromkeys(outside, {"public"} if public else None)
    for role, seen in expected.items():
        client = sign_in(role)
        journal = client.get(url("experimentation", world.experimentation.pk))
        actions = client.get(url("experimentation_actions", world.experimentation.pk))
        if seen is None:
            assert journal.status_code == actions.status_code == 404, role
            continue
        assert set(re.findall(r"note-(\w+)</p>", text(journal))) == seen, role
        assert set(re.findall(r"action-(owner|space|public)\b", text(actions))) == seen, role
        # The tabs count what this person sees.
        assert f'Journal <span class="n">{len(seen)}</span>' in text(journal), role


def test_visitors_see_organisations_and_not_people(world, sign_in):
    Experimentation.objects.filter(pk=world.experimentation.pk).update(audience="public")
    author = world.people["owner"]
    make_entry(world.experimentation, author, organisation=world.owner, audience=Audience.PUBLIC)
    make_action(world.experimentation, assignee=author, audience=Audience.PUBLIC)
    Partnership.objects.create(
        experimentation=world.experimentation, organisation=make_partner(), contact="M. Untel"
    )
    pages = ["experimentation", "experimentation_actions", "experimentation_partners"]
    for name in pages:
        page = text(sign_in("visitor").get(url(name, world.experimentation.pk)))
        assert author.name not in page
        assert "M. Untel" not in page
    assert world.owner.name in text(sign_in("visitor").get(url(pages[0], world.experimentation.pk)))
    assert "M. Untel" in text(sign_in("reader").get(url(pages[2], world.experimentation.pk)))


def test_what_a_facilitator_or_a_guest_writes_is_marked(world, sign_in):
    for role in ["facilitator", "contributor", "owner"]:
        sign_in(role).post(
            url("entry_add", world.experimentation.pk),
            entry_data(text=f"écrit par {role}"),
        )
    page = text(sign_in("owner").get(url("experimentation", world.experimentation.pk)))
    assert page.count(">animation<") == 1
    assert page.count(">invité·e<") == 1


def entry_data(**fields) -> dict:
    today = timezone.localdate().isoformat()
    return {
        "kind": "result",
        "text": "Deux contrats signés",
        "occurred_on": today,
        "precision": "day",
        "audience": "space",
        "client_id": str(uuid.uuid4()),
        **fields,
    }


def test_a_note_with_photos_is_published_without_their_place(world, sign_in):
    client = sign_in("contributor")
    data = entry_data(
        photo_alt=["Le stand du marché"],
        pictures=[upload(located_photo()), upload(picture_bytes("PNG"), "b.png")],
    )
    answer = client.post(url("entry_add", world.experimentation.pk), data)
    entry = JournalEntry.objects.get()
    home = url("experimentation", world.experimentation.pk)
    assert answer["Location"] == f"{home}#note-{entry.pk}"
    assert entry.audience == Audience.SPACE
    first, second = entry.pictures.all()
    assert (first.alt, second.alt) == ("Le stand du marché", "")
    # Turned upright: it lay on its side.
    assert (first.width, first.height) == (480, 640)
    page = text(client.get(home))
    assert 'alt="Le stand du marché"' in page
    assert 'width="360"' in page
    assert 'height="480"' in page
    assert 'loading="lazy"' in page
    assert "décrire les photos" in page
    for size in ["vignette", "grande"]:
        picture = client.get(url("entry_picture", world.experimentation.pk, first.pk, size))
        assert b"CANARI" not in picture.content
        assert b"Exif" not in picture.content
        assert picture["Content-Type"] == "image/webp"
        assert picture["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in picture["Content-Security-Policy"]
        assert "private" in picture["Cache-Control"]
        again = client.get(picture.request["PATH_INFO"], HTTP_IF_NONE_MATCH=picture["ETag"])
        assert (again.status_code, again.content) == (304, b"")
    missing = url("entry_picture", world.experimentation.pk, first.pk, "immense")
    assert client.get(missing).status_code == 404


def test_a_picture_of_a_reserved_or_removed_note_is_not_served(world, sign_in):
    entry = make_entry(world.experimentation, audience=Audience.OWNER)
    picture = attach_picture(entry)
    address = url("entry_picture", world.experimentation.pk, picture.pk, "vignette")
    assert sign_in("reader").get(address).status_code == 404
    assert sign_in("owner").get(address).status_code == 200
    sign_in("owner").post(url("entry_remove", world.experimentation.pk, entry.pk))
    assert sign_in("owner").get(address).status_code == 404


def test_a_guest_cannot_choose_for_whom_she_writes(world, sign_in):
    client = sign_in("contributor")
    address = url("entry_add", world.experimentation.pk)
    assert 'name="audience"' not in text(client.get(address))
    client.post(address, entry_data(audience="public"))
    entry = JournalEntry.objects.get()
    assert entry.audience == Audience.SPACE
    # Nor widen, by editing it, what a carrier reserved or published.
    JournalEntry.objects.update(audience=Audience.PUBLIC)
    client.post(url("entry_edit", world.experimentation.pk, entry.pk), entry_data(audience="owner"))
    assert JournalEntry.objects.get().audience == Audience.PUBLIC


def test_a_guest_edits_and_removes_her_own_notes_only(world, sign_in):
    hers = make_entry(world.experimentation, world.people["contributor"])
    other = make_entry(world.experimentation, world.people["owner"])
    client = sign_in("contributor")
    for name in ["entry_edit", "entry_remove"]:
        assert client.post(url(name, world.experimentation.pk, other.pk)).status_code == 404
    answer = client.post(url("entry_edit", world.experimentation.pk, hers.pk), entry_data())
    assert answer.status_code == 302
    assert client.post(url("entry_remove", world.experimentation.pk, hers.pk)).status_code == 302


def test_a_removed_note_can_be_brought_back_from_the_page(world, sign_in):
    entry = make_entry(world.experimentation, world.people["owner"], text="Texte précieux")
    client = sign_in("owner")
    answer = client.post(url("entry_remove", world.experimentation.pk, entry.pk), follow=True)
    assert "Texte précieux" not in text(answer)
    restore = url("entry_restore", world.experimentation.pk, entry.pk)
    assert restore in text(answer)
    assert restore not in text(sign_in("reader").get(answer.request["PATH_INFO"] + "?supprimee=1"))
    answer = sign_in("owner").post(restore, follow=True)
    assert "Texte précieux" in text(answer)


def test_the_same_note_sent_twice_is_there_once(world, sign_in):
    client, data = sign_in("owner"), entry_data()
    address = url("entry_add", world.experimentation.pk)
    client.post(address, data)
    answer = client.post(address, data, follow=True)
    assert JournalEntry.objects.count() == 1
    assert "elle n’y est qu’une fois" in text(answer)


def test_going_back_to_write_another_note_loses_neither(world, sign_in):
    client, data = sign_in("owner"), entry_data()
    address = url("entry_add", world.experimentation.pk)
    client.post(address, data)
    answer = client.post(address, data | {"text": "Une tout autre note"})
    page = text(answer)
    assert "Une tout autre note" in page
    assert "est déjà enregistrée" in page
    fresh = re.search(r'name="client_id" value="([^"]+)"', page)[1]
    assert fresh != data["client_id"]
    client.post(address, data | {"text": "Une tout autre note", "client_id": fresh})
    assert JournalEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": ""}, "Choisissez ce que vous notez."),
        ({"kind": "rumeur"}, "Sélectionnez un choix valide"),
        ({"text": " \u200b \n "}, "Écrivez quelques mots."),
        ({"text": "x" * 10_001}, "au plus 10000 caractère"),
        ({"occurred_on": "31/02/2024"}, "Indiquez une date"),
        ({"occurred_on": "2999-01-01"}, "Cette date est à venir."),
        ({"occurred_on": "0001-01-01"}, "à partir de 1950"),
        ({"audience": "monde"}, "Sélectionnez un choix valide"),
        ({"client_id": "pas-un-uuid"}, "UUID"),
    ],
)
def test_a_wrong_note_is_told_why_and_keeps_its_text(wrong, message, world, sign_in):
    data = {"text": "Ce que j’ai vu <b>hier</b>"} | wrong
    answer = sign_in("owner").post(url("entry_add", world.experimentation.pk), entry_data(**data))
    assert answer.status_code == 200
    page = text(answer)
    assert message in page
    assert not JournalEntry.objects.exists()
    if "text" not in wrong:
        assert "Ce que j’ai vu &lt;b&gt;hier&lt;/b&gt;" in page
    assert "choisissez-les à nouveau" in page


def test_refused_photos_are_named_and_the_text_is_kept(world, sign_in):
    data = entry_data(
        text="Mon long récit",
        pictures=[upload(picture_bytes()), upload(b"<svg/>", "logo.svg", "image/svg+xml")],
    )
    answer = sign_in("owner").post(url("entry_add", world.experimentation.pk), data)
    page = text(answer)
    assert "logo.svg" in page
    assert "Mon long récit" in page
    assert not JournalEntry.objects.exists()


def test_too_many_photos(world, sign_in):
    photos = [upload(picture_bytes(size=(8, 8)), f"{n}.jpg") for n in range(11)]
    answer = sign_in("owner").post(
        url("entry_add", world.experimentation.pk), entry_data(pictures=photos)
    )
    assert "10 photos au plus" in text(answer)


def test_photos_of_a_note_are_described_taken_off_and_added(world, sign_in):
    entry = make_entry(world.experimentation, world.people["owner"])
    kept, gone = attach_picture(entry), attach_picture(entry, position=1)
    stray = attach_picture(make_entry(world.another), alt="à un autre")
    client = sign_in("owner")
    address = url("entry_edit", world.experimentation.pk, entry.pk)
    assert "Retirer cette photo" in text(client.get(address))
    data = entry_data(
        pictures=[upload(picture_bytes())],
        photo_alt=["La nouvelle"],
        **{f"alt_{kept.pk}": "Le stand", f"remove_{gone.pk}": "on", f"alt_{stray.pk}": "Volée"},
    )
    assert client.post(address, data).status_code == 302
    assert list(entry.pictures.values_list("alt", flat=True)) == ["Le stand", "La nouvelle"]
    stray.refresh_from_db()
    assert stray.alt == "à un autre"


def test_old_pages_of_the_journal_follow_one_another(world, sign_in):
    for n in range(PER_PAGE * 2 + 3):
        make_entry(world.experimentation, text=f"rang {n}.", kind=EntryKind.ACTION)
    make_entry(world.experimentation, kind=EntryKind.RESULT)
    client = sign_in("reader")
    address, seen = url("experimentation", world.experimentation.pk) + "?nature=action", []
    while address:
        page = text(client.get(address))
        seen += re.findall(r"rang (\d+)\.", page)
        older = re.search(r'rel="next"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*rel="next"', page)
        query = (older[1] or older[2]).replace("&amp;", "&") if older else ""
        address = url("experimentation", world.experimentation.pk) + query if query else ""
    assert [int(n) for n in seen] == list(range(PER_PAGE * 2 + 2, -1, -1))


@pytest.mark.parametrize(
    "query",
    [
        "?avant=n’importe",
        "?avant=2024-99-99_1",
        "?nature=%00",
        "?supprimee=%C2%B2",
        "?avant=2024-01-01_9" + "9" * 30,
    ],
)
def test_odd_addresses_of_the_journal_are_not_errors(query, world, sign_in):
    address = url("experimentation", world.experimentation.pk)
    assert sign_in("owner").get(address + query).status_code == 200


def test_the_list_filters_by_stage_and_activity(world, sign_in):
    Experimentation.objects.filter(pk=world.another.pk).update(stage="trial", activity="mechanics")
    client, address = sign_in("owner"), url("group_experimentations", world.group.slug)
    page = body(client.get(address, {"etape": "trial"}))
    assert world.another.title in page
    assert world.experimentation.title not in page
    page = body(client.get(address, {"activite": "mechanics", "etape": "spotting"}))
    assert world.another.title not in page
    assert "Voir toutes les expérimentations" in page
    assert world.experimentation.title in body(client.get(address, {"etape": "zzz"}))


def test_a_long_list_keeps_its_filters_from_page_to_page(world, sign_in):
    for _n in range(50):
        make_experimentation(world.group, world.owner, stage="trial")
    client = sign_in("owner")
    address, titles = url("group_experimentations", world.group.slug), set()
    following = "?etape=trial"
    while following:
        page = body(client.get(address + following))
        assert world.experimentation.title not in page
        titles |= set(re.findall(r"Expérimentation \d+", page))
        link = re.search(r'rel="next"\s+href="([^"]+)"', page)
        following = link[1].replace("&amp;", "&") if link else ""
    assert len(titles) == 50


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> \u202egpj.exe\x00 𝕏"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("experimentation_edit", ["title", "summary", "neighbourhood", "objective", "hypothesis"]),
        ("experimentation_stage", ["note", "stage", "on"]),
        ("partner_add", ["role", "contribution", "contact", "organisation_text"]),
        ("action_add", ["title", "responsible", "assignee", "due_on"]),
        ("funding_add", ["note", "year", "amount", "funder_text"]),
        ("carrier_add", ["organisation"]),
        ("entry_add", ["text", "kind", "occurred_on", "photo_alt"]),
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        HOSTILE,
        "𝕏" * 30_000,
        "9" * 400,
        "\ud800".encode("utf-16", "surrogatepass").decode("latin-1"),
    ],
)
def test_no_form_breaks_or_runs_what_is_typed(name, fields, value, world, sign_in):
    address = url(name, world.experimentation.pk)
    client = sign_in("owner")
    for only in fields:
        data = {"title": "Titre", "audience": "space", "precision": "day", only: value}
        answer = client.post(address, data)
        assert answer.status_code in {200, 302}, only
        page = text(client.get(url("experimentation", world.experimentation.pk)))
        assert "\u202e" not in page
        for shown in [page, text(answer)]:
            assert "<script>alert(1)" not in shown
            assert "<img src=x" not in shown


def test_stage_with_its_date_and_what_was_learnt(world, sign_in):
    client, address = sign_in("owner"), url("experimentation_stage", world.experimentation.pk)
    data = {"stage": "abandoned", "on": "2024-05-02", "precision": "month", "is_current": "on"}
    assert "ce que vous avez appris" in text(client.post(address, data))
    answer = client.post(address, data | {"note": "Il fallait un local."}, follow=True)
    assert "Il fallait un local." in text(answer)
    assert "mai 2024" in text(answer)


def test_an_action_is_late_then_done_then_undone(world, sign_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    action = make_action(
        world.experimentation, due_on=yesterday, assignee=world.people["commenter"]
    )
    client = sign_in("commenter")
    address = url("experimentation_actions", world.experimentation.pk)
    assert "en retard" in text(client.get(address))
    complete = url("action_complete", world.experimentation.pk, action.pk)
    page = text(client.post(complete, follow=True))
    assert "en retard" not in page
    assert "fait le" in page
    client.post(complete, {"fait": "non"})
    assert PlannedAction.objects.get().done_on is None
    assert client.post(complete, {"suite": "/ailleurs/"})["Location"] == "/ailleurs/"
    assert client.post(complete, {"suite": "https://mal.exemple/"})["Location"] == address


def test_only_people_of_the_space_may_be_in_charge(world, sign_in):
    client, address = sign_in("owner"), url("action_add", world.experimentation.pk)
    data = {"title": "Trouver un local", "audience": "space"}
    for role in ["stranger", "other", "other_guest", "expired"]:
        answer = client.post(address, data | {"assignee": world.people[role].pk})
        assert "Choisissez une personne de la liste." in text(answer), role
    for role in ["carrier", "facilitator", "commenter"]:
        assert client.post(address, data | {"assignee": world.people[role].pk}).status_code == 302


def test_partners_are_named_changed_and_removed(world, sign_in):
    client, partner = sign_in("owner"), make_partner("Maison de quartier des Tilleuls")
    pk = world.experimentation.pk
    client.post(url("partner_add", pk), {"organisation": partner.pk, "role": "accueille"})
    partnership = world.experimentation.partnerships.get()
    client.post(
        url("partner_edit", pk, partnership.pk), {"role": "héberge", "contact": "direction"}
    )
    page = text(client.get(url("experimentation_partners", pk)))
    assert "héberge" in page
    assert "direction" in page
    assert "effacés" in text(client.get(url("partner_remove", pk, partnership.pk)))
    client.post(url("partner_remove", pk, partnership.pk))
    assert not world.experimentation.partnerships.exists()
    answer = client.post(url("partner_add", pk), {"organisation": world.co_carrier.pk})
    assert "porte déjà" in text(answer)


def test_a_new_structure_comes_back_chosen(world, sign_in):
    partner = make_partner("Régie d’Exemple")
    address = url("partner_add", world.experimentation.pk)
    assert "Régie d’Exemple" in text(sign_in("owner").get(f"{address}?organisation={partner.pk}"))


def test_fundings_show_amounts_as_one_writes_them(world, sign_in):
    client, funder = sign_in("owner"), make_partner("Fondation d’Exemple")
    pk = world.experimentation.pk
    data = {"funder": funder.pk, "year": "2023", "amount": "12 500,50"}
    data["audience"] = "owner"
    assert client.post(url("funding_add", pk), data).status_code == 302
    assert Funding.objects.get().amount == Decimal("12500.50")
    page = text(client.get(url("experimentation_partners", pk)))
    assert re.search(r"12\W500,50\W€", page)
    # Of the carriers alone, until they say otherwise.
    for name in ("experimentation_partners", "experimentation_presentation"):
        for role in ("carrier", "facilitator", "other", "reader"):
            page = text(sign_in(role).get(url(name, pk)))
            seen = "Fondation d’Exemple" in page
            assert seen is (role in {"carrier", "facilitator"}), (name, role)
    client = sign_in("owner")
    edit = text(client.get(url("funding_edit", pk, Funding.objects.get().pk)))
    assert 'value="12500,50"' in edit
    for wrong in [{"year": "12"}, {"year": "9999"}, {"amount": "-3"}, {"amount": "cent"}]:
        assert client.post(url("funding_add", pk), data | wrong).status_code == 200


def test_markdown_of_people_is_safe_and_shown(world, sign_in):
    make_entry(world.experimentation, text="**fort** [lien](javascript:alert(1)) <i>non</i>")
    page = text(sign_in("reader").get(url("experimentation", world.experimentation.pk)))
    assert "<strong>fort</strong>" in page
    assert 'href="javascript' not in page
    assert "&lt;i&gt;non" in page
