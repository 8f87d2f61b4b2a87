"""Background tasks where there is no worker: one process does everything."""

from threading import Lock, Thread

from django.db import connections
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

# The priority of a task that takes seconds. A worker takes it after what somebody waits for.
LONG = -10

_one_at_a_time = Lock()


class EmbeddedBackend(ImmediateBackend):
    """Runs a short task at once, in the request; a LONG one on a thread, one after the other.

    What was begun is finished before the process ends; killed, it is lost: a LONG task says how far
    it is, so that it can be asked again.
    """

    def _execute_task(self, task_result: TaskResult) -> None:
        if task_result.task.priority > LONG:
            super()._execute_task(task_result)
        else:
            Thread(target=self._execute_apart, args=[task_result], daemon=False).start()

    def _execute_apart(self, task_result: TaskResult) -> None:
        with _one_at_a_time:
            try:
                super()._execute_task(task_result)
            finally:
                connections.close_all()
