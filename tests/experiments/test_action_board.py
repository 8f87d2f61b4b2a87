"""Planned actions as a board: to do, going on, done; moved by those in charge, late ones marked."""

import re
import threading
from datetime import date, timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from common.models import Audience
from experiments import services
from experiments.enums import ActionState
from experiments.models import PlannedAction
from groups.enums import GroupState
from groups.models import WorkingGroup
from tests.experiments.world import EVERYBODY, INSIDE, OUTSIDE, make_action, make_world

pytestmark = pytest.mark.django_db

BEGUN, FINISHED = date(2026, 2, 1), date(2026, 3, 1)


def board_of(experimentation) -> str:
    return reverse("experimentation_actions", args=[experimentation.pk]) + "?vue=tableau"


def move_of(action: PlannedAction) -> str:
    return reverse("action_move", args=[action.experimentation_id, action.pk])


def text(answer) -> str:
    return answer.content.decode()


def columns(page: str) -> dict[str, list[str]]:
    """The titles of each column of the page, by its state."""
    parts = re.split(r'<section class="stack-s" aria-labelledby="colonne-(\w+)">', page)[1:]
    return {
        state: re.findall(r'<p class="action-title">([^<]*)</p>', part.partition("</section>")[0])
        for state, part in zip(parts[::2], parts[1::2], strict=True)
    }


def dates(action: PlannedAction) -> tuple[date | None, date | None]:
    return PlannedAction.objects.values_list("started_on", "done_on").get(pk=action.pk)


# Moving


@pytest.mark.parametrize(
    ("before", "state", "after"),
    [
        ((None, None), ActionState.DOING, ("today", None)),
        ((None, None), ActionState.DONE, (None, "today")),
        ((BEGUN, None), ActionState.TODO, (None, None)),
        ((BEGUN, None), ActionState.DONE, (BEGUN, "today")),
        ((BEGUN, FINISHED), ActionState.DOING, (BEGUN, None)),
        ((None, FINISHED), ActionState.DOING, ("today", None)),
        ((BEGUN, FINISHED), ActionState.TODO, (None, None)),
        # Asked again: the first date stays.
        ((BEGUN, None), ActionState.DOING, (BEGUN, None)),
        ((BEGUN, FINISHED), ActionState.DONE, (BEGUN, FINISHED)),
    ],
)
def test_each_move_keeps_the_dates_that_still_hold(before, state, after, world):
    action = make_action(world.experimentation, started_on=before[0], done_on=before[1])
    moved = services.move_action(action=action, state=state, by=world.people["owner"])
    today = timezone.localdate()
    assert dates(action) == tuple(today if day == "today" else day for day in after)
    assert moved.state == state


@pytest.mark.parametrize("started", [None, BEGUN])
def test_ticked_by_mistake_it_stands_where_it_stood(started, world):
    action = make_action(world.experimentation, started_on=started)
    before = action.state
    services.set_action_done(action=action, done=True, by=world.people["owner"])
    assert PlannedAction.objects.get(pk=action.pk).state == ActionState.DONE
    services.set_action_done(action=action, done=False, by=world.people["owner"])
    assert PlannedAction.objects.get(pk=action.pk).state == before


def test_who_moved_what_is_in_the_journal_once(world):
    action, owner = make_action(world.experimentation), world.people["owner"]
    for _n in range(2):
        services.move_action(action=action, state=ActionState.DOING, by=owner)
    event = AuditEvent.objects.get(action="action.doing")
    assert (event.actor_id, event.space_id) == (owner.pk, world.experimentation.space_id)
    assert event.data["subject"] == action.pk


def test_a_move_of_a_page_left_open_does_not_undo_another(world):
    """What is written starts from the row as it is, not as it was read."""
    action = make_action(world.experimentation)
    stale = PlannedAction.objects.get(pk=action.pk)
    services.move_action(action=action, state=ActionState.DOING, by=world.people["owner"])
    PlannedAction.objects.filter(pk=action.pk).update(started_on=BEGUN)
    services.move_action(action=stale, state=ActionState.DONE, by=world.people["carrier"])
    assert dates(action) == (BEGUN, timezone.localdate())


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
def test_the_same_move_by_two_people_at_once_is_noted_once():
    world = make_world()
    action = make_action(world.experimentation)
    start = threading.Barrier(3)

    def send(role: str) -> None:
        try:
            mine = PlannedAction.objects.select_related("experimentation__space").get(pk=action.pk)
            start.wait()
            services.move_action(action=mine, state=ActionState.DOING, by=world.people[role])
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=send, args=[role]) for role in ("owner", "carrier", "facilitator")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dates(action) == (timezone.localdate(), None)
    assert AuditEvent.objects.filter(action="action.doing").count() == 1


# The board


def test_the_board_has_three_columns_and_marks_what_is_late(world, sign_in):
    yesterday = timezone.localdate() - timedelta(days=1)
    make_action(world.experimentation, title="Louer", due_on=yesterday)
    make_action(world.experimentation, title="Peindre", due_on=yesterday, started_on=BEGUN)
    make_action(world.experimentation, title="Ranger", started_on=BEGUN)
    make_action(world.experimentation, title="Ouvrir", due_on=yesterday, done_on=FINISHED)
    page = text(sign_in("observer").get(board_of(world.experimentation)))
    assert columns(page) == {"todo": ["Louer"], "doing": ["Peindre", "Ranger"], "done": ["Ouvrir"]}
    assert page.count("en retard") == 2
    assert "commencé le 1er février 2026" in page
    assert "fait le 1er mars 2026" in page


def test_due_today_is_not_late(world, sign_in):
    make_action(world.experimentation, due_on=timezone.localdate())
    assert "en retard" not in text(sign_in("owner").get(board_of(world.experimentation)))


def test_an_empty_column_keeps_its_place(world, sign_in):
    make_action(world.experimentation, title="Louer")
    page = text(sign_in("owner").get(board_of(world.experimentation)))
    assert columns(page) == {"todo": ["Louer"], "doing": [], "done": []}
    assert page.count("Rien ici.") == 2


@pytest.mark.parametrize("query", ["", "?vue=liste", "?vue=%00", "?vue=tableau&vue="])
def test_the_list_is_what_one_sees_first(query, world, sign_in):
    make_action(world.experimentation, started_on=BEGUN)
    address = reverse("experimentation_actions", args=[world.experimentation.pk])
    page = text(sign_in("owner").get(address + query))
    assert columns(page) == {}
    assert "actions-list" in page
    assert ">en cours<" in page


def test_without_any_action_the_board_says_what_to_do_next(world, sign_in):
    page = text(sign_in("owner").get(board_of(world.experimentation)))
    assert columns(page) == {}
    assert "Notez la prochaine chose à faire" in page


def test_the_board_shows_each_person_what_the_list_shows(world, sign_in):
    titles = {audience: f"Action {audience}" for audience in Audience.values}
    for audience, title in titles.items():
        make_action(world.experimentation, title=title, audience=audience, started_on=BEGUN)
    for role in sorted(EVERYBODY):
        answer = sign_in(role).get(board_of(world.experimentation))
        if role in OUTSIDE:
            assert answer.status_code == 404, role
            continue
        seen = set(titles.values())
        if role not in INSIDE | {"withdrawn"}:
            seen.discard(titles[Audience.OWNER])
        found = columns(text(answer))["doing"]
        assert set(found) == seen, role
        assert set(re.findall(r"Action \w+", text(answer))) == set(found), role


@pytest.mark.parametrize("role", ["owner", "contributor", "observer"])
def test_the_board_asks_as_much_for_twice_as_many(role, world, sign_in, queries):
    def fill() -> None:
        for began, done in ((None, None), (BEGUN, None), (BEGUN, FINISHED)):
            for person in ("owner", "contributor"):
                make_action(
                    world.experimentation,
                    assignee=world.people[person],
                    started_on=began,
                    done_on=done,
                )

    client, address = sign_in(role), board_of(world.experimentation)
    fill()
    client.get(address)
    asked = queries(lambda: client.get(address))
    assert len(asked) <= 12, "\n".join(asked)
    fill()
    again = queries(lambda: client.get(address))
    assert len(again) == len(asked), "\n".join(again)


# Buttons


def test_buttons_move_and_show_where_it_went(world, sign_in):
    action = make_action(world.experimentation, title="Louer")
    client = sign_in("owner")
    answer = client.post(move_of(action), {"etat": "doing"})
    assert answer["Location"] == f"{board_of(world.experimentation)}#action-{action.pk}"
    page = text(client.get(answer["Location"]))
    assert columns(page)["doing"] == ["Louer"]
    assert "L’action «\u00a0Louer\u00a0» est dans «\u00a0En cours\u00a0»." in page
    client.post(move_of(action), {"etat": "done"})
    client.post(move_of(action), {"etat": "done"})
    assert columns(text(client.get(answer["Location"])))["done"] == ["Louer"]


@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_who_moves_an_action(role, world, sign_in):
    action = make_action(world.experimentation)
    client = sign_in(role)
    answer = client.post(move_of(action), {"etat": "doing"})
    allowed = role in INSIDE
    assert (dates(action)[0] is not None) == allowed
    if not allowed and role != "visitor":
        assert answer.status_code == 404
    board = client.get(board_of(world.experimentation))
    assert (f'action="{move_of(action)}"' in text(board)) == allowed


def test_the_person_in_charge_moves_hers_and_no_other(world, sign_in):
    reader = world.people["reader"]
    hers, other = make_action(world.experimentation, assignee=reader), make_action(world.another)
    client = sign_in("reader")
    assert client.post(move_of(hers), {"etat": "doing"}).status_code == 302
    assert client.post(move_of(other), {"etat": "doing"}).status_code == 404
    # Through an experimentation that is hers to read, what is another's is not found.
    through = reverse("action_move", args=[world.experimentation.pk, other.pk])
    assert client.post(through, {"etat": "doing"}).status_code == 404
    assert dates(other) == (None, None)


def test_in_charge_of_what_she_may_not_see_she_moves_nothing(world, sign_in):
    action = make_action(
        world.experimentation, assignee=world.people["reader"], audience=Audience.OWNER
    )
    assert sign_in("reader").post(move_of(action), {"etat": "doing"}).status_code == 404


def test_nothing_moves_in_an_archived_group(world, sign_in):
    action = make_action(world.experimentation)
    WorkingGroup.objects.filter(pk=world.group.pk).update(state=GroupState.ARCHIVED)
    client = sign_in("owner")
    assert client.post(move_of(action), {"etat": "doing"}).status_code == 404
    page = text(client.get(board_of(world.experimentation)))
    assert columns(page)["todo"] == [action.title]
    assert "action_move" not in page
    assert move_of(action) not in page


@pytest.mark.parametrize("asked", [{}, {"etat": ""}, {"etat": "late"}, {"etat": "\x00"}])
def test_a_column_that_does_not_exist_is_said_to_be_none(asked, world, sign_in):
    action = make_action(world.experimentation)
    answer = sign_in("owner").post(move_of(action), asked, follow=True)
    assert "Dites où va l’action" in text(answer)
    assert dates(action) == (None, None)


def test_reading_moves_nothing(world, sign_in):
    assert sign_in("owner").get(move_of(make_action(world.experimentation))).status_code == 405


# Elsewhere


def test_seen_as_a_guest_the_board_shows_and_moves_nothing(world, sign_in):
    guest = world.people["reader"]
    make_action(world.experimentation, title="Louer", assignee=guest)
    make_action(world.experimentation, title="Négocier", audience=Audience.OWNER)
    access = guest.guest_accesses.get()
    view = reverse("guest_view_part", args=[access.space_id, access.pk, "actions"])
    page = text(sign_in("owner").get(f"{view}?vue=tableau"))
    assert columns(page) == {"todo": ["Louer"], "doing": [], "done": []}
    assert "Négocier" not in page
    assert "/deplacer/" not in page


def test_my_work_leads_to_the_action_and_says_it_is_going_on(world, sign_in):
    me = world.people["owner"]
    action = make_action(world.experimentation, assignee=me, started_on=BEGUN, due_on=BEGUN)
    page = text(sign_in("owner").get(reverse("home")))
    address = reverse("experimentation_actions", args=[world.experimentation.pk])
    assert f'href="{address}#action-{action.pk}"' in page
    assert ">en retard<" in page
    assert ">en cours<" in page
