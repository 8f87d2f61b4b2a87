"""Tasks of the embedded mode: short ones at once, long ones apart and one after the other."""

from threading import Event, current_thread

import pytest
from django_tasks import task
from django_tasks.signals import task_finished

from common.tasks import LONG, EmbeddedBackend

ran: list = []
go_on, busy = Event(), Event()


@task()
def short() -> None:
    ran.append(current_thread())


@task(priority=LONG)
def long(name: str) -> None:
    assert not busy.is_set()
    busy.set()
    assert go_on.wait(10)
    busy.clear()
    if name == "broken":
        raise OSError
    ran.append(name)


@pytest.fixture
def enqueue():
    """`enqueue(task, *args)`: in the embedded mode. Gives an event, set when it is finished."""
    backend = EmbeddedBackend("default", {})
    ran.clear()
    go_on.clear()
    finished: dict[str, Event] = {}

    def say(task_result, **kwargs) -> None:
        finished[task_result.id].set()

    def enqueue(asked, *args) -> Event:
        event = Event()
        original = backend._execute_task

        def known(task_result):
            finished[task_result.id] = event
            original(task_result)

        backend._execute_task = known
        backend.enqueue(asked, args, {})
        backend._execute_task = original
        return event

    task_finished.connect(say)
    yield enqueue
    task_finished.disconnect(say)


def test_a_short_one_runs_at_once_where_it_is_asked(enqueue):
    assert enqueue(short).is_set()
    assert ran == [current_thread()]


def test_a_long_one_holds_up_nobody_and_comes_alone(enqueue, caplog):
    asked = [enqueue(long, name) for name in ("first", "broken", "last")]
    assert not ran
    assert enqueue(short).is_set()
    go_on.set()
    assert all(each.wait(10) for each in asked)
    assert sorted(ran[1:]) == ["first", "last"]
    assert "OSError" in caplog.text
