"""Who has not come for a long time, and which groups sleep."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from groups import selectors
from groups.enums import GroupState, Role
from groups.models import Membership, WorkingGroup
from tests.factories import join, make_group
from tests.groups.test_pages import text

pytestmark = pytest.mark.django_db


def seen(user, days: int | None, joined: int = 400) -> None:
    now = timezone.now()
    User.objects.filter(pk=user.pk).update(
        last_visit_at=None if days is None else now - timedelta(days=days),
        date_joined=now - timedelta(days=joined),
    )


def test_members_who_sleep_are_listed_the_longest_first(client):
    group = make_group()
    facilitator = join(group, Role.FACILITATOR)
    awake, asleep, never, new, left = (join(group) for _ in range(5))
    seen(awake, 170)
    seen(asleep, 190)
    seen(never, None)
    seen(new, None, joined=3)
    seen(left, 300)
    Membership.objects.filter(user=left).update(ended_at=timezone.now())
    seen(join(make_group()), 300)
    assert [each.user for each in selectors.dormant_members(group)] == [never, asleep]
    client.force_login(facilitator)
    page = text(client.get(reverse("group_dormant_members", args=[group.slug])))
    assert str(asleep) in page
    assert "aucune visite encore" in page
    assert str(awake) not in page


def test_groups_that_sleep_are_listed_for_administrators(world, client):
    long_ago = timezone.now() - timedelta(days=400)
    empty, asleep, awake, archived = (make_group(f"Groupe des {n}") for n in "uvwx")
    young = make_group("Groupe né hier")
    for group in (asleep, archived, young):
        seen(join(group), 200)
    seen(join(awake), 200)
    seen(join(awake), 20)
    WorkingGroup.objects.exclude(pk=young.pk).update(created_at=long_ago)
    WorkingGroup.objects.filter(pk=archived.pk).update(state=GroupState.ARCHIVED)
    assert list(selectors.dormant_groups()) == [empty, asleep]
    client.force_login(world["administrator"])
    assert reverse("group_dormant") in text(client.get(reverse("group_list")))
    page = text(client.get(reverse("group_dormant")))
    assert "Groupe des v" in page
    assert "Groupe des w" not in page
