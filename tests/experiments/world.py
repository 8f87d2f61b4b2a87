"""One group with every kind of person around one experimentation, and a second group."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from common.models import Audience
from experiments.enums import EntryKind
from experiments.models import Experimentation, JournalEntry, PlannedAction
from groups.enums import EngagementStatus, GuestLevel, Role
from groups.models import Carrier, Engagement, Membership, WorkingGroup
from organisations.models import Organisation
from tests.factories import (
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_user,
)

INSIDE = {"owner", "carrier", "facilitator", "admin"}
MEMBERS = INSIDE | {"other", "observer", "withdrawn"}
GUESTS = {"reader", "commenter", "contributor"}
READERS = MEMBERS | GUESTS
OUTSIDE = {"other_facilitator", "other_guest", "expired", "stranger", "visitor"}
EVERYBODY = READERS | OUTSIDE


@dataclass
class World:
    group: WorkingGroup
    elsewhere: WorkingGroup
    experimentation: Experimentation
    another: Experimentation
    owner: Organisation
    co_carrier: Organisation
    people: dict[str, User] = field(default_factory=dict)

    def user(self, role: str):
        return self.people.get(role) or AnonymousUser()


def make_world(**fields) -> World:
    group, elsewhere = make_group("Économie informelle"), make_group("Ruralités")
    owner, co_carrier = make_collectivity("Exempleville"), make_collectivity("Agglo d’Exemple")
    people = {
        "owner": join(group, organisation=owner, user=make_user("Agente porteuse")),
        "carrier": join(group, organisation=co_carrier, user=make_user("Agent co-porteur")),
        "other": join(group),
        "observer": join(group, Role.OBSERVER),
        "facilitator": join(group, Role.FACILITATOR, user=make_user("Animation")),
        "other_facilitator": join(elsewhere, Role.FACILITATOR),
        "stranger": make_user("Passante"),
        "admin": make_user("Administration", is_superuser=True),
    }
    fields.setdefault("title", "Atelier du marché")
    experimentation = make_experimentation(group, owner, **fields)
    Carrier.objects.create(space=experimentation.space, organisation=co_carrier)
    # A collectivité that carried it, then withdrew from the group.
    gone = make_collectivity("Retireville")
    Carrier.objects.create(space=experimentation.space, organisation=gone)
    people["withdrawn"] = join(group, organisation=gone)
    Engagement.objects.filter(organisation=gone).update(status=EngagementStatus.WITHDRAWN)
    other_owner = Membership.objects.get(user=people["other"]).organisation
    another = make_experimentation(group, other_owner, title="Garage solidaire")
    space = experimentation.space
    people["reader"] = make_guest(space, GuestLevel.READER)
    people["commenter"] = make_guest(space, GuestLevel.COMMENTER)
    people["contributor"] = make_guest(space, GuestLevel.CONTRIBUTOR, user=make_user("Invitée"))
    people["other_guest"] = make_guest(another.space)
    people["expired"] = make_guest(space)
    expire(people["expired"])
    return World(group, elsewhere, experimentation, another, owner, co_carrier, people)


def expire(user) -> None:
    """Have every guest access of `user` end an hour ago."""
    from datetime import timedelta

    from django.utils import timezone

    now = timezone.now()
    user.guest_accesses.update(starts_at=now - timedelta(days=2), until=now - timedelta(hours=1))


def make_entry(experimentation, author=None, **fields) -> JournalEntry:
    fields.setdefault("kind", EntryKind.OBSERVATION)
    fields.setdefault("text", "Quinze personnes rencontrées")
    fields.setdefault("occurred_on", "2024-03-12")
    return JournalEntry.objects.create(
        experimentation=experimentation, space=experimentation.space, author=author, **fields
    )


def make_action(experimentation, **fields) -> PlannedAction:
    fields.setdefault("title", "Trouver un local")
    return PlannedAction.objects.create(experimentation=experimentation, **fields)


AUDIENCES = [Audience.OWNER, Audience.SPACE, Audience.PUBLIC]
