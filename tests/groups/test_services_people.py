"""Members, engaged collectivités and guests come, change and go."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from audit.models import AuditEvent
from groups import services
from groups.enums import EngagementStatus, GuestLevel, Role
from groups.models import Engagement, GuestAccess, Membership, Space, SpaceUserObjectPermission
from groups.permissions import GRANTS, space_access
from tests.factories import join, make_guest, make_partner, make_user

pytestmark = pytest.mark.django_db


def all_spaces(world) -> set[int]:
    return set(Space.objects.filter(group=world.group).values_list("pk", flat=True))


def grants(user, space) -> set[str]:
    rows = SpaceUserObjectPermission.objects.filter(user=user, content_object=space)
    return set(rows.values_list("permission__codename", flat=True))


def soon(days: int = 30):
    return timezone.now() + timedelta(days=days)


# Members


def test_a_new_member_sees_every_space_of_the_group(world, audiences):
    person = make_user()
    with audiences() as changed:
        services.add_membership(
            group=world.group, user=person, role=Role.OBSERVER, by=world["facilitator"]
        )
    assert changed == all_spaces(world)
    with pytest.raises(services.AlreadyInsideError):
        services.add_membership(
            group=world.group, user=person, role=Role.MEMBER, by=world["facilitator"]
        )


def test_one_statement_raises_the_version_of_all_spaces(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        services.add_membership(
            group=world.group, user=world["stranger"], role=Role.MEMBER, by=world["facilitator"]
        )


def test_leaving_and_coming_back(world, audiences):
    membership = world["owner"].memberships.get()
    with audiences() as changed:
        services.end_membership(membership=membership, by=world["facilitator"])
    assert changed == all_spaces(world)
    assert not space_access(world["owner"], world.space).can_read
    with audiences() as changed:
        services.end_membership(membership=membership, by=world["facilitator"])
    assert changed == set()
    with audiences() as changed:
        services.restore_membership(membership=membership, by=world["facilitator"])
    assert changed == all_spaces(world)
    assert space_access(world["owner"], world.trial.space).can_manage
    acts = AuditEvent.objects.filter(action__startswith="membership.").order_by("id")
    assert [act.action for act in acts] == ["membership.ended", "membership.restored"]


def test_coming_back_another_way_makes_the_undo_useless(world):
    membership = world["owner"].memberships.get()
    services.end_membership(membership=membership, by=world["facilitator"])
    services.add_membership(
        group=world.group, user=world["owner"], role=Role.OBSERVER, by=world["facilitator"]
    )
    with pytest.raises(services.AlreadyInsideError):
        services.restore_membership(membership=membership, by=world["facilitator"])


def test_the_last_facilitator_stays(world):
    membership = world["facilitator"].memberships.get()
    with pytest.raises(services.LastFacilitatorError):
        services.end_membership(membership=membership, by=world["facilitator"])
    with pytest.raises(services.LastFacilitatorError):
        services.change_role(membership=membership, role=Role.MEMBER, by=world["facilitator"])
    join(world.group, Role.FACILITATOR)
    services.end_membership(membership=membership, by=world["facilitator"])
    assert Membership.objects.get(pk=membership.pk).ended_at is not None


def test_a_role_changes_with_what_it_shows(world, audiences):
    membership = world["observer"].memberships.get()
    with audiences() as changed:
        services.change_role(membership=membership, role=Role.FACILITATOR, by=world["facilitator"])
    assert changed == all_spaces(world)
    with audiences() as changed:
        services.change_role(membership=membership, role=Role.FACILITATOR, by=world["facilitator"])
    assert changed == set()
    assert space_access(world["observer"], world.trial.space).can_see_owner


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_facilitators_leaving_at_once_leave_one(world, together):
    join(world.group, Role.FACILITATOR)
    pair = list(Membership.objects.active().filter(group=world.group, role=Role.FACILITATOR))
    outcomes = together(
        *(lambda m=m: services.end_membership(membership=m, by=m.user) for m in pair)
    )
    assert sorted(type(each).__name__ for each in outcomes) == [
        "LastFacilitatorError",
        "Membership",
    ]
    assert Membership.objects.active().filter(group=world.group, role=Role.FACILITATOR).count() == 1


# Collectivités


def test_the_people_follow_their_collectivity(world, audiences):
    city = world.trial.owner
    with audiences() as changed:
        services.engage_collectivity(
            group=world.group,
            organisation=city,
            status=EngagementStatus.MIRROR,
            by=world["facilitator"],
        )
    assert changed == all_spaces(world)
    assert space_access(world["owner"], world.trial.space).role == Role.OBSERVER
    services.engage_collectivity(
        group=world.group,
        organisation=city,
        status=EngagementStatus.ENGAGED,
        by=world["facilitator"],
    )
    assert space_access(world["owner"], world.trial.space).can_manage
    assert space_access(world["observer_of_owner"], world.trial.space).can_manage


def test_facilitators_stay_so_whatever_their_collectivity_does(world):
    city = world.trial.owner
    person = make_user()
    Membership.objects.create(
        user=person, group=world.group, role=Role.FACILITATOR, organisation=city
    )
    for status in EngagementStatus.MIRROR, EngagementStatus.WITHDRAWN:
        services.engage_collectivity(
            group=world.group, organisation=city, status=status, by=world["facilitator"]
        )
    assert space_access(person, world.space).can_manage


def test_a_collectivity_that_withdraws_reads_and_writes_no_more(world, audiences):
    engagement = Engagement.objects.get(group=world.group, organisation=world.trial.owner)
    with audiences() as changed:
        services.withdraw_engagement(engagement=engagement, by=world["facilitator"])
    # What they may do has changed, on their open pages too.
    assert world.trial.space_id in changed
    with audiences() as changed:
        services.withdraw_engagement(engagement=engagement, by=world["facilitator"])
    assert changed == set()
    access = space_access(world["owner"], world.trial.space)
    assert access.can_read
    assert access.can_see_owner
    assert not access.can_discuss
    assert not access.can_contribute
    assert not access.can_manage
    assert AuditEvent.objects.filter(action="engagement.decided").count() == 1


def test_partners_do_not_engage(world):
    with pytest.raises(services.UnsuitableOrganisationError):
        services.engage_collectivity(
            group=world.group,
            organisation=make_partner(),
            status=EngagementStatus.ENGAGED,
            by=world["facilitator"],
        )


# Guests


@pytest.mark.services
@pytest.mark.parametrize("level", GuestLevel.values)
def test_a_guest_sees_one_space_by_grants_that_say_how_much(world, level, audiences):
    person = make_user()
    with audiences() as changed:
        access = services.grant_guest_access(
            space=world.trial.space, user=person, level=level, until=soon(), by=world["owner"]
        )
    assert changed == {world.trial.space_id}
    assert grants(person, world.trial.space) == set(GRANTS[level])
    found = space_access(person, world.trial.space)
    assert (found.guest_level, found.until) == (level, access.until)
    act = AuditEvent.objects.get(action="guest.granted")
    assert act.space_id == world.trial.space_id
    assert parse_datetime(act.data["until"]) == access.until


def test_an_access_that_ran_out_leaves_room_for_another(world):
    person = world["expired_guest"]
    access = services.grant_guest_access(
        space=world.trial.space,
        user=person,
        level=GuestLevel.READER,
        until=soon(),
        by=world["owner"],
    )
    old = GuestAccess.objects.exclude(pk=access.pk).get(user=person)
    assert old.ended_at == old.until
    assert old.ended_by is None
    assert grants(person, world.trial.space) == {"read_space"}
    assert space_access(person, world.trial.space).guest_level == GuestLevel.READER


def test_granting_twice_keeps_the_better_of_both(world):
    person = world["reader"]
    far = soon(300)
    services.grant_guest_access(
        space=world.trial.space,
        user=person,
        level=GuestLevel.CONTRIBUTOR,
        until=far,
        by=world["owner"],
    )
    services.grant_guest_access(
        space=world.trial.space,
        user=person,
        level=GuestLevel.COMMENTER,
        until=soon(2),
        by=world["owner"],
    )
    access = GuestAccess.objects.get(user=person)
    assert (access.level, access.until) == (GuestLevel.CONTRIBUTOR, far)


def test_members_are_never_guests(world):
    with pytest.raises(services.AlreadyInsideError):
        services.grant_guest_access(
            space=world.trial.space,
            user=world["observer"],
            level=GuestLevel.CONTRIBUTOR,
            until=soon(),
            by=world["owner"],
        )


def test_joining_ends_guest_accesses_of_this_group_only(world):
    person = world["commenter"]
    elsewhere = world.other_group.spaces.get()
    make_guest(elsewhere, user=person)
    services.add_membership(
        group=world.group, user=person, role=Role.OBSERVER, by=world["facilitator"]
    )
    assert grants(person, world.trial.space) == set()
    assert space_access(person, elsewhere).can_read
    services.end_membership(membership=person.memberships.get(), by=world["facilitator"])
    assert not space_access(person, world.trial.space).can_read


def test_a_guests_access_changes_and_ends(world, audiences):
    access = world["commenter"].guest_accesses.get()
    with audiences() as changed:
        services.change_guest_access(
            access=access, level=GuestLevel.READER, until=access.until, by=world["owner"]
        )
    assert changed == set()
    assert grants(access.user, world.trial.space) == {"read_space"}
    with audiences() as changed:
        services.change_guest_access(
            access=access, level=GuestLevel.CONTRIBUTOR, until=soon(90), by=world["owner"]
        )
    assert changed == {world.trial.space_id}
    assert grants(access.user, world.trial.space) == set(GRANTS[GuestLevel.CONTRIBUTOR])
    with audiences() as changed:
        ended = services.end_guest_access(access=access, by=world["owner"])
    assert changed == {world.trial.space_id}
    assert ended.ended_by == world["owner"]
    assert grants(access.user, world.trial.space) == set()
    with audiences() as changed:
        services.end_guest_access(access=access, by=world["owner"])
    assert changed == set()
    with audiences() as changed:
        services.restore_guest_access(access=access, by=world["owner"])
    assert changed == {world.trial.space_id}
    assert space_access(access.user, world.trial.space).guest_level == GuestLevel.CONTRIBUTOR


def test_an_ended_access_is_not_changed_only_brought_back(world):
    access = world["commenter"].guest_accesses.get()
    services.end_guest_access(access=access, by=world["owner"])
    with pytest.raises(services.PeriodError):
        services.change_guest_access(
            access=access, level=GuestLevel.READER, until=soon(), by=world["owner"]
        )
    services.grant_guest_access(
        space=world.trial.space,
        user=access.user,
        level=GuestLevel.READER,
        until=soon(),
        by=world["owner"],
    )
    with pytest.raises(services.AlreadyInsideError):
        services.restore_guest_access(access=access, by=world["owner"])


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_the_end_is_in_the_future_and_within_a_year(world, days):
    with pytest.raises(services.PeriodError):
        services.grant_guest_access(
            space=world.trial.space,
            user=make_user(),
            level=GuestLevel.READER,
            until=soon(days),
            by=world["owner"],
        )


def test_an_access_past_its_date_gives_nothing_without_any_job(world):
    person = make_user()
    access = services.grant_guest_access(
        space=world.trial.space, user=person, level="reader", until=soon(), by=world["owner"]
    )
    GuestAccess.objects.filter(pk=access.pk).update(
        starts_at=soon(-2), until=timezone.now() - timedelta(microseconds=1)
    )
    assert grants(person, world.trial.space) == {"read_space"}
    assert not space_access(person, world.trial.space).can_read
    assert world.trial.space not in Space.objects.visible_to(person)


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_joining_and_being_granted_at_once_never_makes_a_member_a_guest(world, together):
    for _ in range(5):
        person = make_user()
        together(
            lambda p=person: services.add_membership(
                group=world.group, user=p, role=Role.OBSERVER, by=world["facilitator"]
            ),
            lambda p=person: services.grant_guest_access(
                space=world.trial.space,
                user=p,
                level=GuestLevel.CONTRIBUTOR,
                until=soon(),
                by=world["owner"],
            ),
        )
        assert Membership.objects.active().filter(user=person).count() == 1
        assert not GuestAccess.objects.active().filter(user=person).exists()
        assert grants(person, world.trial.space) == set()
