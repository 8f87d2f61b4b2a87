"""The large random world, at a tiny size: whole, coherent, and loaded once."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, F, Max, Q
from django.utils import timezone

from accounts.models import User
from common.markdown import render
from discussions.models import Message, Thread
from experiments.booklets.indexes import drawn_indexes
from experiments.booklets.models import Booklet
from experiments.booklets.selectors import ordered_sheets
from experiments.models import Experimentation, JournalEntry
from experiments.sheets.content import content_of, digest_of
from experiments.sheets.models import ExperienceSheet
from experiments.sheets.selectors import published_sheets
from groups.enums import Role, SpaceKind
from groups.models import GuestAccess, Membership, Space, WorkingGroup
from groups.permissions import GRANTS, space_access
from home.demo.scale import AlreadyLoadedError, load_scale
from home.demo.scale.world import Size, World
from organisations.models import Organisation
from organisations.search import search


def test_one_is_the_size_that_the_benchmarks_speak_of():
    size = Size.of(1)
    assert (size.groups, size.users, size.trials) == (50, 2_000, 1_000)
    assert (size.messages, size.entries) == (100_000, 20_000)
    world = World(size, lambda *_: None)
    assert sum(world.share(100_000, 2_000)) == 100_000
    assert min(world.share(100, 100)) == 1


@pytest.fixture
def world(db, settings) -> dict[str, int]:
    settings.DEMO = True
    return load_scale(0.01)


@pytest.mark.services
def test_a_tiny_world_is_whole(world, client, settings):
    size = Size.of(0.01)
    assert WorkingGroup.objects.count() == size.groups
    assert User.objects.count() == size.users
    assert Experimentation.objects.count() == size.trials
    assert Message.objects.count() == world["discussions.Message"] >= size.messages
    assert JournalEntry.objects.count() == world["experiments.JournalEntry"] >= size.entries
    assert Space.objects.filter(kind=SpaceKind.GROUP).count() == size.groups
    for group in WorkingGroup.objects.all():
        assert Membership.objects.filter(group=group, role=Role.FACILITATOR).exists()
    user = User.objects.order_by("email").first()
    assert client.login(email=user.email, password=settings.DEMO_PASSWORD)


def test_its_sheets_are_published_as_people_would_have_published_them(world):
    sheets = ExperienceSheet.objects.published().select_related("published")
    assert sheets.count() == world["sheets.ExperienceSheet"] > 0
    for sheet in sheets:
        assert sheet.published.digest == digest_of(content_of(sheet))
    booklet = Booklet.objects.first()
    assert ordered_sheets(booklet)
    labels = [index["label"] for index in drawn_indexes(list(published_sheets()))]
    assert {"Par levier", "Par frein"} <= set(labels)
    entries = JournalEntry.objects.annotate(n=Count("terms"))
    assert 0 < entries.filter(n=1).count() < entries.count()
    assert not Experimentation.objects.filter(terms=None).exists()


def test_its_threads_keep_the_contract(world):
    threads = Thread.objects.annotate(
        n=Count("messages"), highest=Max("messages__position"), newest=Max("messages__changed_seq")
    )
    assert threads.count() > 0
    assert not threads.exclude(n=F("last_position"), highest=F("last_position")).exists()
    assert not threads.exclude(newest=F("last_seq")).exists()
    assert not Thread.objects.filter(last_message_at__gt=timezone.now()).exists()
    shown = Message.objects.filter(state="visible")
    assert not shown.filter(Q(html="") | Q(first_digest="")).exists()
    for message in shown[:20]:
        assert message.html == render(message.body)
        assert message.began_as(message.body)
    for thread in threads:
        first = thread.messages.order_by("position").first()
        assert thread.created_at <= first.created_at


def test_people_may_write_where_they_wrote(world):
    for message in Message.objects.select_related("author", "thread__space")[:40]:
        assert space_access(message.author, message.thread.space).role == message.author_role
    for entry in JournalEntry.objects.select_related("author", "space"):
        access = space_access(entry.author, entry.space)
        assert access.carries or access.is_facilitator


def test_guests_have_the_grants_of_their_level(world):
    for access in GuestAccess.objects.select_related("space"):
        grants = access.space.user_grants.filter(user=access.user)
        names = set(grants.values_list("permission__codename", flat=True))
        assert names == set(GRANTS[access.level])
        seen = Experimentation.objects.visible_to(access.user).exclude(audience="public")
        assert {trial.space_id for trial in seen} <= {access.space_id}


def test_its_territories_are_found_and_visibly_invented(world):
    collectivity = Organisation.objects.filter(kind="collectivity").first()
    assert collectivity in search(collectivity.name)
    names = Organisation.objects.values_list("name", flat=True)
    assert all("Exemple" in name for name in names)


def test_the_same_seed_gives_the_same_world(world):
    before = list(Thread.objects.order_by("pk").values_list("title", "last_position", "last_seq"))
    people = set(Membership.objects.values_list("user", "group__slug"))
    WorkingGroup.objects.all().delete()
    User.objects.all().delete()
    Organisation.objects.all().delete()
    load_scale(0.01)
    again = list(Thread.objects.order_by("pk").values_list("title", "last_position", "last_seq"))
    assert again == before
    assert set(Membership.objects.values_list("user", "group__slug")) == people


def test_it_refuses_to_be_loaded_twice(world):
    count = Message.objects.count()
    with pytest.raises(AlreadyLoadedError):
        load_scale(0.02)
    with pytest.raises(CommandError, match="déjà dans cette base"):
        call_command("load_demo", scale=0.01)
    assert Message.objects.count() == count


def test_an_interrupted_loading_leaves_nothing(db, settings):
    settings.DEMO = True

    def stop(label: str, done: int, total: int) -> None:
        if label == "messages":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load_scale(0.01, progress=stop)
    assert not User.objects.exists()
    assert load_scale(0.01)


def test_the_command_tells_how_fast_it_went(db, settings):
    settings.DEMO = True
    out = StringIO()
    call_command("load_demo", scale=0.01, stdout=out)
    lines = out.getvalue().splitlines()
    assert sum(line.startswith("  messages") for line in lines) == 1
    assert "lignes/s" in lines[-1]


@pytest.mark.parametrize("scale", [0, -1, 1000])
def test_a_senseless_scale_is_refused(db, settings, scale):
    settings.DEMO = True
    with pytest.raises(CommandError, match="entre 0 et 100"):
        call_command("load_demo", scale=scale)


def test_production_has_no_measuring_world(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        call_command("load_demo", scale=0.01, force=True)
    assert not User.objects.exists()
