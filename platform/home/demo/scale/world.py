"""What the parts of the large world share: its size, its dice, and how rows are inserted."""

import random
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.db import models
from django.utils import timezone

from accounts.models import User
from experiments.models import Experimentation
from groups.models import Membership, Space, WorkingGroup
from organisations.models import Organisation

SLUG = "mesure-"
DOMAIN = "mesure.example"
SEED = 20211
# Objects handed to bulk_create at once: memory stays flat, and progress moves.
CHUNK = 5_000
YEARS = 2

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Size:
    """How many of each thing; never none, so that a tiny world has every page."""

    groups: int
    users: int
    collectivities: int
    partners: int
    trials: int
    messages: int
    entries: int

    @classmethod
    def of(cls, scale: float) -> "Size":
        def at(count: int, least: int) -> int:
            return max(least, round(count * scale))

        return cls(
            groups=at(50, 2),
            users=at(2_000, 20),
            collectivities=at(600, 8),
            partners=at(400, 6),
            trials=at(1_000, 4),
            messages=at(100_000, 60),
            entries=at(20_000, 20),
        )


class World:
    """The world as it grows; each part reads what the parts before it made."""

    def __init__(self, size: Size, progress: Progress):
        self.size = size
        self.progress = progress
        self.rng = random.Random(SEED)  # noqa: S311 - the same world each time
        self.now = timezone.now()
        # Rows inserted, by model label.
        self.made: dict[str, int] = {}

        self.collectivities: list[Organisation] = []
        self.partners: list[Organisation] = []
        self.users: list[User] = []
        self.guests: list[User] = []
        # By user id, and by organisation id.
        self.home_of: dict[uuid.UUID, Organisation] = {}
        self.agents_of: dict[int, list[User]] = {}
        self.groups: list[WorkingGroup] = []
        self.group_spaces: list[Space] = []
        # By group id.
        self.engaged: dict[int, list[Organisation]] = {}
        self.members: dict[int, list[Membership]] = {}
        self.trials: list[Experimentation] = []
        self.trial_spaces: list[Space] = []

    def insert(
        self, model: type[models.Model], rows: Iterable, total: int, *, label: str = ""
    ) -> list:
        """Insert `rows` (about `total`) in chunks; returns them with their keys."""
        label = label or str(model._meta.verbose_name_plural)
        rows, inserted = iter(rows), []
        while chunk := list(islice(rows, CHUNK)):
            # More than announced may come: the last word is said once, at the end.
            self.progress(label, len(inserted), max(total, len(inserted) + 1))
            model.objects.bulk_create(chunk)
            inserted += chunk
        self.progress(label, len(inserted), len(inserted))
        self.made[model._meta.label] = self.made.get(model._meta.label, 0) + len(inserted)
        return inserted

    def uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.rng.getrandbits(128), version=4)

    def moment(self, start: datetime | None = None) -> datetime:
        """Some time between `start` (default: two years ago) and now."""
        start = start or self.now - timedelta(days=365 * YEARS)
        return start + (self.now - start) * self.rng.random()

    def share(self, total: int, parts: int) -> list[int]:
        """`total` cut into `parts` uneven shares of at least one: few large, many small, the
        largest first."""
        weights = [self.rng.paretovariate(1.3) for _ in range(parts)]
        spare, whole = max(total - parts, 0), sum(weights)
        shares = [1 + int(spare * weight / whole) for weight in weights]
        largest = shares.index(max(shares))
        shares[0], shares[largest] = shares[largest], shares[0]
        shares[0] += max(total - sum(shares), 0)
        return shares
