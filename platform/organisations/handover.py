"""What a person who leaves an organisation passes to a colleague.

Higher apps say here, from their `apps.py: ready()`, what of theirs changes hands. What she wrote
keeps her name: only what is still to be done passes.
"""

from collections.abc import Callable
from dataclasses import dataclass

from common import registry
from organisations.models import Affiliation


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of thing that passes, in `order` (access first, then what needs it).

    `titles(place, viewer) -> list[str]`: those of them that `viewer` may see, for the preview.
    `hand_over(place=…, to=…, by=…) -> int`: do it, in the caller's transaction, and say how many;
    `to` is None where nobody takes over. Called twice, it finds nothing more to do.
    """

    key: str
    order: int
    label: str
    titles: Callable
    hand_over: Callable


duties: list[Duty] = []


def register(duty: Duty) -> None:
    """Add a kind of thing that passes; the same key twice is an error of ours."""
    registry.add(duties, duty)


@dataclass(frozen=True, slots=True)
class Passing:
    """What of one kind would pass: its `label` and the `titles` that the viewer may see."""

    key: str
    label: str
    titles: list[str]


def preview(place: Affiliation, viewer) -> list[Passing]:
    """What would pass if the person of `place` left, as far as `viewer` may see it: no title, and
    no count, of what she may not."""
    found = [Passing(each.key, each.label, each.titles(place, viewer)) for each in duties]
    return [each for each in found if each.titles]
