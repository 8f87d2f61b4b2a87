"""A group's charter: published by versions, accepted by its people, never in the way."""

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from groups import services
from groups.enums import GroupState, GuestLevel, Role
from groups.models import GuestAccess, Membership, WorkingGroup
from tests.factories import group_space, make_guest, make_user
from tests.groups.test_pages import GROUP, text

pytestmark = pytest.mark.django_db

ASKED = "J’accepte la charte"


@pytest.fixture
def publish(world):
    """Publish a charter (or correct it), as the facilitator does from the form."""

    def post(words: str, new: bool = True):
        return services.update_group(
            group=world.group,
            by=world["facilitator"],
            publish_charter=new,
            charter=words,
            **{
                name: getattr(world.group, name)
                for name in [
                    "name",
                    "initials",
                    "hue",
                    "summary",
                    "presentation",
                    "objectives",
                    "calendar",
                ]
            },
        )

    return post


@pytest.fixture
def home(world, client):
    """What the group's home says to somebody."""

    def get(who: str) -> str:
        client.force_login(world[who])
        return text(client.get(reverse("group", args=[world.group.slug])))

    return get


def accept(client, world, version: int):
    url = reverse("group_charter", args=[world.group.slug])
    return client.post(url, {"version": version}, follow=True)


def test_a_new_version_asks_again_and_a_correction_does_not(world, client, publish, home):
    assert ASKED not in home("observer")
    publish("Partager ce qui marche.")
    assert "Partager ce qui marche." in home("observer")
    assert ASKED in home("observer")
    assert "Merci" in text(accept(client, world, 1))
    assert ASKED not in home("observer")
    publish("Partager ce qui marche !", new=False)
    assert ASKED not in home("observer")
    publish("Partager ce qui échoue aussi.")
    assert "nouvelle version" in home("observer")
    assert "La charte a changé" in text(accept(client, world, 1))
    accept(client, world, 2)
    accept(client, world, 2)
    member = Membership.objects.get(user=world["observer"])
    assert member.charter_accepted == 2
    assert member.charter_accepted_at is not None
    kept = AuditEvent.objects.filter(action="charter.accepted", actor_id=world["observer"].pk)
    assert [event.data["version"] for event in kept.order_by("pk")] == [1, 2]
    page = text(client.get(reverse("group_charter", args=[world.group.slug])))
    for words in ("Partager ce qui marche.", "échoue aussi", "Vous avez accepté la version 2"):
        assert words in page
    # The same text again is no new version.
    publish("Partager ce qui échoue aussi.")
    assert WorkingGroup.objects.get(pk=world.group.pk).charter_version == 2


def test_who_is_asked(world, client, publish, home):
    """Her people and the guests of her space; who published has accepted; nobody from afar."""
    publish("Partager.")
    for who in ("owner", "observer", "group_guest"):
        assert ASKED in home(who), who
        accept(client, world, 1)
        assert ASKED not in home(who), who
    assert GuestAccess.objects.get(user=world["group_guest"]).charter_accepted == 1
    for who in ("facilitator", "withdrawn", "administrator", "stranger", "other_facilitator"):
        assert ASKED not in home(who), who
        accept(client, world, 1)
    assert not Membership.objects.filter(user=world["withdrawn"], charter_accepted=1).exists()
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.ARCHIVED)
    assert ASKED not in home("other_member")


def test_facilitators_see_who_accepted_what(world, client, publish, home):
    publish("Partager.")
    home("observer")
    accept(client, world, 1)
    url = reverse("group_members", args=[world.group.slug])
    client.force_login(world["facilitator"])
    page = text(client.get(url))
    assert "charte : version 1" in page
    assert "charte non acceptée" in page
    assert "n’ont pas encore accepté la version 1" in page
    client.force_login(world["observer"])
    assert "charte" not in text(client.get(url)).lower().split("<main", 1)[1]


def test_joining_accepts_what_was_read(world, client, publish):
    publish("Partager avant tout.")
    person = make_user()
    invitation = services.invite_guest(
        space=group_space(world.group),
        email=person.email,
        level=GuestLevel.READER,
        until=timezone.now() + timezone.timedelta(days=9),
        by=world["facilitator"],
    )
    client.force_login(person)
    url = reverse("my_invitation", args=[invitation.pk])
    assert "Partager avant tout." in text(client.get(url))
    client.post(url + "accepter/", {"charter": "1"})
    assert GuestAccess.objects.get(user=person).charter_accepted == 1
    # What she had read was replaced meanwhile: she is asked on her first visit.
    for read in ("1", "", "x", "9" * 40):
        late = make_user()
        publish(f"Partager après tout {read[:3]}.")
        made = services.invite_member(
            group=world.group, email=late.email, role=Role.FACILITATOR, by=world["facilitator"]
        )
        client.force_login(late)
        client.post(reverse("my_invitation_accept", args=[made.pk]), {"charter": read})
        assert Membership.objects.get(user=late).charter_accepted == 0


def test_the_form_publishes_only_when_told(client, world):
    client.force_login(world["facilitator"])
    url = reverse("group_edit", args=[world.group.slug])
    client.post(url, GROUP | {"charter": "Partager."})
    world.group.refresh_from_db()
    assert (world.group.charter, world.group.charter_version) == ("Partager.", 0)
    assert client.get(reverse("group_charter", args=[world.group.slug])).status_code == 404
    response = client.post(url, GROUP | {"charter": "", "publish_charter": "on"})
    assert "Écrivez la charte" in text(response)
    client.post(url, GROUP | {"charter": "Partager.", "publish_charter": "on"})
    world.group.refresh_from_db()
    assert world.group.charter_version == 1


def test_a_guest_of_an_experimentation_is_not_asked(world, client, publish):
    publish("Partager.")
    guest = make_guest(world.trial.space)
    client.force_login(guest)
    page = text(client.get(reverse("experimentation", args=[world.trial.pk])))
    assert ASKED not in page


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_accepted_while_another_version_comes(world, together, publish):
    """She has accepted the one she read, or none; never one she has not read."""
    publish("Partager.")
    read = WorkingGroup.objects.get(pk=world.group.pk)
    outcomes = together(
        lambda: services.accept_charter(group=read, user=world["observer"], version=1),
        lambda: publish("Partager et raconter."),
    )
    late = isinstance(outcomes[0], services.CharterChangedError)
    member = Membership.objects.get(user=world["observer"])
    assert member.charter_accepted == (0 if late else 1)
