"""Booklets: made once, by who may, of what everybody may read, and of nothing else any more."""

import re
from datetime import timedelta
from io import BytesIO
from threading import Event
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django_tasks.signals import task_finished
from pypdf import PdfReader

from audit.models import AuditEvent
from experiments.booklets import services
from experiments.booklets.models import Booklet
from experiments.indicators.models import Indicator
from experiments.sheets.services import withdraw
from experiments.vocabularies.services import add_term, merge_terms
from groups.moderation.enums import Withheld
from tests.experiments.world import make_entry
from tests.sheets.world import client_of

pytestmark = [pytest.mark.django_db(transaction=False), pytest.mark.services]


def _asked(shelf, *sheets, **fields) -> Booklet:
    fields = {"title": "Recueil d’été", "introduction": "Bonjour **à tous**"} | fields
    return services.ask_booklet(
        group=shelf.world.group,
        by=shelf.world.people["facilitator"],
        sheets=list(sheets or shelf.sheets),
        **fields,
    )


@pytest.fixture
def made(shelf, django_capture_on_commit_callbacks):
    """`made()`: a booklet of both sheets, printed."""

    def make(*sheets, **fields) -> Booklet:
        with django_capture_on_commit_callbacks(execute=True):
            booklet = _asked(shelf, *sheets, **fields)
        booklet.refresh_from_db()
        return booklet

    return make


def _url(name: str, booklet: Booklet) -> str:
    return reverse(name, args=[booklet.group.slug, booklet.pk])


def _text(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_it_holds_cover_contents_sheets_and_indexes(shelf, made, sign_in):
    booklet = made(*reversed(shelf.sheets))
    assert (booklet.state, booklet.done) == ("ready", 2)
    answer = sign_in("observer").get(_url("booklet_pdf", booklet))
    assert answer["Content-Type"] == "application/pdf"
    assert "recueil-" in answer["Content-Disposition"]
    text = _text(answer.content)
    for said in (
        "Recueil d’été",
        "Bonjour à tous",
        "Sommaire",
        "Ce que dit « Un été au marché » : 12 636 €.",
        "Par territoire",
        "Exempleville",
        "Par activité",
        "Alimentation, cuisine",
        "Par mot-clé",
    ):
        assert said in text, said
    # In the order that was chosen, and both under the same word.
    assert text.index("Ce que dit « Le garage »") < text.index("Ce que dit « Un été au marché »")
    assert re.search(r"rue : 3, 4", text), text[-300:]
    root = PdfReader(BytesIO(answer.content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_levers_and_obstacles_of_what_everybody_reads_are_indexed(shelf, made, sign_in):
    lever, other = add_term(kind="lever", label="Ouvrir un lieu"), add_term(kind="lever", label="B")
    obstacle = add_term(kind="obstacle", label="Trouver une assurance")
    hidden = add_term(kind="obstacle", label="Canarifrein")
    shelf.world.experimentation.terms.add(lever)
    shelf.entry.terms.add(obstacle)
    make_entry(shelf.world.experimentation, audience="space").terms.add(hidden)
    # Its experimentation is not public.
    shelf.world.another.terms.add(hidden)
    booklet = made()
    text = _text(sign_in("observer").get(_url("booklet_pdf", booklet)).content)
    assert re.search(r"Par levier Ouvrir un lieu : 3 Par frein Trouver une assurance : 3 ", text)
    assert "Canarifrein" not in text
    # Merged, a word is still borne; taken off, it takes the file with it.
    merge_terms(term=lever, into=other, by=shelf.world.people["admin"])
    assert sign_in("observer").get(_url("booklet_pdf", booklet)).status_code == 200
    shelf.world.experimentation.terms.clear()
    assert sign_in("observer").get(_url("booklet_pdf", booklet)).status_code == 404
    assert "Une partie de ce qu’il montre" in sign_in("observer").get(_url("booklet", booklet)).text


READ = {"owner", "carrier", "facilitator", "admin", "other", "observer", "withdrawn"}


def test_who_reads_the_group_fetches_it_and_nobody_else(shelf, made):
    booklet = made()
    for role in [*shelf.world.people, "visitor"]:
        client = client_of(shelf, role)
        for name in ("booklet", "booklet_pdf"):
            status = client.get(_url(name, booklet)).status_code
            assert (status == 200) == (role in READ), (role, name)
        for name in ("booklet_again", "booklet_drop"):
            if role not in {"facilitator", "admin"}:
                assert client.post(_url(name, booklet)).status_code in {302, 404}, role
    assert Booklet.objects.count() == 1


def test_asked_twice_it_is_made_once(shelf, made):
    first = made()
    with patch("experiments.booklets.services.printed") as printed:
        assert made() == first
        assert not printed.called
    assert made(title="Autre") != first
    assert made(*reversed(shelf.sheets)) != first
    assert AuditEvent.objects.filter(action="booklet.asked").count() == 3


def _withdrawn(shelf):
    withdraw(sheet=shelf.sheets[1], by=shelf.world.people["facilitator"], reason="Une erreur.")


def _hidden(shelf):
    shelf.entry.withheld = Withheld.HIDDEN if hasattr(Withheld, "HIDDEN") else list(Withheld)[-1]
    shelf.entry.save()


def _confidential(shelf):
    shelf.entry.audience = "owner"
    shelf.entry.save()


def _removed(shelf):
    shelf.entry.removed_at = timezone.now()
    shelf.entry.save()


@pytest.mark.parametrize("act", [_withdrawn, _hidden, _confidential, _removed])
def test_what_goes_away_takes_the_file_with_it_at_once(shelf, made, sign_in, act):
    booklet = made()
    act(shelf)
    for role in ("facilitator", "observer"):
        client = sign_in(role)
        assert client.get(_url("booklet_pdf", booklet)).status_code == 404
        page = client.get(_url("booklet", booklet)).text
        assert "plus distribué" in page
        assert ("Le refaire" in page) == (role == "facilitator")
        if act is _withdrawn:
            assert "Le garage" not in page
            listed = client.get(reverse("booklets", args=[booklet.group.slug])).text
            assert "À refaire" in listed
            assert "Prêt" not in listed
    again = made(*(shelf.sheets[:1] if act is _withdrawn else shelf.sheets))
    assert again != booklet
    content = sign_in("observer").get(_url("booklet_pdf", again)).content
    assert ("Le garage" in _text(content)) == (act is not _withdrawn)
    assert ("Un étal" in _text(content)) == (act is _withdrawn)


def _counted_in_private(shelf):
    shelf.indicator.audience = "owner"
    shelf.indicator.save()


def _no_more_counted(shelf):
    Indicator.objects.filter(pk=shelf.indicator.pk).update(withheld=Withheld.HIDDEN)


def _placed_in_private(shelf):
    shelf.site.audience = "space"
    shelf.site.save()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (_counted_in_private, "57 familles accueillies"),
        (_no_more_counted, "57 familles accueillies"),
        (_placed_in_private, "Salle des Tilleuls"),
    ],
)
def test_a_figure_or_a_place_takes_the_file_with_it(shelf, made, sign_in, act, said):
    booklet, reader = made(), sign_in("observer")
    address = _url("booklet_pdf", booklet)
    assert said in _text(reader.get(address).content)
    act(shelf)
    assert reader.get(address).status_code == 404
    assert "Une partie de ce qu’il montre" in reader.get(_url("booklet", booklet)).text
    again = made()
    assert again != booklet
    assert said not in _text(reader.get(_url("booklet_pdf", again)).content)
    assert said not in reader.get(reverse("sheet", args=[shelf.sheets[0].pk])).text or (
        act is _placed_in_private
    )


def test_it_is_made_anew_of_what_is_left(shelf, made, sign_in, django_capture_on_commit_callbacks):
    booklet = made()
    _withdrawn(shelf)
    with django_capture_on_commit_callbacks(execute=True):
        answer = sign_in("facilitator").post(_url("booklet_again", booklet))
    newer = Booklet.objects.latest("pk")
    assert answer.url == _url("booklet", newer)
    assert newer.chosen.count() == 1
    withdraw(sheet=shelf.sheets[0], by=shelf.world.people["facilitator"], reason="Une autre.")
    answer = sign_in("facilitator").post(_url("booklet_again", newer), follow=True)
    assert "Aucune de ses fiches n’est encore publique" in answer.text


def test_a_sheet_that_cannot_be_printed_is_named(shelf, made, sign_in, caplog):
    def broken(sheet, root, **kwargs):
        if sheet.pk == shelf.sheets[1].pk:
            raise OSError
        return real(sheet, root, **kwargs)

    from experiments.booklets.pdf import printable as real

    with patch("experiments.booklets.pdf.printable", broken):
        booklet = made()
    assert (booklet.state, booklet.failed_on) == ("failed", shelf.sheets[1])
    page = sign_in("facilitator").get(_url("booklet", booklet)).text
    assert "La fiche «\u00a0Le garage\u00a0» n’a pas pu être imprimée" in page
    # Once mended, it may be asked again.
    assert made() != booklet
    assert made().state == "ready"


def test_while_it_is_made_the_page_says_how_far(shelf, sign_in):
    booklet = _asked(shelf)
    Booklet.objects.filter(pk=booklet.pk).update(state="making", done=1)
    client = sign_in("observer")
    page = client.get(_url("booklet", booklet)).text
    assert "1 fiches préparées sur 2" in page or "1 fiche préparée sur 2" in page
    part = client.get(_url("booklet", booklet), headers={"HX-Request": "true"}).text
    assert "<progress" in part
    assert "<h1" not in part
    # Interrupted, it does not turn for ever.
    Booklet.objects.filter(pk=booklet.pk).update(
        updated_at=timezone.now() - services.GIVEN_UP_AFTER * 2
    )
    assert "interrompue" in client.get(_url("booklet", booklet)).text
    assert _asked(shelf) != booklet


@pytest.mark.django_db(transaction=True)
def test_without_a_worker_the_answer_does_not_wait_for_it(shelf, sign_in, settings):
    settings.TASKS = {"default": {"BACKEND": "common.tasks.EmbeddedBackend"}}
    go_on, finished = Event(), Event()

    def slow(booklet, sheets, prepared):
        prepared(1)
        assert go_on.wait(10)
        return real(booklet, sheets, prepared)

    def done(**kwargs):
        finished.set()

    from experiments.booklets.pdf import printed as real

    client = sign_in("facilitator")
    task_finished.connect(done)
    with patch("experiments.booklets.services.printed", slow):
        asked = {"title": "Patience"} | {f"sheet_{each.pk}": "on" for each in shelf.sheets}
        page = client.post(_new(shelf), asked, follow=True).text
        assert "sur 2</label>" in page
        assert "Télécharger le PDF" not in page
        go_on.set()
        assert finished.wait(30)
    task_finished.disconnect(done)
    booklet = Booklet.objects.get()
    assert (booklet.state, booklet.done) == ("ready", 2)
    assert client.get(_url("booklet_pdf", booklet)).status_code == 200


def test_it_is_kept_for_thirty_days(made, sign_in):
    booklet = made()
    storage, name = booklet.file.storage, booklet.file.name
    Booklet.objects.filter(pk=booklet.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert sign_in("observer").get(_url("booklet_pdf", booklet)).status_code == 404
    assert "plus gardé" in sign_in("observer").get(_url("booklet", booklet)).text
    assert storage.exists(name)


def test_the_daily_command_erases_files(shelf, made, sign_in, django_capture_on_commit_callbacks):
    old, withdrawn, good = made(title="A"), made(title="B"), made(shelf.sheets[0], title="C")
    Booklet.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    _withdrawn(shelf)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("booklets_daily", verbosity=0)
    for each, kept in ((old, False), (withdrawn, False), (good, True)):
        assert each.file.storage.exists(each.file.name) is kept
    states = dict(Booklet.objects.values_list("title", "state"))
    assert states == {"A": "expired", "B": "expired", "C": "ready"}
    with django_capture_on_commit_callbacks(execute=True):
        sign_in("facilitator").post(_url("booklet_drop", good))
    assert not good.file.storage.exists(good.file.name)


def _new(shelf) -> str:
    return reverse("booklet_new", args=[shelf.world.group.slug])


def test_filtering_loses_nothing(shelf, sign_in):
    _first, second = shelf.sheets
    answer = sign_in("facilitator").post(
        _new(shelf) + "?filtrer=oui",
        {
            "title": "Mon recueil",
            "where": "ici",
            "activity": "food",
            f"sheet_{second.pk}": "on",
            f"place_{second.pk}": "7",
        },
    )
    assert "Mon recueil" in answer.text
    page = re.sub(r"\s+", " ", answer.text)
    assert f'type="hidden" name="sheet_{second.pk}" value="on"' in page
    assert f'type="hidden" name="place_{second.pk}" value="7"' in page
    assert "Choisissez au moins" not in answer.text
    assert not Booklet.objects.exists()


def test_sheets_come_in_the_order_of_their_ranks(shelf, sign_in):
    first, second = shelf.sheets
    answer = sign_in("facilitator").post(
        _new(shelf),
        {
            "title": "Dans l’ordre",
            f"sheet_{first.pk}": "on",
            f"place_{first.pk}": "2",
            f"sheet_{second.pk}": "on",
            f"place_{second.pk}": "1",
        },
    )
    booklet = Booklet.objects.get()
    assert answer.url == _url("booklet", booklet)
    assert [each.sheet for each in booklet.chosen.all()] == [second, first]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": ""}, "Donnez un titre au recueil."),
        ({}, "Choisissez au moins une fiche."),
        ({"place": "-3"}, "Le premier rang est 1."),
        ({"place": "x\x00"}, ""),
        ({"place": "9" * 400}, ""),
        ({"where": "ailleurs"}, ""),
        ({"introduction": "x" * 6_000}, ""),
    ],
)
def test_what_is_wrong_is_said_and_kept(shelf, sign_in, fields, said):
    sheet = shelf.sheets[0]
    posted = {"title": "Gardé", **fields}
    if "place" in posted:
        posted |= {f"place_{sheet.pk}": posted.pop("place"), f"sheet_{sheet.pk}": "on"}
    answer = sign_in("facilitator").post(_new(shelf), posted)
    assert answer.status_code == 200
    assert said in answer.text
    assert posted["title"] in answer.text
    assert not Booklet.objects.exists()


def test_a_sheet_that_is_not_public_cannot_be_slipped_in(shelf, sign_in):
    _withdrawn(shelf)
    gone = shelf.sheets[1]
    answer = sign_in("facilitator").post(_new(shelf), {"title": "X", f"sheet_{gone.pk}": "on"})
    assert "Choisissez au moins une fiche" in answer.text
    assert "Le garage" not in answer.text
