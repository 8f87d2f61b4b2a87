"""Where the time of a POST goes, in this process, with this database and this layer."""

import time
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from unittest.mock import patch

from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.module_loading import import_string

from discussions.management.commands.bench_delivery import scratch
from discussions.models import Message

WARM_UP = 10
# What is told apart, by the place where it is called from.
STAGES = {
    "discussions.views.threads.fetch_thread": "le fil et le droit de le lire",
    "discussions.views.threads._received": "formulaire",
    "discussions.services._already_posted": "déjà envoyé ? trop vite ?",
    "discussions.services.render": "mise en forme",
    "discussions.services.advance_as": "numéro et droit, sous le verrou du fil",
    "discussions.search.keep": "index de recherche",
    "discussions.services.note_writer": "repère de lecture",
    "discussions.publishing._tell_change": "publication",
    "discussions.publishing.publish": "publication",
    "discussions.events.message_payload": "réponse",
}
REST = "intergiciels, session, vue"


class Stopwatch:
    """Milliseconds that each stage took itself, without the stages that it called."""

    def __init__(self):
        self.spent: Counter[str] = Counter()
        self._within: list[float] = []

    def times(self, stage: str, function: Callable) -> Callable:
        """`function`, with what it takes counted for `stage`."""

        def timed(*args, **kwargs):
            self._within.append(0.0)
            started = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                took = 1000 * (time.perf_counter() - started)
                self.spent[stage] += took - self._within.pop()
                if self._within:
                    self._within[-1] += took

        return timed


def _watch(watch: Stopwatch, stack: ExitStack) -> None:
    for path, stage in STAGES.items():
        stack.enter_context(patch(path, watch.times(stage, import_string(path))))
    insert = watch.times("insertion", Message.save_base)
    stack.enter_context(patch.object(Message, "save_base", insert))
    commit = watch.times("validation", connection._commit)  # noqa: SLF001 - where all commits pass
    stack.enter_context(patch.object(connection, "_commit", commit))


def stages(posts: int) -> dict[str, float]:
    """Milliseconds of each stage of one POST, on average over `posts`, longest first."""
    watch = Stopwatch()
    with scratch() as ([thread], [cookie]), ExitStack() as stack:
        client = Client(headers={"accept": "application/json"}, SERVER_NAME="localhost")
        name, _, key = cookie.partition("=")
        client.cookies[name] = key

        def post(n: int) -> None:
            fields = {"body": f"Message {n} de longueur ordinaire.", "client_id": uuid.uuid4()}
            answer = client.post(f"/discussions/{thread.pk}/", fields)
            if answer.status_code != 201:
                raise RuntimeError(f"POST : {answer.status_code}")

        stack.enter_context(patch.object(settings, "MESSAGES_PER_MINUTE", 1_000_000))
        for n in range(WARM_UP):
            post(n)
        _watch(watch, stack)
        whole = watch.times(REST, post)
        for n in range(posts):
            whole(n)
    return {stage: spent / posts for stage, spent in watch.spent.most_common()}
