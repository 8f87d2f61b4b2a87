"""What a guest of a space sees there, for the eyes of those who manage it.

Everything is worked out from one `Access`: the guest's own, without the power to write, and never
wider than that of who looks. Nobody's session changes, and nothing is noted as opened or read.
"""

from dataclasses import dataclass, replace

from django.utils import timezone

from common.registry import SeenPart, seen_parts
from common.tally import tally
from groups.models import GuestAccess, Space
from groups.permissions import Access, space_access
from groups.visits import unnoted


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the space: how many rows the guest reads (`count`), and how many are kept from her
    that who looks may read (`kept`)."""

    registered: SeenPart
    count: int
    kept: int

    @property
    def key(self) -> str:
        return self.registered.key

    @property
    def label(self) -> str:
        return self.registered.label


def access_of(guest: GuestAccess, space: Space, viewer: Access) -> Access | None:
    """What `guest` gives at this moment, for reading only; None where it gives nothing: ended, not
    begun, replaced by a role or by another access, or wider than what `viewer` reads. One query."""
    with unnoted():
        access = space_access(guest.user, space)
    if access.guest_access_id != guest.pk or not set(access.audiences) <= set(viewer.audiences):
        return None
    return replace(access, writable=False)


def reason_for_nothing(guest: GuestAccess) -> str:
    """Why an access gives nothing: "ended", "ahead", or "" where something else took it away."""
    now = timezone.now()
    if guest.ended_at is not None or guest.until <= now:
        return "ended"
    return "ahead" if guest.starts_at > now else ""


def parts_of(space: Space, seen: Access, viewer: Access) -> list[Part]:
    """The parts of `space` with what `seen` shows of them, of what `viewer` may read. One query."""
    shown = [part for part in seen_parts if part.kind in {"", space.kind}]
    rows = {}
    for part in shown:
        if part.rows is None:
            continue
        readable = part.rows(space).seen_with(viewer)
        rows[f"all_{part.key}"] = readable
        rows[f"seen_{part.key}"] = readable.seen_with(seen)
    numbers = tally(space, **rows)
    found = []
    for part in shown:
        count = numbers.get(f"seen_{part.key}", 0)
        found.append(Part(part, count, kept=numbers.get(f"all_{part.key}", 0) - count))
    return found
