"""What must agree about who belongs: found when it does not, repaired without opening more."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.utils import timezone

from audit.models import AuditEvent
from groups import services
from groups.enums import EngagementStatus, GuestLevel, Role
from groups.models import (
    Carrier,
    Engagement,
    GuestAccess,
    Invitation,
    Membership,
    SpaceGroupObjectPermission,
    SpaceUserObjectPermission,
)
from groups.permissions import space_access
from groups.services.drift import find_drift
from tests.factories import group_space, join, make_experimentation, make_group, make_guest

pytestmark = [pytest.mark.django_db, pytest.mark.services]


@pytest.fixture
def trial():
    """An experimentation of a group with its facilitator, a member, an observer and a guest."""
    group = make_group()
    join(group, Role.FACILITATOR)
    join(group, Role.OBSERVER)
    member = join(group)
    found = make_experimentation(group, member.memberships.get().organisation)
    make_guest(found.space)
    return found


def kinds() -> list[str]:
    return sorted(drift.kind for drift in find_drift())


def version(space) -> int:
    space.refresh_from_db()
    return space.access_version


def test_what_services_make_agrees(trial):
    group = trial.space.group
    by = Membership.objects.get(group=group, role=Role.FACILITATOR).user
    guest = trial.space.guest_accesses.get()
    services.change_guest_access(
        access=guest, level=GuestLevel.READER, until=guest.until + timedelta(days=1), by=by
    )
    services.invite_member(group=group, email="x@exemple.test", role=Role.FACILITATOR, by=by)
    services.end_guest_access(access=guest, by=by)
    assert find_drift() == []


def test_a_date_that_passed_is_no_drift(trial):
    past = timezone.now() - timedelta(days=1)
    GuestAccess.objects.update(starts_at=past - timedelta(days=9), until=past)
    assert find_drift() == []


def test_the_cost_does_not_grow(trial, django_assert_num_queries):
    with django_assert_num_queries(9):
        find_drift()
    for _n in range(3):
        member = join(trial.space.group)
        found = make_experimentation(trial.space.group, member.memberships.get().organisation)
        make_guest(found.space)
    with django_assert_num_queries(9):
        find_drift()


def missing_grant(trial):
    SpaceUserObjectPermission.objects.filter(permission__codename="contribute_space").delete()


def stray_grant(trial):
    member = Membership.objects.get(group=trial.space.group, role=Role.OBSERVER).user
    SpaceUserObjectPermission.objects.create(
        user=member,
        content_object=trial.space,
        permission=Permission.objects.get(codename="contribute_space"),
    )


def guest_and_member(trial):
    guest = trial.space.guest_accesses.get().user
    Membership.objects.create(user=guest, group=trial.space.group, role=Role.OBSERVER)


def group_grant(trial):
    SpaceGroupObjectPermission.objects.create(
        group=Group.objects.create(name="Tout le monde"),
        content_object=trial.space,
        permission=Permission.objects.get(codename="read_space"),
    )


def member_of_a_mirror(trial):
    Engagement.objects.update(status=EngagementStatus.MIRROR)


def invitation_left_behind(trial):
    group = trial.space.group
    sender = join(group, Role.FACILITATOR)
    services.invite_member(group=group, email="x@exemple.test", role=Role.FACILITATOR, by=sender)
    sender.memberships.update(ended_at=timezone.now())


def no_facilitator(trial):
    Membership.objects.filter(role=Role.FACILITATOR).delete()


def no_space(trial):
    group_space(make_group()).delete()
    join(trial.space.group, Role.FACILITATOR)


def no_lead(trial):
    Carrier.objects.update(is_lead=False)


REPAIRED = {
    "grants": [missing_grant, stray_grant],
    "guest_and_member": [guest_and_member],
    "group_grant": [group_grant],
    "role": [member_of_a_mirror],
    "invitation": [invitation_left_behind],
}
TOLD = {"no_facilitator": no_facilitator, "carriers": no_lead}


@pytest.mark.parametrize(
    ("kind", "break_it"), [(kind, act) for kind, acts in REPAIRED.items() for act in acts]
)
def test_drift_is_found_told_and_repaired_on_request(trial, kind, break_it, capsys):
    break_it(trial)
    assert kinds() == [kind]
    with pytest.raises(CommandError, match="--repair"):
        call_command("check_access")
    assert kinds() == [kind]
    call_command("check_access", repair=True)
    assert "réparé" in capsys.readouterr().out
    assert kinds() == []
    event = AuditEvent.objects.filter(action="access.repaired").get()
    assert (event.group_id, event.data["kind"]) == (trial.space.group_id, kind)


@pytest.mark.parametrize(("kind", "break_it"), TOLD.items())
def test_what_only_a_person_can_decide_is_told(trial, kind, break_it, capsys):
    break_it(trial)
    assert kinds() == [kind]
    with pytest.raises(CommandError, match="Écarts restants"):
        call_command("check_access", repair=True)
    assert "à décider" in capsys.readouterr().out
    assert kinds() == [kind]


def test_a_group_without_a_space_is_told(trial):
    no_space(trial)
    assert "no_space" in kinds()


def test_a_repair_gives_a_guest_what_her_access_says_and_tells_open_pages(trial):
    guest = trial.space.guest_accesses.get().user
    missing_grant(trial)
    SpaceUserObjectPermission.objects.filter(user=guest).delete()
    before = version(trial.space)
    assert not space_access(guest, trial.space).can_read
    call_command("check_access", repair=True)
    assert space_access(guest, trial.space).can_contribute
    assert version(trial.space) > before


def test_a_repair_takes_away_what_was_too_much(trial):
    guest_and_member(trial)
    call_command("check_access", repair=True)
    guest = Membership.objects.get(organisation=None, role=Role.OBSERVER).user
    assert not GuestAccess.objects.active().filter(user=guest).exists()
    assert not SpaceUserObjectPermission.objects.filter(user=guest).exists()


def test_an_invitation_worth_nothing_is_taken_back(trial):
    invitation_left_behind(trial)
    call_command("check_access", repair=True)
    assert Invitation.objects.get().revoked_at is not None
