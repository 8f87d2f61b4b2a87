"""Opening a group, saying what it is, moving it from state to state."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import AuditEvent
from groups import services
from groups.enums import GroupState, Role
from groups.models import Membership, Space, WorkingGroup
from tests.factories import group_space, join, make_group, make_user

pytestmark = pytest.mark.django_db

WORDS = {
    "initials": "ÉI",
    "hue": "plum",
    "summary": "En une phrase",
    "presentation": "p",
    "objectives": "o",
    "calendar": "c",
    "charter": "ch",
}


def test_a_new_group_has_its_space_and_its_facilitator():
    person = make_user()
    group = services.create_group(by=person, name="Économie informelle & ESS", **WORDS)
    assert group.slug == "economie-informelle-ess"
    assert group.state == GroupState.PREPARING
    assert [space.kind for space in group.spaces.all()] == ["group"]
    membership = group.memberships.get()
    assert (membership.user, membership.role) == (person, Role.FACILITATOR)
    assert AuditEvent.objects.get().action == "group.created"


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Nouveau", "nouveau-2"),
        ("Cœur d’Exempleville", "coeur-d-exempleville"),
        ("— !!! —", "groupe"),
        ("x" * 120, "x" * 50),
        ("团结经济", "groupe"),
    ],
)
def test_an_address_is_made_of_any_name(name, slug):
    assert services.create_group(by=make_user(), name=name).slug == slug


def test_the_same_name_twice_gives_two_addresses():
    person = make_user()
    slugs = [services.create_group(by=person, name="Ruralités").slug for _ in range(3)]
    assert slugs == ["ruralites", "ruralites-2", "ruralites-3"]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_groups_of_one_name_at_the_same_moment(together):
    people = [make_user() for _ in range(4)]
    made = together(*(lambda p=p: services.create_group(by=p, name="Ruralités") for p in people))
    assert sorted(group.slug for group in made) == [
        "ruralites",
        "ruralites-2",
        "ruralites-3",
        "ruralites-4",
    ]
    assert Space.objects.count() == Membership.objects.count() == 4


def test_editing_keeps_the_address():
    group = make_group()
    person = join(group, Role.FACILITATOR)
    changed = services.update_group(group=group, by=person, name="Autre nom", **WORDS)
    assert (changed.slug, changed.name, changed.hue) == (group.slug, "Autre nom", "plum")


def test_editing_over_somebody_else_is_refused():
    group = make_group()
    person = join(group, Role.FACILITATOR)
    seen = group.updated_at
    services.update_group(group=group, by=person, name="A", **WORDS, unless_changed_since=seen)
    with pytest.raises(services.ChangedMeanwhileError):
        services.update_group(group=group, by=person, name="B", **WORDS, unless_changed_since=seen)
    group.refresh_from_db()
    assert group.name == "A"


def test_archiving_closes_the_call_and_stops_all_writing():
    group = make_group(state=GroupState.OPEN)
    person = join(group, Role.FACILITATOR)
    call = services.save_call(group=group, by=person, title="t", text="t")
    services.publish_call(call=call, by=person)
    services.change_state(group=group, state=GroupState.ARCHIVED, by=person)
    call.refresh_from_db()
    assert not call.is_open
    member = group.memberships.get()
    soon = timezone.now() + timedelta(days=3)
    for refused in (
        lambda: services.update_group(group=group, by=person, name="B", **WORDS),
        lambda: services.save_call(group=group, by=person, title="t", text="t"),
        lambda: services.publish_call(call=call, by=person),
        lambda: services.add_membership(group=group, user=make_user(), role="member", by=person),
        lambda: services.change_role(membership=member, role="member", by=person),
        lambda: services.invite_member(
            group=group, email="a@exemple.test", role="observer", by=person
        ),
        lambda: services.invite_guest(
            space=group.spaces.get(), email="a@exemple.test", level="reader", until=soon, by=person
        ),
        lambda: services.grant_guest_access(
            space=group.spaces.get(), user=make_user(), level="reader", until=soon, by=person
        ),
    ):
        with pytest.raises(services.ArchivedError):
            refused()
    services.change_state(group=group, state=GroupState.RUNNING, by=person)
    group.refresh_from_db()
    assert group.state == GroupState.RUNNING


def test_open_pages_are_told_of_a_state_where_nothing_is_written(audiences):
    group = make_group()
    person, spaces = join(group, Role.FACILITATOR), {group_space(group).pk}
    for state in GroupState.values:
        with audiences() as changed:
            services.change_state(group=group, state=state, by=person)
        assert changed == (spaces if state == GroupState.ARCHIVED else set())
    acts = AuditEvent.objects.filter(action="group.state_changed").values_list("data", flat=True)
    assert {"before": "closing", "after": "archived"} in list(acts)
    assert WorkingGroup.objects.get().state == GroupState.ARCHIVED
