"""One world that the tests of groups share: who is who around one experimentation."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from common.live import access_changed
from experiments.models import Experimentation
from groups.enums import EngagementStatus, GuestLevel, Role
from groups.models import Carrier, Engagement, GuestAccess, Membership, Space, WorkingGroup
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_user,
)


@dataclass
class World:
    """`people` are named by what they are to `trial`, an experimentation of `group`."""

    group: WorkingGroup
    space: Space
    trial: Experimentation
    others_trial: Experimentation
    other_group: WorkingGroup
    people: dict = field(default_factory=dict)

    def __getitem__(self, name: str):
        return self.people[name]


def build_world() -> World:
    now = timezone.now()
    group, other_group = make_group(), make_group()
    city, neighbour, partner_city, gone = (make_collectivity() for _ in range(4))
    trial = make_experimentation(group, city)
    others_trial = make_experimentation(group, neighbour)
    Carrier.objects.create(space=trial.space, organisation=partner_city)
    world = World(group, group_space(group), trial, others_trial, other_group)
    people = world.people
    people["visitor"] = AnonymousUser()
    people["stranger"] = make_user()
    people["facilitator"] = join(group, Role.FACILITATOR)
    people["owner"] = join(group, organisation=city)
    people["co_carrier"] = join(group, organisation=partner_city)
    people["other_member"] = join(group, organisation=neighbour)
    people["observer"] = join(group, Role.OBSERVER)
    people["observer_of_owner"] = join(group, Role.OBSERVER, organisation=city)
    people["withdrawn"] = join(group, organisation=gone)
    Engagement.objects.filter(organisation=gone).update(status=EngagementStatus.WITHDRAWN)
    people["reader"] = make_guest(trial.space, GuestLevel.READER)
    people["commenter"] = make_guest(trial.space, GuestLevel.COMMENTER)
    people["contributor"] = make_guest(trial.space, GuestLevel.CONTRIBUTOR)
    people["group_guest"] = make_guest(world.space, GuestLevel.COMMENTER)
    people["guest_elsewhere"] = make_guest(others_trial.space)
    people["expired_guest"] = make_guest(
        trial.space, starts_at=now - timedelta(days=9), until=now - timedelta(seconds=1)
    )
    people["future_guest"] = make_guest(trial.space, starts_at=now + timedelta(hours=1))
    people["ended_guest"] = make_guest(trial.space)
    GuestAccess.objects.filter(user=people["ended_guest"]).update(ended_at=now)
    people["guest_without_grant"] = make_user()
    GuestAccess.objects.create(
        user=people["guest_without_grant"],
        space=trial.space,
        level=GuestLevel.READER,
        until=now + timedelta(days=9),
    )
    people["grant_without_access"] = make_guest(trial.space)
    GuestAccess.objects.filter(user=people["grant_without_access"]).delete()
    people["former_owner"] = join(group, organisation=city)
    Membership.objects.filter(user=people["former_owner"]).update(ended_at=now)
    people["deactivated_owner"] = join(group, organisation=city)
    people["deactivated_admin"] = make_user(is_superuser=True)
    for name in ("deactivated_owner", "deactivated_admin"):
        people[name].is_active = False
        people[name].save()
    people["other_facilitator"] = join(other_group, Role.FACILITATOR)
    # She is in the other group for the very collectivité that carries the trial here.
    people["owner_elsewhere"] = join(other_group, organisation=city)
    people["administrator"] = make_user(is_superuser=True)
    return world


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def audiences(django_capture_on_commit_callbacks):
    """`with audiences() as changed:` gives, once over, the ids of the spaces whose access_version
    was raised, after checking that exactly those were announced."""

    @contextmanager
    def watch():
        announced, changed = set(), set()

        def listen(space_ids, **_):
            announced.update(space_ids)

        access_changed.connect(listen)
        before = dict(Space.objects.values_list("pk", "access_version"))
        try:
            with django_capture_on_commit_callbacks(execute=True):
                yield changed
        finally:
            access_changed.disconnect(listen)
        after = dict(Space.objects.values_list("pk", "access_version"))
        changed.update(pk for pk, version in after.items() if version > before.get(pk, version))
        assert changed == announced

    return watch


@pytest.fixture
def link(mailoutbox):
    """The address of the invitation page in the newest e-mail to someone."""

    def find(email: str) -> str:
        bodies = [message.body for message in mailoutbox if message.to == [email]]
        return re.search(r"/invitation/[\w-]+/", bodies[-1]).group()

    return find


@pytest.fixture
def sent(django_capture_on_commit_callbacks, mailoutbox):
    """Run something and what it leaves for the commit; `sent.mails` are the e-mails so far."""

    def run(function):
        with django_capture_on_commit_callbacks(execute=True):
            return function()

    run.mails = mailoutbox
    return run
