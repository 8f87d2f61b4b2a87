"""A query composed once answers as the queryset would, whatever its values."""

import gc
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, F, OuterRef
from django.db.transaction import TransactionManagementError
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.prepared import Prepared, PreparedUpdate
from discussions.models import Thread
from groups.models import Membership, WorkingGroup
from tests.experiments.world import make_world
from tests.factories import group_space, join, make_group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def groups_of(person, now):
    """Values in the query, in a subquery, and a constant beside them."""
    mine = Membership.objects.filter(user=person, joined_at__lte=now, group=OuterRef("pk"))
    rows = WorkingGroup.objects.filter(Exists(mine), created_at__lte=now).exclude(name="Autre")
    return rows.annotate(members=Count("memberships")).prefetch_related("memberships")[:5]


@pytest.fixture
def people():
    found = [make_user() for _ in range(3)]
    join(make_group(name="Premier"), user=found[0])
    join(make_group(name="Autre"), user=found[0])
    second = make_group(name="Second")
    for person in found[:2]:
        join(second, user=person)
    return found


def test_it_answers_each_person_as_the_queryset_does(people, django_assert_num_queries):
    ask = Prepared(groups_of)
    now = timezone.now() + timedelta(seconds=1)
    for person in people:
        expected = sorted((row.name, row.members) for row in groups_of(person.pk, now))
        with django_assert_num_queries(2 if expected else 1):
            rows = ask(person=person.pk, now=now)
            assert all(len(row.memberships.all()) == row.members for row in rows)
        assert sorted((row.name, row.members) for row in rows) == expected
    # The value of this moment counts, not that of the first question.
    assert ask(person=people[0].pk, now=now - timedelta(days=1)) == []


def test_it_is_composed_once(people):
    calls = []

    def build(person):
        calls.append(person)
        return User.objects.filter(pk=person)

    ask = Prepared(build)
    assert [ask(person=person.pk) for person in people] == [[person] for person in people]
    assert len(calls) == 1
    assert calls[0] not in {person.pk for person in people}


def test_rows_of_values_and_unions_are_read_as_django_reads_them(people):
    def build(first, second):
        rows = User.objects.values_list("pk", "email", "date_joined")
        return rows.filter(pk=first).union(rows.filter(pk=second)).order_by("email")

    first, second = people[:2]
    rows = Prepared(build)(first=first.pk, second=second.pk)
    assert rows == list(build(first.pk, second.pk))
    assert isinstance(rows[0][0], uuid.UUID)


def test_a_text_and_a_number_are_compared_as_they_are(people):
    ask = Prepared(lambda name, pk: WorkingGroup.objects.filter(name=name, pk=pk))
    group = WorkingGroup.objects.get(name="Second")
    assert ask(name="Second", pk=group.pk) == [group]
    assert ask(name="Second", pk=group.pk + 1) == []
    assert ask(name="l’été % ' %s", pk=group.pk) == []


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**40])
def test_a_number_that_no_column_can_hold_finds_nothing(number):
    ask = Prepared(lambda pk: WorkingGroup.objects.filter(pk=pk))
    assert ask(pk=1) == []
    assert ask(pk=number) == []


@pytest.mark.parametrize("value", [True, None, ["a"], 1.5])
def test_a_value_that_may_change_the_query_is_refused(value):
    with pytest.raises(TypeError):
        Prepared(lambda state: WorkingGroup.objects.filter(state=state))(state=value)


def test_a_value_that_the_query_does_not_ask_of_is_refused():
    with pytest.raises(ValueError, match="does not ask of"):
        Prepared(lambda name: WorkingGroup.objects.filter(name="Second"))(name="Second")


def test_no_query_of_the_project_reads_the_clock_when_it_is_composed(client, monkeypatch):
    """A process that serves for weeks would keep that day."""
    checked = set()
    compose = Prepared._compose

    def compose_twice(self, values):
        once = compose(self, values)
        with monkeypatch.context() as later:
            later.setattr(timezone, "now", lambda now=timezone.now: now() + timedelta(days=400))
            again = compose(self, values)
        assert once[2:] == again[2:], once[2]
        checked.add(self._build)
        return once

    monkeypatch.setattr(Prepared, "_compose", compose_twice)
    for each in gc.get_objects():
        # `isinstance` would wake whatever is lazy.
        if type(each) is Prepared:
            monkeypatch.setattr(each, "_composed", {})
    world = make_world()
    thread = Thread.objects.create(space=group_space(world.group), title="Le marché")
    client.force_login(world.people["owner"])
    group = reverse("group", args=[world.group.slug])
    trial = reverse("experimentation", args=[world.experimentation.pk])
    for address in ("/", group, trial, thread.get_absolute_url()):
        assert client.get(address).status_code == 200
    assert len(checked) > 7


def renamed(group, name, now):
    rows = WorkingGroup.objects.filter(pk=group, created_at__lte=now).exclude(name="Autre")
    return rows, {"name": name, "charter_version": F("charter_version") + 1}


def test_an_update_does_to_each_what_the_queryset_would(people, django_assert_num_queries):
    first, second = (WorkingGroup.objects.get(name=name) for name in ("Premier", "Second"))
    other = WorkingGroup.objects.get(name="Autre")
    now = timezone.now() + timedelta(seconds=1)
    update = PreparedUpdate(renamed)
    for group, name, rows in [(first, "Un", 1), (second, "Deux", 1), (other, "Trois", 0)]:
        with django_assert_num_queries(1):
            assert update(group=group.pk, name=name, now=now) == rows
    assert update(group=first.pk, name="Avant", now=now - timedelta(days=1)) == 0
    told = WorkingGroup.objects.values_list("name", "charter_version")
    assert dict(told) == {
        "Un": first.charter_version + 1,
        "Deux": second.charter_version + 1,
        "Autre": other.charter_version,
    }


def test_an_update_that_fails_ends_its_transaction(people):
    """As any write of Django's: what follows in the same transaction is refused."""
    taken = WorkingGroup.objects.get(name="Second").slug
    update = PreparedUpdate(lambda pk, slug: (WorkingGroup.objects.filter(pk=pk), {"slug": slug}))
    first = WorkingGroup.objects.get(name="Premier")
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            update(pk=first.pk, slug=taken)
        with pytest.raises(TransactionManagementError):
            first.refresh_from_db()
        transaction.set_rollback(True)
    assert WorkingGroup.objects.filter(slug=taken).count() == 1
