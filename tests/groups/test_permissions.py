"""Who may do what where: the table of docs/permissions.md, person by person."""

import pytest

from discussions.models import Thread
from experiments.models import Experimentation, PlannedAction
from groups.documents.models import Document
from groups.enums import GroupState, Role
from groups.models import Membership, Space, WorkingGroup
from groups.navigation import my_groups
from groups.permissions import (
    SpacesWithAccess,
    can_change_group_state,
    can_create_group,
    can_manage_group,
    readers_of,
    space_access,
)
from tests.factories import join, make_experimentation, make_group, make_guest, make_user

pytestmark = pytest.mark.services

# Letters of what one may do: read, see what is kept to the Owners, Discuss, Contribute,
# manage, mOderate. First in the group's own space, then in the trial's, then in the other trial's.
TABLE = {
    "visitor": ("", "", ""),
    "stranger": ("", "", ""),
    "facilitator": ("rODCmM", "rODCmM", "rODCmM"),
    "owner": ("rDC", "rODCm", "rD"),
    "co_carrier": ("rDC", "rODCm", "rD"),
    "other_member": ("rDC", "rD", "rODCm"),
    "observer": ("rD", "rD", "rD"),
    "observer_of_owner": ("rD", "rD", "rD"),
    "withdrawn": ("r", "r", "r"),
    "reader": ("", "r", ""),
    "commenter": ("", "rD", ""),
    "contributor": ("", "rDC", ""),
    "group_guest": ("rD", "", ""),
    "guest_elsewhere": ("", "", "rDC"),
    "expired_guest": ("", "", ""),
    "future_guest": ("", "", ""),
    "ended_guest": ("", "", ""),
    "guest_without_grant": ("", "", ""),
    "grant_without_access": ("", "", ""),
    "former_owner": ("", "", ""),
    "deactivated_owner": ("", "", ""),
    "deactivated_admin": ("", "", ""),
    "other_facilitator": ("", "", ""),
    "owner_elsewhere": ("", "", ""),
    "administrator": ("rODCmM", "rODCmM", "rODCmM"),
}
# What is left of it all where nothing can be written.
READING = set("rO")


def letters(access) -> str:
    abilities = {
        "r": access.can_read,
        "O": access.can_see_owner,
        "D": access.can_discuss,
        "C": access.can_contribute,
        "m": access.can_manage,
        "M": access.can_moderate,
    }
    return "".join(letter for letter, able in abilities.items() if able)


def spaces(world) -> list[Space]:
    return [world.space, world.trial.space, world.others_trial.space]


def test_the_table_names_everyone(world):
    assert set(TABLE) == set(world.people)


def test_space_access_follows_the_table(world):
    found = {
        name: tuple(letters(space_access(person, space)) for space in spaces(world))
        for name, person in world.people.items()
    }
    assert found == TABLE


@pytest.mark.parametrize("state", GroupState.values)
def test_an_archived_group_is_only_read(world, state):
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=state)
    for name, person in world.people.items():
        for space, row in zip(spaces(world), TABLE[name], strict=True):
            left = READING if state == GroupState.ARCHIVED else set(row)
            expected = "".join(letter for letter in row if letter in left)
            assert letters(space_access(person, space)) == expected, (name, space)


def test_many_spaces_at_once_are_answered_like_one(world, django_assert_num_queries):
    least = min(space.pk for space in spaces(world))
    ask = SpacesWithAccess(lambda pk: Space.objects.filter(pk__gte=pk))
    for person in world.people.values():
        one_by_one = {space.pk: space_access(person, space) for space in Space.objects.all()}
        with django_assert_num_queries(1):
            all_at_once = ask(person, pk=least)
        assert {space.pk: access for space, access in all_at_once} == one_by_one


def test_one_query_answers_for_one_space(world, django_assert_num_queries):
    for person in world.people.values():
        known = person.is_authenticated and person.is_active
        with django_assert_num_queries(1 if known else 0):
            space_access(person, world.trial.space)


def test_open_connections_are_checked_by_the_same_rule(world, django_assert_num_queries):
    ids = [person.pk for person in world.people.values() if person.pk]
    for space in spaces(world):
        with django_assert_num_queries(1):
            readers = readers_of(space.pk, ids)
        assert set(readers) == {
            person.pk for person in world.people.values() if space_access(person, space).can_read
        }
        assert {pk for pk, reader in readers.items() if reader.can_discuss} == {
            person.pk for person in world.people.values() if space_access(person, space).can_discuss
        }
    guest = world["contributor"]
    found = readers_of(world.trial.space_id, [guest.pk])[guest.pk]
    assert found.until == guest.guest_accesses.get().until


def test_spaces_are_listed_as_they_are_entered(world, django_assert_num_queries):
    for name, person in world.people.items():
        if not (person.is_authenticated and person.is_active):
            assert not Space.objects.visible_to(person).exists()
            continue
        with django_assert_num_queries(1):
            seen = [space.pk for space in Space.objects.visible_to(person)]
        assert len(seen) == len(set(seen)), name
        assert set(seen) == {
            space.pk for space in Space.objects.all() if space_access(person, space).can_read
        }, name


def readable(person, trial_space, audience: str) -> bool:
    access = space_access(person, trial_space)
    if audience == "public":
        return True
    return access.can_see_owner if audience == "owner" else access.can_read


def test_both_axes_decide_what_is_listed(world, django_assert_num_queries):
    elsewhere = make_experimentation(world.other_group, world.trial.owner)
    papers = [
        Document.objects.create(space=trial.space, audience=audience, title="x")
        for trial in (world.trial, world.others_trial, elsewhere)
        for audience in ("owner", "space", "public")
    ]
    for name, person in world.people.items():
        with django_assert_num_queries(1):
            seen = [each.pk for each in Document.objects.visible_to(person)]
        expected = [each.pk for each in papers if readable(person, each.space, each.audience)]
        assert sorted(seen) == expected, name


def test_rows_without_an_audience_follow_the_space(world, django_assert_max_num_queries):
    for space in spaces(world):
        Thread.objects.create(space=space, title="t")
    for name, person in world.people.items():
        with django_assert_max_num_queries(1):
            seen = sorted(Thread.objects.visible_to(person).values_list("space_id", flat=True))
        expected = [s.pk for s in spaces(world) if space_access(person, s).can_read]
        assert seen == sorted(expected), name


def test_parts_are_reached_through_their_experimentation(world):
    PlannedAction.objects.create(experimentation=world.trial, title="a", audience="owner")
    PlannedAction.objects.create(experimentation=world.trial, title="b")
    for name, person in world.people.items():
        access = space_access(person, world.trial.space)
        expected = (["a"] if access.can_see_owner else []) + (["b"] if access.can_read else [])
        seen = PlannedAction.objects.visible_to(person).order_by("title")
        assert [each.title for each in seen] == expected, name


def test_what_is_public_in_a_group_in_preparation_is_not_public_yet(world):
    world.trial.audience = "public"
    world.trial.save()
    shown = Experimentation.objects.visible_to(world["stranger"])
    assert list(shown) == [world.trial]
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.PREPARING)
    assert not shown.all().exists()
    assert list(Experimentation.objects.visible_to(world["reader"])) == [world.trial]


def test_groups_are_listed_once_to_those_who_may_read_them(world):
    hidden = make_group(state=GroupState.PREPARING)
    member = join(hidden)
    for _ in range(3):
        make_experimentation(hidden, member.memberships.get().organisation)
    guest = make_guest(hidden.spaces.get(kind="group"))
    guest_of_trial = make_guest(hidden.spaces.filter(kind="experimentation").first())
    public = {world.group, world.other_group}
    for person in world.people.values():
        seen = list(WorkingGroup.objects.visible_to(person))
        everything = person.is_superuser and person.is_active
        assert sorted(g.pk for g in seen) == sorted(
            g.pk for g in (public | {hidden} if everything else public)
        )
    for person, sees in ((member, True), (guest, True), (guest_of_trial, False)):
        seen = list(WorkingGroup.objects.visible_to(person).filter(pk=hidden.pk))
        assert seen == ([hidden] if sees else [])
        assert [link.label for link in my_groups(person)] == ([hidden.name] if sees else [])


def test_groups_are_their_peoples_own(world):
    inside = {"facilitator", "owner", "co_carrier", "other_member", "observer", "withdrawn"}
    inside |= {"observer_of_owner", "group_guest"}
    found = {
        name
        for name, person in world.people.items()
        if person.is_active and world.group.name in [link.label for link in my_groups(person)]
    }
    assert found == inside


def test_only_facilitators_of_this_group_edit_it(world):
    editors = {"facilitator", "administrator"}
    for name, person in world.people.items():
        access = space_access(person, world.space)
        assert can_manage_group(access) == (name in editors), name
        assert can_change_group_state(access) == (name in editors), name
    world.group.state = GroupState.ARCHIVED
    world.group.save()
    access = space_access(world["facilitator"], world.space)
    assert not can_manage_group(access)
    assert can_change_group_state(access)


def test_an_experimentation_gives_no_power_over_its_group(world):
    for person in world.people.values():
        access = space_access(person, world.trial.space)
        assert not can_manage_group(access)
        assert not can_change_group_state(access)


def test_administrators_and_facilitators_open_groups(world):
    may = {name for name, person in world.people.items() if can_create_group(person)}
    assert may == {"facilitator", "administrator", "other_facilitator"}


def test_a_role_counts_for_more_than_a_guest_access(world):
    person = make_user()
    make_guest(world.trial.space, "reader", user=person)
    Membership.objects.create(user=person, group=world.group, role=Role.OBSERVER)
    access = space_access(person, world.trial.space)
    assert not access.is_guest
    assert access.until is None
    assert access.can_discuss
