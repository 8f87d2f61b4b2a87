"""What each write does, and what it does when asked twice."""

import threading
import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from audit.models import AuditEvent
from common.live import access_changed
from common.models import Audience, Precision
from experiments import services
from experiments.enums import EntryKind, Stage
from experiments.models import Experimentation, Funding, JournalEntry, PlannedAction
from groups.permissions import space_access
from tests.experiments.world import make_entry, make_world
from tests.factories import make_collectivity, make_partner

pytestmark = pytest.mark.django_db


def test_a_new_experimentation_has_its_space_its_carrier_and_its_first_stage(world):
    made = services.create_experimentation(
        author=world.people["owner"],
        group=world.group,
        owner=world.owner,
        title="Couture du mardi",
        stage=Stage.DIAGNOSIS,
        since=date(2021, 3, 17),
        precision=Precision.MONTH,
        objective="Réunir dix couturières",
    )
    assert made.space.group == world.group
    assert list(made.space.carriers.values_list("organisation", "is_lead")) == [
        (world.owner.pk, True)
    ]
    change = made.stages.get()
    assert (change.stage, change.on, change.precision) == ("diagnosis", date(2021, 3, 1), "month")
    assert made.objective == "Réunir dix couturières"
    assert space_access(world.people["owner"], made.space).carries
    assert AuditEvent.objects.filter(
        action="experimentation.created", target_id=str(made.pk)
    ).exists()


def test_the_same_form_sent_twice_makes_one_experimentation(world):
    once = {
        "author": world.people["owner"],
        "group": world.group,
        "owner": world.owner,
        "title": "Couture du mardi",
        "client_id": uuid.uuid4(),
    }
    first = services.create_experimentation(**once)
    assert services.create_experimentation(**once) == first
    assert first.space.group.spaces.count() == world.group.spaces.count()
    assert Experimentation.objects.filter(title="Couture du mardi").count() == 1


def test_editing_keeps_what_was_not_given(world):
    world.experimentation.objective = "Premier objectif"
    world.experimentation.save()
    services.edit_experimentation(
        experimentation=world.experimentation, editor=world.people["owner"], title="Marché du jeudi"
    )
    world.experimentation.refresh_from_db()
    assert world.experimentation.title == "Marché du jeudi"
    assert world.experimentation.objective == "Premier objectif"
    with pytest.raises(TypeError):
        services.edit_experimentation(
            experimentation=world.experimentation, editor=world.people["owner"], owner="autre"
        )


def test_opening_to_the_public_is_journalled_once(world):
    for _time in range(2):
        services.change_audience(
            experimentation=world.experimentation,
            editor=world.people["owner"],
            audience=Audience.PUBLIC,
        )
    assert AuditEvent.objects.filter(action="experimentation.audience_changed").count() == 1


def test_a_stage_moves_the_experimentation_unless_it_only_completes_the_past(world):
    first = {"experimentation": world.experimentation, "author": world.people["owner"]}
    services.change_stage(**first, stage=Stage.TRIAL, on=date(2024, 5, 2))
    services.change_stage(
        **first,
        stage=Stage.DIAGNOSIS,
        on=date(2022, 6, 20),
        precision=Precision.YEAR,
        is_current=False,
    )
    world.experimentation.refresh_from_db()
    assert world.experimentation.stage == Stage.TRIAL
    assert [(c.stage, c.on) for c in world.experimentation.stages.all()] == [
        (Stage.DIAGNOSIS, date(2022, 1, 1)),
        (Stage.TRIAL, date(2024, 5, 2)),
    ]


def test_the_same_stage_said_twice_is_noted_once_with_the_last_explanation(world):
    said = {
        "experimentation": world.experimentation,
        "author": world.people["owner"],
        "stage": Stage.TRIAL,
        "on": date(2024, 5, 2),
    }
    services.change_stage(**said)
    services.change_stage(**said, note="Le local est trouvé.")
    assert world.experimentation.stages.get().note == "Le local est trouvé."


def test_abandoning_says_what_was_learnt(world):
    said = {
        "experimentation": world.experimentation,
        "author": world.people["owner"],
        "stage": Stage.ABANDONED,
    }
    with pytest.raises(ValidationError):
        services.change_stage(**said)
    services.change_stage(**said, note="Il fallait un local avant tout.")
    world.experimentation.refresh_from_db()
    assert world.experimentation.stage == Stage.ABANDONED


def test_a_second_carrier_gets_the_same_rights_and_open_pages_hear_of_it(
    world, django_capture_on_commit_callbacks
):
    heard = []

    def hear(sender, space_ids, **named):
        heard.append(space_ids)

    access_changed.connect(hear)
    space = world.another.space
    before = space.access_version
    agent = world.people["owner"]
    assert not space_access(agent, space).can_manage
    with django_capture_on_commit_callbacks(execute=True):
        services.add_carrier(
            experimentation=world.another, organisation=world.owner, by=world.people["other"]
        )
        services.add_carrier(
            experimentation=world.another, organisation=world.owner, by=world.people["other"]
        )
    access_changed.disconnect(hear)
    space.refresh_from_db()
    assert space_access(agent, space).can_manage
    assert space.access_version == before + 1
    assert heard == [[space.pk]]
    assert AuditEvent.objects.filter(action="carrier.added", space_id=space.pk).count() == 1


def test_a_carrier_that_leaves_loses_its_rights_but_the_lead_one_stays(world):
    carriers = world.experimentation.space.carriers
    before = world.experimentation.space.access_version
    services.remove_carrier(
        experimentation=world.experimentation,
        carrier=carriers.get(organisation=world.co_carrier),
        by=world.people["owner"],
    )
    world.experimentation.space.refresh_from_db()
    assert world.experimentation.space.access_version == before + 1
    assert not space_access(world.people["carrier"], world.experimentation.space).can_manage
    with pytest.raises(ValidationError):
        services.remove_carrier(
            experimentation=world.experimentation,
            carrier=carriers.get(is_lead=True),
            by=world.people["owner"],
        )


def test_a_carrier_of_another_experimentation_is_not_removed_through_this_one(world):
    stray = services.add_carrier(
        experimentation=world.another, organisation=world.owner, by=world.people["other"]
    )
    with pytest.raises(ValidationError):
        services.remove_carrier(
            experimentation=world.experimentation, carrier=stray, by=world.people["owner"]
        )


def test_a_partner_named_twice_is_there_once(world):
    partner, by = make_partner("Maison de quartier"), world.people["owner"]
    named = {"experimentation": world.experimentation, "organisation": partner, "by": by}
    services.add_partner(**named, role="accueille l’atelier", contact="direction")
    services.add_partner(**named, contribution="un local le mardi")
    partnership = world.experimentation.partnerships.get()
    assert (partnership.role, partnership.contribution, partnership.contact) == (
        "accueille l’atelier",
        "un local le mardi",
        "direction",
    )


def test_a_carrier_is_not_its_own_partner(world):
    with pytest.raises(ValidationError):
        services.add_partner(
            experimentation=world.experimentation,
            organisation=world.co_carrier,
            by=world.people["owner"],
        )


def test_an_action_sent_twice_is_planned_once_and_can_come_back(world):
    planned = {
        "experimentation": world.experimentation,
        "author": world.people["owner"],
        "title": "Trouver un local",
        "due_on": date(2026, 1, 10),
    }
    action = services.add_action(**planned)
    assert services.add_action(**planned) == action
    services.set_action_done(action=action, done=True, by=world.people["owner"])
    first = PlannedAction.objects.get(pk=action.pk)
    assert first.done_on is not None
    services.set_action_done(action=action, done=False, by=world.people["owner"])
    assert PlannedAction.objects.get(pk=action.pk).done_on is None


def test_a_funding_sent_twice_is_noted_once(world):
    given = {
        "experimentation": world.experimentation,
        "funder": make_partner("Fondation d’Exemple"),
        "by": world.people["owner"],
        "year": 2023,
        "amount": Decimal("12500.00"),
    }
    assert services.add_funding(**given) == services.add_funding(**given)
    assert Funding.objects.count() == 1


def note(world, author="owner", **fields):
    fields.setdefault("kind", EntryKind.RESULT)
    fields.setdefault("text", "Deux contrats signés")
    return services.add_entry(
        experimentation=world.experimentation, author=world.people[author], **fields
    )


def test_an_entry_remembers_for_whom_and_as_what_it_was_written(world):
    entry, new = note(world)
    assert new
    assert (entry.organisation, entry.author_role) == (world.owner, "member")
    assert entry.space == world.experimentation.space
    assert note(world, "facilitator")[0].author_role == "facilitator"
    assert note(world, "contributor")[0].author_role == "guest"


def test_the_same_client_id_stores_one_entry_and_other_words_are_not_lost_in_silence(world):
    client_id = uuid.uuid4()
    first, _new = note(world, client_id=client_id)
    again, new = note(world, client_id=client_id)
    assert (again, new) == (first, False)
    with pytest.raises(services.EntryConflict) as conflict:
        note(world, client_id=client_id, text="Autre chose")
    assert conflict.value.entry == first
    # The same id from someone else is another entry.
    assert note(world, "carrier", client_id=client_id)[1]


def test_editing_says_who_did_and_removal_can_be_undone(world):
    entry, _new = note(world, "contributor")
    services.edit_entry(
        entry=entry,
        editor=world.people["owner"],
        kind=EntryKind.DIFFICULTY,
        text="Un contrat sur deux",
        occurred_on=date(2024, 5, 17),
        precision=Precision.MONTH,
    )
    entry.refresh_from_db()
    assert entry.edited_by == world.people["owner"]
    assert entry.author == world.people["contributor"]
    assert entry.occurred_on == date(2024, 5, 1)
    services.remove_entry(entry=entry, by=world.people["owner"])
    assert not world.experimentation.entries.exists()
    assert not JournalEntry.objects.visible_to(world.people["owner"]).exists()
    services.restore_entry(entry=entry, by=world.people["owner"])
    assert world.experimentation.entries.get() == entry
    acts = AuditEvent.objects.filter(target_id=str(entry.pk)).values_list("action", flat=True)
    assert sorted(acts) == ["entry.removed", "entry.restored"]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_requests_with_one_client_id_at_once_store_one_entry():
    world = make_world()
    client_id, start = uuid.uuid4(), threading.Barrier(4)
    results = []

    def send():
        try:
            start.wait()
            results.append(note(world, client_id=client_id))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert JournalEntry.objects.filter(client_id=client_id).count() == 1
    assert sorted(new for _entry, new in results) == [False, False, False, True]


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_two_identical_actions_at_once_are_one():
    world = make_world()
    start, made = threading.Barrier(3), []

    def send():
        try:
            start.wait()
            made.append(
                services.add_action(
                    experimentation=world.experimentation,
                    author=world.people["owner"],
                    title="Trouver un local",
                ).pk
            )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 3
    assert PlannedAction.objects.count() == 1


def test_organisations_named_by_an_experimentation_cannot_vanish(world):
    from django.db.models import ProtectedError

    lone = make_collectivity()
    services.add_partner(
        experimentation=world.experimentation, organisation=lone, by=world.people["owner"]
    )
    with pytest.raises(ProtectedError):
        lone.delete()


def test_entries_of_removed_people_stay_without_their_name(world):
    entry = make_entry(world.experimentation, world.people["contributor"])
    world.people["contributor"].delete()
    entry.refresh_from_db()
    assert entry.author is None
