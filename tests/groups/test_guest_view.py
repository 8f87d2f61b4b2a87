"""« Voir comme cet·te invité·e »: what a guest sees, for those who manage her space."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from common.models import Audience
from common.registry import seen_parts
from discussions.models import ReadMarker
from groups import seen, visits
from groups.enums import GroupState, GuestLevel, Role
from groups.models import GuestAccess, GuestOpening, Suspension, WorkingGroup
from groups.permissions import Access, space_access
from tests.access.crawl import everything
from tests.access.world import build_world as build_everything
from tests.factories import join, make_guest
from tests.groups.test_pages import MOST_QUERIES, text

pytestmark = pytest.mark.django_db

WRITES = re.compile(r"^(INSERT INTO|UPDATE|DELETE FROM) .(\w+)")
OWN_PAGES = [
    "",
    "presentation/",
    "actions/",
    "indicateurs/",
    "partenaires/",
    "documents/",
    "discussion/",
]


def _main(response) -> str:
    page = text(response)
    return page[page.index("<main") : page.index("</main>")]


def _as(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _of(user) -> GuestAccess:
    return GuestAccess.objects.select_related("space__group", "user").get(user=user)


def _view(access: GuestAccess, part: str = "") -> str:
    args = [access.space_id, access.pk, *([part] if part else [])]
    return reverse("guest_view_part" if part else "guest_view", args=args)


def _parts(kind: str) -> list[str]:
    return [part.key for part in seen_parts if part.kind in {"", kind}]


def _words(world, pages: str) -> set[str]:
    return {word for word in everything(world) if word.lower() in pages.lower()}


@pytest.mark.parametrize("who", [*(f"guest_{level}" for level in GuestLevel), "group_guest"])
def test_the_view_shows_what_the_guests_own_pages_show(who):
    """Every word of the world, whatever page it is on, and nothing that would act."""
    world = build_everything()
    guest = world.people[who]
    access = _of(guest)
    room = world.group_room if who == "group_guest" else world.mine
    hers, manager = _as(guest), _as(world.people["facilitator"])
    if room.experimentation:
        home = reverse("experimentation", args=[room.experimentation.pk])
        own = [home + page for page in OWN_PAGES]
    else:
        slug = access.space.group.slug
        own = [reverse(name, args=[slug]) for name in ("group_documents", "group_threads")]
    read = "".join(_main(hers.get(page)) for page in own)
    shown = ""
    for part in _parts(access.space.kind):
        with CaptureQueriesContext(connection) as asked:
            page = _main(manager.get(_view(access, part)))
        assert len(asked) <= MOST_QUERIES, part
        assert "<form" not in page
        assert "<button" not in page
        assert not re.search(r"(ajouter|modifier|retirer|nouveau|nouvelle)/", page)
        assert f"Vous voyez ce que voit {guest}" in page
        shown += page
    assert len(_words(world, read)) > 1
    assert _words(world, shown) - {str(guest)} == _words(world, read) - {str(guest)}
    assert not room.owner_words & _words(world, shown)
    assert manager.get(_view(access)).content


def test_what_is_kept_from_the_guest_is_counted(world):
    everybody = build_everything()
    access = _of(everybody.people["guest_reader"])
    page = _main(_as(everybody.people["member"]).get(_view(access)))
    assert "hors de sa vue : Journal (1), Actions (1), Indicateurs (1), Lieux (1)." in page
    assert "Lecture, jusqu’au" in page


def test_it_writes_nothing_but_who_looked(world, client):
    guest = _of(world["contributor"])
    client.force_login(world["co_carrier"])
    client.get("/")
    client.get(reverse("space_guests", args=[guest.space_id]))
    session = dict(client.session)
    for part in ["", *_parts("experimentation")]:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(_view(guest, part)).status_code == 200
        written = [found[2] for q in asked if (found := WRITES.match(q["sql"]))]
        assert written == ["audit_auditevent"], part
        for method in ("post", "put", "delete"):
            assert getattr(client, method)(_view(guest, part)).status_code == 405
    assert dict(client.session) == session
    assert not GuestOpening.objects.exists()
    assert not ReadMarker.objects.exists()
    event = AuditEvent.objects.filter(action="guest.seen_as").first()
    assert (event.actor_id, event.target_id) == (world["co_carrier"].pk, str(guest.pk))
    assert (event.space_id, event.group_id) == (world.trial.space_id, world.group.pk)
    assert event.data == {"user": str(world["contributor"].pk), "part": "discussions"}
    # The next page is her own again.
    own = text(client.get(reverse("experimentation", args=[world.trial.pk])))
    assert reverse("entry_add", args=[world.trial.pk]) in own


def test_only_those_who_manage_the_space_open_it(world):
    guest, elsewhere = _of(world["reader"]), _of(world["guest_elsewhere"])
    here = [world[who] for who in ("owner", "co_carrier", "facilitator", "administrator")]
    others = ("reader", "commenter", "other_member", "observer_of_owner", "withdrawn", "stranger")
    foreign = ("other_facilitator", "owner_elsewhere", "former_owner", "group_guest")
    assert {_as(user).get(_view(guest)).status_code for user in here} == {200}
    assert {_as(world[who]).get(_view(guest)).status_code for who in others + foreign} == {404}
    through = reverse("guest_view", args=[guest.space_id, elsewhere.pk])
    assert _as(world["facilitator"]).get(through).status_code == 404
    assert _as(world["owner"]).get(_view(guest, "inconnue")).status_code == 404
    assert AuditEvent.objects.filter(action="guest.seen_as").count() == len(here)


def test_an_archived_group_is_still_looked_at(world):
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.ARCHIVED)
    guest = _of(world["contributor"])
    for who in ("owner", "facilitator"):
        page = _main(_as(world[who]).get(_view(guest)))
        assert "Le groupe est archivé" in page
    assert _as(world["other_member"]).get(_view(guest)).status_code == 404


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("ended_guest", "Son accès a pris fin le"),
        ("expired_guest", "Son accès a pris fin le"),
        ("future_guest", "Son accès commence le"),
        ("guest_without_grant", "Cet accès n’ouvre rien"),
    ],
)
def test_an_access_that_gives_nothing_shows_nothing(world, client, who, said):
    client.force_login(world["owner"])
    guest = _of(world[who])
    page = _main(client.get(_view(guest)))
    assert said in page
    assert "ne voit rien ici" in page
    assert 'class="tabs"' not in page
    assert "Rien ne peut" not in page
    assert {client.get(_view(guest, part)).status_code for part in _parts("experimentation")} == {
        404
    }


def test_a_role_that_replaced_the_access_is_not_shown_through_it(world, client):
    guest = _of(world["reader"])
    join(world.group, Role.FACILITATOR, user=guest.user)
    client.force_login(world["owner"])
    assert "un rôle dans le groupe" in _main(client.get(_view(guest)))
    # Neither is an access that followed another.
    again = _of(world["ended_guest"])
    make_guest(world.trial.space, GuestLevel.READER, user=make_guest(world.space))
    GuestAccess.objects.filter(pk=again.pk).update(ended_at=timezone.now())
    make_again = GuestAccess.objects.create(
        user=again.user,
        space=again.space,
        level=GuestLevel.READER,
        until=timezone.now() + timedelta(days=9),
    )
    assert "Son accès a pris fin" in _main(client.get(_view(again)))
    assert "Vous voyez" in _main(client.get(_view(make_again)))


def test_a_suspension_is_told_to_facilitators_alone(world):
    guest = _of(world["contributor"])
    Suspension.objects.create(
        group=world.group, user=guest.user, until=timezone.now() + timedelta(days=7)
    )
    said = "a suspendu son écriture"
    assert said in _main(_as(world["facilitator"]).get(_view(guest)))
    assert said not in _main(_as(world["owner"]).get(_view(guest)))


def test_the_access_is_never_wider_than_that_of_who_looks_nor_noted(world):
    guest = _of(world["contributor"])
    viewer = space_access(world["owner"], guest.space)
    with visits.guests_collected() as met:
        found = seen.access_of(guest, guest.space, viewer)
    assert met == set()
    assert {found.can_discuss, found.can_contribute, found.can_manage} == {False}
    assert found.audiences == [Audience.SPACE, Audience.PUBLIC]
    nobody = Access(viewer.space_id, viewer.group_id, viewer.kind)
    assert seen.access_of(guest, guest.space, nobody) is None


def test_the_lists_lead_to_it(world, client):
    guest = _of(world["reader"])
    client.force_login(world["owner"])
    for page in (
        reverse("space_guests", args=[guest.space_id]),
        reverse("space_guest", args=[guest.space_id, guest.pk]),
    ):
        assert _view(guest) in text(client.get(page))
    left = _main(client.get(_view(guest)))
    assert f'href="{reverse("space_guests", args=[guest.space_id])}"' in left
