"""`script/bench` finds every page by itself, and says what it could not measure."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path

from common.text import thousands
from discussions.models import Message, Thread
from experiments.sheets.models import ExperienceSheet
from home.demo.bench import live, pages, posting, prints, samples, threads
from home.demo.bench.table import decimal, table
from home.demo.scale import load_scale
from home.management.commands import bench
from organisations.models import Organisation
from tests.servers import Worker


def shown(request, slug=""):
    list(Organisation.objects.all()[:2])
    return HttpResponse("<p>" + "page " * 1000)


def elsewhere(request):
    return HttpResponseRedirect("/")


def broken(request):
    raise RuntimeError


urlpatterns = [
    path("groupes/<slug:slug>/essai/", shown),
    path("ailleurs/", elsewhere),
    path("casse/", broken),
    path("sans-exemple/<int:unknown>/", shown),
]


@pytest.fixture
def world(db, settings):
    settings.DEMO = True
    settings.ROOT_URLCONF = __name__
    load_scale(0.01)
    return samples.pick()


def test_addresses_come_from_the_urls(world):
    found = {each.route: each.path for each in pages.addresses(world)}
    assert found == {
        "groupes/<slug>/essai/": "/groupes/mesure-001/essai/",
        "ailleurs/": "/ailleurs/",
        "casse/": "/casse/",
        "sans-exemple/<unknown>/": "",
    }


def test_every_role_is_there(world):
    assert list(world.people) == [
        "visiteur",
        "invité·e",
        "observateur·rice",
        "membre",
        "animateur·rice",
    ]


def test_a_page_is_measured(world):
    address = pages.Address("groupes/<slug>/essai/", "/groupes/mesure-001/essai/")
    visitor = pages.clients(world)["visiteur"]
    measure = pages.measure(address, "visiteur", visitor, requests=3)
    assert measure.queries == 1
    assert measure.size == 5003
    assert 0 < measure.gzipped < 200
    assert 0 < measure.median_ms <= measure.p95_ms


def test_what_is_no_page_for_a_role_is_left_out(world):
    visitor = pages.clients(world)["visiteur"]
    for route in ("ailleurs/", "nulle-part/"):
        address = pages.Address(route, f"/{route}")
        assert pages.measure(address, "visiteur", visitor, requests=1) is None
    with pytest.raises(pages.BrokenPageError):
        pages.measure(pages.Address("casse/", "/casse/"), "visiteur", visitor, requests=1)


@pytest.mark.services
def test_the_command_prints_everything(db, settings, monkeypatch):
    settings.DEMO = True
    # Its threads name pages that have an address.
    call_command("load_demo", stdout=StringIO())
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(bench, "load_territories", lambda: None)
    # Threads have no address here.
    shown = [threads.Comparison("ouvrir", 1.0, 2.0)]
    monkeypatch.setattr(threads, "compare", lambda *args, **kwargs: shown)
    # Deliveries need a real server on a database that others see: it has measures of its own.
    monkeypatch.setattr(bench, "call_command", lambda name, stdout: stdout.write(f"→ {name}"))
    # Sheets name pages that are not among these few: measured below.
    one = prints.Print("une fiche imprimée", 0.1, 0.2, 0.1, 1_000)
    monkeypatch.setattr(prints, "measure", lambda *args, **given: [one])
    out = StringIO()
    call_command("bench", scale=0.01, requests=1, stdout=out)
    text = out.getvalue()
    for expected in (
        "lignes/s",
        "/groupes/<slug>/essai/",
        "administration",
        "Non mesurées",
        "une fiche imprimée",
        "/sans-exemple/<unknown>/",
        "/casse/ (visiteur)",
        "rapport",
        "ouvrir",
        "« grigny »",
        "→ bench_delivery",
    ):
        assert expected in text
    with pytest.raises(CommandError, match="au-delà"):
        call_command("bench", scale=0.01, requests=1, only="casse", strict=True, stdout=out)


def test_a_long_thread_is_measured_beside_a_short_one_and_leaves_nothing(db, settings):
    settings.DEMO = True
    load_scale(0.01)
    before = Message.objects.count()
    found = threads.compare(samples.pick(), requests=1, longest=120)
    assert [each.asked for each in found] == list(threads.ASKED)
    assert all(each.long_ms > 0 for each in found)
    assert Message.objects.count() == before


def test_it_refuses_what_would_mislead_or_harm(db, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("bench")
    settings.DEBUG = False
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("bench")


def test_without_its_world_there_is_nothing_to_measure(db):
    with pytest.raises(samples.NoWorldError):
        samples.pick()


def test_tables_align_words_left_and_figures_right():
    assert table(("nom", "ms"), [("a", "1,0"), ("long", "12,5")]).splitlines() == [
        "nom     ms",
        "────  ────",
        "a      1,0",
        "long  12,5",
    ]
    assert (decimal(1.25, 2), thousands(12636.4)) == ("1,25", "12\u202f636")


def test_live_delivery_is_measured_on_servers_of_its_own(transactional_db, monkeypatch):
    """On some pages, for an instant: what it finds is no measure, but all of it arrives."""
    for name, value in Worker().environment().items():
        monkeypatch.setenv(name, value)
    out = StringIO()
    call_command("bench_live", sockets=[2], seconds=0.1, steps=0, threads=3, posts=2, stdout=out)
    rows = [line for line in out.getvalue().splitlines() if "100,0 %" in line]
    whole = live.WAYS[-1].name
    ways = [way.name for way in live.WAYS]
    assert [row.split("  ")[0] for row in rows] == [*ways, whole, whole]
    # Each stage of a POST is found where it is looked for.
    assert {*posting.STAGES.values(), "insertion", "validation", posting.REST} <= {
        line.split("  ")[0] for line in out.getvalue().splitlines()
    }
    assert Thread.objects.count() == 0


def test_printing_is_measured_and_leaves_nothing(db, settings):
    settings.DEMO = True
    load_scale(0.01)
    before = ExperienceSheet.objects.count()
    found = prints.measure(samples.pick(), rounds=1, count=2)
    assert [bool(each.size) for each in found] == [True] * 4
    assert found[0].size < 1_000_000
    assert ExperienceSheet.objects.count() == before
