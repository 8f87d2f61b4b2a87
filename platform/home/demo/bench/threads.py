"""What a long thread costs beside a short one: opening it, reading in it, searching in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from common.markdown import render
from discussions import search
from discussions.models import Message, MessageText, ReadMarker, Thread
from groups.models import Space
from home.demo.bench import pages
from home.demo.bench.samples import Samples

SHORT = 100
ROUNDS = 3
CHUNK = 5_000
# Said by every message, by one in a thousand, by none but the first.
COMMON, RARE, ONCE = "marché", "atelier", "commencement"
# What is asked of a thread of `n` messages, its reader having read half of them.
ASKED = {
    "ouvrir, tout étant lu": "?jusqu_a=fin",
    "ouvrir, la moitié étant à lire": "",
    "lire au milieu": "?jusqu_a={half}",
    "changements à reprendre": "changes?after={late}",
    "chercher un mot de tous": f"recherche/?q={COMMON}",
    "chercher le début d’un mot": "recherche/?q=ma",
    "chercher un mot rare": f"recherche/?q={RARE}",
    "chercher deux mots": f"recherche/?q={COMMON}+{ONCE}",
    "chercher un mot absent": "recherche/?q=introuvable",
}


@dataclass(frozen=True)
class Comparison:
    """One request: server times in ms (lowest of ROUNDS medians) in the short thread and in the
    long one."""

    asked: str
    short_ms: float
    long_ms: float

    @property
    def ratio(self) -> float:
        return self.long_ms / self.short_ms


def _add(thread: Thread, authors: list[User], count: int) -> None:
    start = timezone.now() - timedelta(days=300)

    def messages() -> Iterator[Message]:
        for position in range(1, count + 1):
            body = f"Au {COMMON} de la place, il est venu {position} personnes ce matin-là."
            if position % 1_000 == 0:
                body += f" Un {RARE} s’ouvre."
            if position == 1:
                body += f" C’est un {ONCE}."
            yield Message(
                thread=thread,
                author=authors[position % len(authors)],
                position=position,
                changed_seq=position,
                body=body,
                html=render(body),
                created_at=start + timedelta(minutes=position),
            )

    rows = messages()
    while chunk := list(islice(rows, CHUNK)):
        Message.objects.bulk_create(chunk)
        MessageText.objects.bulk_create(search.texts_of(chunk))


@contextmanager
def threads(space: Space, reader: User, sizes: tuple[int, int]) -> Iterator[list[Thread]]:
    """Threads of these `sizes` in `space`, half read by `reader`; they are gone at the end."""
    with transaction.atomic():
        found = []
        authors = list(User.objects.order_by("pk")[:20])
        for size in sizes:
            thread = Thread.objects.create(
                space=space, title=f"{size} messages", last_position=size, last_seq=size
            )
            _add(thread, authors, size)
            ReadMarker.objects.create(user=reader, thread=thread, position=size // 2)
            found.append(thread)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE discussions_message, discussions_messagetext")
        yield found
        transaction.set_rollback(True)


def compare(samples: Samples, *, requests: int, longest: int) -> list[Comparison]:
    """Every request of ASKED in both threads, in turn, as a member of their group."""
    role = "membre"
    reader, group = samples.people[role], samples.values["groupes/<slug>/"]["slug"]
    space = Space.objects.get(group__slug=group, kind="group")
    browser = pages.clients(Samples({role: reader}, samples.values))[role]
    found = []
    with threads(space, reader, (SHORT, longest)) as both:
        for asked, address in ASKED.items():
            times: dict[Thread, list[float]] = {thread: [] for thread in both}
            for _round in range(ROUNDS):
                for thread in both:
                    size = thread.last_position
                    path = address.format(half=size // 2, late=size - 20)
                    measure = pages.measure(
                        pages.Address(asked, f"{thread.get_absolute_url()}{path}"),
                        role,
                        browser,
                        requests=requests,
                    )
                    times[thread].append(measure.median_ms)
                    # As it was: what a page showed counts as read.
                    ReadMarker.objects.filter(thread=thread, user=reader).update(position=size // 2)
            found.append(Comparison(asked, *(min(each) for each in times.values())))
    return found
