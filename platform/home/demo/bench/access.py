"""What belonging costs: lists as a member of few groups and of many; how rights are looked up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from accounts.models import User
from discussions.models import Message, Thread
from experiments.models import Experimentation, JournalEntry
from groups.documents.models import Document
from groups.enums import Role
from groups.models import Membership, Space, WorkingGroup
from home.demo.bench import pages
from home.demo.bench.samples import Samples
from home.demo.scale.world import SLUG

FEW, MANY = 2, 30
# The lists that ask what a person may see, as long for both: her own page names all her groups.
LISTS = {
    "groupes/",
    "groupes/<slug>/",
    "groupes/<slug>/experimentations/",
    "groupes/<slug>/documents/",
    "groupes/<slug>/membres/",
    "espaces/<pk>/discussions/",
    "collectivites/",
}
ROUNDS = 3
MODELS = (WorkingGroup, Space, Thread, Message, Document, Experimentation, JournalEntry)
_ACCESS_TABLES = re.compile(
    r"(Seq Scan|\w+(?: \w+)* Scan)(?: using (\w+))? on "
    r"(groups_(?:membership|guestaccess|carrier|spaceuserobjectpermission))\b"
)


@dataclass(frozen=True)
class Comparison:
    """One list: server times in ms (lowest of ROUNDS medians) as a member of FEW and of MANY."""

    route: str
    few_ms: float
    many_ms: float

    @property
    def ratio(self) -> float:
        return self.many_ms / self.few_ms


@contextmanager
def people() -> Iterator[tuple[User, User]]:
    """Two members of the largest group, of whom one belongs to few others and one to many; both
    are gone at the end."""
    groups = list(WorkingGroup.objects.filter(slug__startswith=SLUG).order_by("slug")[:MANY])
    with transaction.atomic():
        found = []
        for name, joined in (("peu", groups[:FEW]), ("beaucoup", groups)):
            user = User.objects.create(email=f"mesure-{name}@demo.example", name=f"De {name}")
            Membership.objects.bulk_create(
                Membership(user=user, group=group, role=Role.OBSERVER) for group in joined
            )
            found.append(user)
        yield tuple(found)
        transaction.set_rollback(True)


def compare(samples: Samples, *, requests: int) -> list[Comparison]:
    """Every list of LISTS as both, in turn, so that the machine's moods meet both alike."""
    found = []
    with people() as (few, many):
        browsers = pages.clients(Samples({"few": few, "many": many}, samples.values))
        for address in pages.addresses(samples):
            if address.name in LISTS and address.path:
                times: dict[str, list[float]] = {"few": [], "many": []}
                for _round in range(ROUNDS):
                    for name, browser in browsers.items():
                        measure = pages.measure(address, name, browser, requests=requests)
                        if measure:
                            times[name].append(measure.median_ms)
                if times["few"] and times["many"]:
                    found.append(Comparison(address.route, min(times["few"]), min(times["many"])))
    return found


def lookups() -> list[tuple[str, str, str]]:
    """How PostgreSQL finds roles and accesses for what a person may see: (table, how, index) of
    every step over their tables, in the plans of all models. Empty elsewhere."""
    if connection.vendor != "postgresql":
        return []
    found = set()
    with people() as (_few, many):
        for model in MODELS:
            plan = model.objects.visible_to(many).values("pk")[:20].explain(costs=False)
            found |= {(table, how, index) for how, index, table in _ACCESS_TABLES.findall(plan)}
    return sorted(found)
