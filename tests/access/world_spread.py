"""What inspired what in the world, and its growth (see `world` and `growth`, which ask for it)."""

from collections.abc import Callable

from experiments.spread.models import Inspiration
from tests.factories import make_collectivity, make_experimentation


def inspirations(mine, neighbour, foreign, sheet, canary: Callable) -> Inspiration:
    """Mine by the neighbour's, read in its sheet; that of another group by the neighbour's; and two
    across groups that nobody but an administrator sees whole. Returns the first."""
    note, abroad = canary("reprise"), canary("repriseAilleurs")
    mine.words.add(note)
    foreign.words.add(abroad)
    first = Inspiration.objects.create(
        inspired=mine.experimentation, source=neighbour.experimentation, sheet=sheet, note=note
    )
    Inspiration.objects.create(
        inspired=foreign.experimentation, source=neighbour.experimentation, note=abroad
    )
    Inspiration.objects.create(inspired=foreign.experimentation, source=mine.experimentation)
    return first


def more(world) -> None:
    """One more experimentation that everybody reads on each side of those of the world."""
    sheet = world.public_sheet
    for room in (world.mine, world.neighbour):
        before, after, last = (
            make_experimentation(world.other_group, make_collectivity(), audience="public")
            for _ in range(3)
        )
        Inspiration.objects.create(inspired=room.experimentation, source=before)
        Inspiration.objects.create(
            inspired=after,
            source=room.experimentation,
            sheet=sheet if room is world.neighbour else None,
        )
        Inspiration.objects.create(inspired=last, source=after)
