"""The first page: what it says to whom, and what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussions.models import Message, Thread
from experiments.models import JournalEntry, Partnership, PlannedAction
from groups import services
from groups.documents.models import Document
from groups.enums import GroupState, Role
from groups.models import Space
from groups.querysets import OwnPlaces
from home import selectors
from organisations.models import Affiliation
from tests.factories import (
    group_space,
    join,
    make_collectivity,
    make_experimentation,
    make_group,
    make_guest,
    make_partner,
    make_user,
)

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")


def home(client, person=None) -> str:
    client.logout()
    if person is not None:
        client.force_login(person)
    return text(client.get("/"))


def ago(**spell):
    return timezone.now() - timedelta(**spell)


def write(space: Space, title: str, *, author=None, at=None, messages: int = 1) -> Thread:
    """A thread with messages, as the services number them."""
    at = at or timezone.now()
    author = author or make_user()
    thread = Thread.objects.create(
        space=space,
        title=title,
        author=author,
        last_position=messages,
        last_seq=messages,
        last_message_at=at,
    )
    for n in range(1, messages + 1):
        Message.objects.create(
            thread=thread, author=author, position=n, changed_seq=n, body="x", created_at=at
        )
    return thread


def note(trial, words: str, **fields) -> JournalEntry:
    fields.setdefault("author", make_user())
    return JournalEntry.objects.create(
        experimentation=trial,
        space=trial.space,
        kind="action",
        text=words,
        occurred_on=timezone.localdate(),
        **fields,
    )


def open_call(group, by, title="Un appel à tous"):
    call = services.save_call(group=group, by=by, title=title, text="Texte")
    return services.publish_call(call=call, by=by)


class Team:
    """A group with its facilitator, a member and her collectivité's experimentation."""

    def __init__(self, **fields):
        self.group = make_group(**fields)
        self.facilitator = join(self.group, Role.FACILITATOR)
        self.member = join(self.group)
        self.city = self.member.memberships.get().organisation
        self.trial = make_experimentation(self.group, self.city)


# The public home


def test_a_visitor_sees_what_is_public_and_counts_nothing_else(client):
    team, hidden = Team(), Team(name="Groupe secret", state=GroupState.PREPARING)
    open_call(team.group, team.facilitator)
    Partnership.objects.create(experimentation=team.trial, organisation=make_partner())
    page = home(client)
    assert team.group.name in page
    assert "Un appel à tous" in page
    assert hidden.group.name not in page
    assert selectors.public_numbers() == {
        "groups": 1,
        "collectivities": 1,
        "experimentations": 0,
        "partners": 0,
    }
    team.trial.audience = "public"
    team.trial.save()
    numbers = selectors.public_numbers()
    assert (numbers["experimentations"], numbers["partners"]) == (1, 1)


def test_an_empty_network_has_a_home_too(client):
    assert "Voir les groupes" in home(client)


# Without a role


def test_without_a_role_one_is_told_what_to_do_next(client):
    person = make_user()
    assert "aucun appel n’est ouvert" in home(client, person)
    team = Team()
    call = open_call(team.group, team.facilitator)
    page = home(client, person)
    assert "Votre collectivité peut répondre" in page
    assert "Un appel à tous" in page
    city = make_collectivity("Exempleville-les-Bains")
    services.answer_call(call=call, organisation=city, author=person, intention="x")
    page = home(client, person)
    assert "Réponse à l’étude pour Exempleville-les-Bains" in page
    assert "Votre collectivité peut répondre" not in page


def test_invitations_to_my_proved_address_wait_for_me(client):
    team, person = Team(), make_user()
    invitation = services.invite_guest(
        space=team.trial.space,
        email=person.email,
        level="reader",
        until=timezone.now() + timedelta(days=9),
        by=team.member,
    )
    assert f"/invitations/{invitation.pk}/" in home(client, person)
    assert f"/invitations/{invitation.pk}/" not in home(client, make_user())
    services.revoke_invitation(invitation=invitation, by=team.member)
    assert f"/invitations/{invitation.pk}/" not in home(client, person)


# What waits


def test_answers_and_places_wait_for_the_facilitator_of_that_group(client):
    team, other = Team(), Team()
    call = open_call(team.group, team.facilitator)
    for _ in range(2):
        services.answer_call(
            call=call, organisation=make_collectivity(), author=make_user(), intention="x"
        )
    Affiliation.objects.filter(user=team.member).update(verified_at=None)
    page = home(client, team.facilitator)
    assert "2 réponses à étudier" in page
    assert "1 rattachement à confirmer" in page
    for person in (other.facilitator, team.member):
        page = home(client, person)
        assert "à étudier" not in page
        assert "à confirmer" not in page


def test_my_actions_come_late_ones_first(client):
    team = Team()
    today = timezone.localdate()
    for title, due, person in (
        ("Plus tard", today + timedelta(days=9), team.member),
        ("Hier", today - timedelta(days=1), team.member),
        ("Un jour", None, team.member),
        ("Celle d’une autre", today, team.facilitator),
    ):
        PlannedAction.objects.create(
            experimentation=team.trial, title=title, due_on=due, assignee=person
        )
    PlannedAction.objects.create(
        experimentation=team.trial, title="Faite", done_on=today, assignee=team.member
    )
    page = home(client, team.member)
    assert page.index("Hier") < page.index("Plus tard") < page.index("Un jour")
    assert page.count("en retard") == 1
    assert "Celle d’une autre" not in page
    assert "Faite" not in page


# What is new


def test_news_is_what_others_did_since_the_visit_before(client):
    team = Team()
    me = team.member
    me.last_visit_at, me.previous_visit_at = timezone.now(), ago(days=2)
    me.save()
    note(team.trial, "Note récente", created_at=ago(days=1))
    note(team.trial, "Note ancienne", created_at=ago(days=5))
    note(team.trial, "Note oubliée", created_at=ago(days=50))
    note(team.trial, "Ma note", author=me, created_at=ago(days=1))
    write(group_space(team.group), "Fil récent", at=ago(hours=3), messages=2)
    write(group_space(team.group), "Fil ancien", at=ago(days=4))
    Document.objects.create(space=group_space(team.group), title="Document récent")
    page = home(client, me)
    before, after = page.split("Avant cela")
    for words in ("Note récente", "Fil récent", "2 nouveaux messages", "Document récent"):
        assert words in before
    for words in ("Note ancienne", "Fil ancien"):
        assert words in after
    assert "Note oubliée" not in page
    assert "Ma note" not in page


def test_hidden_messages_are_not_news(client):
    team = Team()
    thread = write(group_space(team.group), "Fil modéré", messages=3)
    Message.objects.filter(thread=thread).update(state="hidden")
    assert "3 nouveaux" not in home(client, team.member)
    rows = selectors.news(OwnPlaces(team.member, {team.group.pk: Role.MEMBER}, []))
    assert [row.is_new for row in rows if row.kind == "thread"] == [False]


def test_a_quiet_place_says_so(client):
    assert "Rien ne s’est passé" in home(client, Team().member)


CANARY = "canari"


def plant(team: Team, name: str) -> None:
    """Words that betray whoever shows them, everywhere in a group."""
    for space in (group_space(team.group), team.trial.space):
        write(space, f"{CANARY}-fil-{name}")
        Document.objects.create(space=space, title=f"{CANARY}-document-{name}")
    for audience in ("owner", "space"):
        note(team.trial, f"{CANARY}-note-{audience}-{name}", audience=audience)
    PlannedAction.objects.create(experimentation=team.trial, title=f"{CANARY}-action-{name}")


def test_a_guest_sees_her_space_and_nothing_else(client):
    team, other = Team(), Team()
    sibling = Team()
    sibling.group, sibling.trial = team.group, make_experimentation(team.group, make_collectivity())
    plant(other, "autre")
    plant(sibling, "voisine")
    guest = make_guest(team.trial.space, user=make_user())
    team.trial.title = "La cantine du quartier"
    team.trial.save()
    note(team.trial, "Note de la cantine")
    note(team.trial, f"{CANARY}-interne", audience="owner")
    page = home(client, guest)
    assert "La cantine du quartier" in page
    assert "Note de la cantine" in page
    assert CANARY not in page
    guest.guest_accesses.update(until=timezone.now())
    page = home(client, guest)
    assert "cantine" not in page
    assert CANARY not in page


def test_strangers_and_visitors_see_no_word_of_it(client):
    plant(Team(), "groupe")
    for person in (None, make_user()):
        assert CANARY not in home(client, person)


def test_an_administrators_news_is_of_her_own_groups(client):
    plant(Team(), "groupe")
    person = join(make_group(), Role.OBSERVER, user=make_user(is_superuser=True))
    assert CANARY not in home(client, person)


def test_what_is_kept_to_the_owners_stays_with_them(client):
    team = Team()
    note(team.trial, f"{CANARY}-interne", audience="owner")
    assert CANARY in home(client, join(team.group, organisation=team.city))
    assert CANARY in home(client, team.facilitator)
    assert CANARY not in home(client, join(team.group))


# What it costs


def cost(client, person) -> int:
    home(client, person)
    with CaptureQueriesContext(connection) as queries:
        client.get("/")
    return len(queries)


def grow(person, guest, number: int) -> None:
    for _ in range(number):
        team = Team()
        join(team.group, Role.FACILITATOR, user=person)
        call = open_call(team.group, team.facilitator)
        services.answer_call(
            call=call, organisation=make_collectivity(), author=make_user(), intention="x"
        )
        plant(team, "groupe")
        PlannedAction.objects.update(assignee=person)
        make_guest(team.trial.space, user=guest)
        for someone in (person, guest):
            elsewhere = Team()
            services.invite_guest(
                space=elsewhere.trial.space,
                email=someone.email,
                level="reader",
                until=timezone.now() + timedelta(days=9),
                by=elsewhere.member,
            )
            services.answer_call(
                call=open_call(elsewhere.group, elsewhere.facilitator),
                organisation=make_collectivity(),
                author=someone,
                intention="x",
            )


def test_the_page_costs_the_same_for_twice_as_much(client):
    person, guest, newcomer = make_user(), make_user(), make_user()
    everyone = (person, guest, newcomer, None)
    grow(person, guest, 2)
    before = [cost(client, each) for each in everyone]
    grow(person, guest, 2)
    assert [cost(client, each) for each in everyone] == before
    assert max(before) <= MOST_QUERIES, before
