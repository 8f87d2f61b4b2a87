"""Acts that cross each other, through the pages people use: one clear outcome each, never a 500."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from audit.models import AuditEvent
from discussions.models import Message
from discussions.services import create_thread
from experiments.models import JournalEntry
from groups import services
from groups.enums import AnswerStatus, EngagementStatus, Role
from groups.models import CallAnswer, Engagement, GuestAccess, Membership
from organisations.models import Affiliation
from organisations.services import merge_organisations
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_user,
)

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def group():
    return make_group()


@pytest.fixture
def facilitator(group):
    return join(group, Role.FACILITATOR)


def test_removed_while_posting(group, facilitator, together):
    """Her message is either there, numbered like any other, or refused as if there were no
    thread; her next one always is."""
    thread = create_thread(
        space=group_space(group), author=facilitator, title="Fil", body="Bonjour"
    )
    members = [join(group) for _n in range(3)]
    address = reverse("thread", args=[thread.pk])

    def post(client, text):
        data = {"body": text, "client_id": str(uuid.uuid4())}
        return client.post(address, data, headers={"accept": "application/json"}).status_code

    clients = [browser(member) for member in members]
    acts = [lambda c=client, n=n: post(c, f"Message {n}") for n, client in enumerate(clients)]
    acts += [
        lambda m=member: services.end_membership(membership=m.memberships.get(), by=facilitator)
        for member in members
    ]
    statuses = together(*acts)[: len(members)]
    assert set(statuses) <= {201, 404}
    stored = Message.objects.filter(thread=thread).order_by("position")
    assert stored.count() == 1 + statuses.count(201)
    assert [each.position for each in stored] == list(range(1, stored.count() + 1))
    assert [post(client, "Trop tard") for client in clients] == [404] * len(clients)


def test_guest_ended_while_she_writes_in_the_journal(group, facilitator, together):
    owner = join(group)
    trial = make_experimentation(group, owner.memberships.get().organisation)
    guest = make_guest(trial.space)
    client = browser(guest)
    data = {
        "kind": "observation",
        "text": "Vu au marché",
        "occurred_on": "2026-11-02",
        "precision": "day",
        "client_id": str(uuid.uuid4()),
    }
    address = reverse("entry_add", args=[trial.pk])
    access = GuestAccess.objects.get()
    posted, ended = together(
        lambda: client.post(address, data).status_code,
        lambda: services.end_guest_access(access=access, by=facilitator),
    )
    assert posted in {302, 404}
    assert ended.ended_at is not None
    assert JournalEntry.objects.count() == (posted == 302)
    data["client_id"] = str(uuid.uuid4())
    assert client.post(address, data).status_code == 404


def test_demoted_while_a_form_is_open(group, facilitator):
    """What she had opened as a facilitator is refused when she sends it, and changes nothing."""
    other = join(group, Role.FACILITATOR)
    client = browser(other)
    addresses = {
        reverse("group_edit", args=[group.slug]): {"name": "Autre nom"},
        reverse("group_invite", args=[group.slug]): {
            "emails": "x@exemple.test",
            "role": "observer",
        },
        reverse("group_call_edit", args=[group.slug]): {"title": "Appel", "text": "Texte"},
    }
    for address in addresses:
        assert client.get(address).status_code == 200
    services.change_role(membership=other.memberships.get(), role=Role.OBSERVER, by=facilitator)
    for address, data in addresses.items():
        assert client.post(address, data).status_code == 404
    group.refresh_from_db()
    assert group.name != "Autre nom"
    assert not group.invitations.exists()
    assert not group.calls.exists()


def test_two_facilitators_decide_on_the_same_answer(group, facilitator, together):
    """The first decides; the second is shown what was decided. One engagement, one membership."""
    other = join(group, Role.FACILITATOR)
    author, city = make_user(), make_collectivity()
    Affiliation.objects.create(user=author, organisation=city)
    call = services.save_call(group=group, by=facilitator, title="Appel", text="Texte")
    services.publish_call(call=call, by=facilitator)
    answer = services.answer_call(
        call=call, organisation=city, author=author, intention="Essayer ensemble"
    )
    address = reverse("group_answer", args=[group.slug, answer.pk])

    def decide(user, decision):
        return browser(user).post(address, {"decision": decision}, follow=True).status_code

    statuses = together(
        lambda: decide(facilitator, AnswerStatus.ENGAGED),
        lambda: decide(other, AnswerStatus.MIRROR),
    )
    assert statuses == [200, 200]
    assert AuditEvent.objects.filter(action="answer.decided").count() == 1
    answer = CallAnswer.objects.get()
    engagement = Engagement.objects.get()
    assert (answer.status, engagement.status) in {
        (AnswerStatus.ENGAGED, EngagementStatus.ENGAGED),
        (AnswerStatus.MIRROR, EngagementStatus.MIRROR),
    }
    membership = Membership.objects.get(user=author)
    assert membership.role == (
        Role.MEMBER if engagement.status == EngagementStatus.ENGAGED else Role.OBSERVER
    )


def test_one_invitation_accepted_in_two_browsers(group, facilitator, together):
    """Twice is once: both browsers end inside, with one membership."""
    person = make_user()
    services.invite_member(group=group, email=person.email, role=Role.FACILITATOR, by=facilitator)
    invitation = group.invitations.get()
    address = reverse("my_invitation_accept", args=[invitation.pk])
    answers = together(*[lambda: browser(person).post(address, follow=True)] * 2)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Membership.objects.filter(user=person, group=group).count() == 1
    invitation.refresh_from_db()
    assert invitation.accepted_by == person


def test_a_collectivity_merged_while_one_of_its_agents_is_admitted(group, facilitator, together):
    """Both are done, whichever is first: neither waits for the other for ever."""
    admin = make_user(is_superuser=True)
    kept, newcomers = make_collectivity(), [make_user() for _round in range(8)]
    for newcomer in newcomers:
        double = make_collectivity(code=None)
        join(group, organisation=double)
        Engagement.objects.filter(organisation=kept).delete()
        outcomes = together(
            lambda newcomer=newcomer, double=double: services.add_membership(
                group=group, user=newcomer, role=Role.MEMBER, by=facilitator, organisation=double
            ),
            lambda double=double: merge_organisations(survivor=kept, merged=double, by=admin),
        )
        assert not [each for each in outcomes if isinstance(each, Exception)]
    assert Membership.objects.filter(group=group, user__in=newcomers).count() == len(newcomers)
