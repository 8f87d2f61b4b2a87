"""The rules that are not an address: what each person sees, in whose name she writes."""

import pytest
from django.db.models import Q

from common.models import Audience
from experiments.models import Experimentation, JournalEntry, Partnership, PlannedAction
from experiments.permissions import audiences_allowed, owners_allowed
from experiments.selectors import (
    counts_of,
    get_experimentation,
    my_actions,
    people_of,
    possible_carriers,
)
from groups.enums import EngagementStatus, GroupState, SpaceKind
from groups.models import Engagement, Membership
from groups.permissions import space_access
from groups.querysets import OwnPlaces, guest_accesses_of
from tests.experiments.world import AUDIENCES, EVERYBODY, GUESTS, make_action, make_entry
from tests.factories import make_collectivity, make_partner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("public", [False, True])
def test_what_is_counted_is_what_is_seen(public, world):
    """`seen_with` an access and `visible_to` must answer the same, for everybody, on every row."""
    if public:
        Experimentation.objects.update(audience=Audience.PUBLIC)
    for audience in AUDIENCES:
        make_entry(world.experimentation, audience=audience)
        make_action(world.experimentation, audience=audience)
        make_entry(world.another, audience=audience)
    world.experimentation.refresh_from_db()
    for role in EVERYBODY:
        user = world.user(role)
        access = space_access(user, world.experimentation.space)
        entries = JournalEntry.objects.filter(experimentation=world.experimentation)
        actions = PlannedAction.objects.filter(experimentation=world.experimentation)
        if not Experimentation.objects.visible_to(user).contains(world.experimentation):
            assert not entries.visible_to(user).exists(), role
            assert not actions.visible_to(user).exists(), role
            continue
        counts = counts_of(world.experimentation, access)
        assert counts["entries"] == entries.visible_to(user).count(), role
        assert counts["actions"] == actions.visible_to(user).count(), role
        assert set(entries.seen_with(access)) == set(entries.visible_to(user)), role
        assert set(actions.seen_with(access)) == set(actions.visible_to(user)), role


def test_what_is_seen_in_a_group_is_what_is_seen(world):
    """`seen_in_group` and `visible_to` must answer the same, for everybody, on every row."""
    for audience in AUDIENCES:
        make_entry(world.experimentation, audience=audience)
        make_entry(world.another, audience=audience)
    space = world.group.spaces.get(kind=SpaceKind.GROUP)
    for role in EVERYBODY:
        user = world.user(role)
        access = space_access(user, space)
        for model in [Experimentation, JournalEntry]:
            rows = model.objects.filter(space__group=world.group)
            assert set(rows.seen_in_group(user, access)) == set(rows.visible_to(user)), role
            assert set(rows.seen_in_group(user, None)) == set(rows.visible_to(user)), role


def test_what_is_seen_at_home_is_what_is_seen_there(world):
    """`seen_at_home` and `visible_to` must answer the same in a person's own places."""
    for audience in AUDIENCES:
        for experimentation in (world.experimentation, world.another):
            make_entry(experimentation, audience=audience)
            make_action(experimentation, audience=audience)
    for role in set(EVERYBODY) - {"visitor"}:
        user = world.user(role)
        roles = dict(Membership.objects.active().filter(user=user).values_list("group", "role"))
        guest_spaces = list(guest_accesses_of(user).values_list("space", flat=True))
        places = OwnPlaces(user, roles, guest_spaces)
        own = Q(space__group__in=list(roles)) | Q(space__in=guest_spaces)
        entries = JournalEntry.objects.filter(own).visible_to(user)
        assert set(JournalEntry.objects.seen_at_home(places)) == set(entries), role
        actions = PlannedAction.objects.filter(
            Q(experimentation__space__group__in=list(roles))
            | Q(experimentation__space__in=guest_spaces)
        )
        seen = set(PlannedAction.objects.seen_at_home(places))
        assert seen == set(actions.visible_to(user)), role


def test_parts_are_seen_with_their_experimentation(world):
    Partnership.objects.create(experimentation=world.experimentation, organisation=make_partner())
    for role in EVERYBODY:
        user = world.user(role)
        readable = Experimentation.objects.visible_to(user).contains(world.experimentation)
        assert Partnership.objects.visible_to(user).exists() == readable, role


def test_who_creates_for_whom(world):
    engaged = set(
        Engagement.objects.filter(group=world.group, status=EngagementStatus.ENGAGED).values_list(
            "organisation", flat=True
        )
    )
    expected = {
        "owner": {world.owner.pk},
        "carrier": {world.co_carrier.pk},
        "other": {world.another.owner_id},
        "facilitator": engaged,
        "admin": engaged,
    }
    for role in EVERYBODY:
        allowed = set(owners_allowed(world.user(role), world.group).values_list("pk", flat=True))
        assert allowed == expected.get(role, set()), role
    world.group.state = GroupState.ARCHIVED
    for role in EVERYBODY:
        assert not owners_allowed(world.user(role), world.group).exists(), role


def test_only_a_guest_does_not_choose_for_whom_she_writes(world):
    for role in EVERYBODY:
        access = space_access(world.user(role), world.experimentation.space)
        one = audiences_allowed(access) == [Audience.SPACE]
        assert one == (role in GUESTS), role


def test_a_second_carrier_is_engaged_in_the_group_and_does_not_carry_yet(world):
    mirror = make_collectivity()
    Engagement.objects.create(
        organisation=mirror, group=world.group, status=EngagementStatus.MIRROR
    )
    make_collectivity()
    assert list(possible_carriers(world.experimentation)) == [world.another.owner]


def test_who_may_be_in_charge_of_an_action(world):
    people = {user.pk for user in people_of(world.experimentation)}
    roles = {"owner", "carrier", "withdrawn", "facilitator", *GUESTS}
    assert people == {world.people[role].pk for role in roles}


def test_my_actions_are_mine_open_visible_and_in_order(world):
    me = world.people["commenter"]
    late = make_action(world.experimentation, assignee=me, due_on="2020-01-01")
    some_day = make_action(world.experimentation, assignee=me)
    soon = make_action(world.experimentation, assignee=me, due_on="2030-01-01")
    make_action(world.experimentation, assignee=me, done_on="2020-01-01")
    make_action(world.experimentation, assignee=world.people["owner"])
    make_action(world.experimentation, assignee=me, audience=Audience.OWNER)
    make_action(world.another, assignee=me)
    assert list(my_actions(OwnPlaces(me, {}, [world.experimentation.space_id]))) == [
        late,
        soon,
        some_day,
    ]


def test_one_query_finds_and_authorises(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        found, access = get_experimentation(world.people["owner"], world.experimentation.pk)
        assert (found, found.owner, found.space.group) == (
            world.experimentation,
            world.owner,
            world.group,
        )
        assert access.can_manage
