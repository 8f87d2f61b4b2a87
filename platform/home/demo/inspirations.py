"""Writes what inspired what in the demonstration."""

from experiments.models import Experimentation
from experiments.spread.models import Inspiration
from home.demo.data.inspirations import INSPIRATIONS
from home.demo.loader import Loader
from home.demo.prose import fr
from home.demo.schema import Inspired


def load_inspirations(loader: Loader) -> None:
    """Make those whose two experimentations are there, unless they were made before."""
    for data in INSPIRATIONS:
        inspired, source = (_trial(loader, key) for key in (data.trial, data.source))
        if inspired is not None and source is not None:
            loader.registry.once(
                f"inspiration:{data.trial}:{data.source}",
                lambda data=data, ends=(inspired, source): _make(loader, data, *ends),
            )


def _trial(loader: Loader, key: str) -> Experimentation | None:
    """An experimentation of the demonstration, unless people deleted it."""
    key = f"trial:{key}"
    return loader.registry.get(key) if loader.registry.knows(key) else None


def _make(
    loader: Loader, data: Inspired, inspired: Experimentation, source: Experimentation
) -> Inspiration:
    # Somebody may have said it before: it is there once.
    made, _new = Inspiration.objects.get_or_create(
        inspired=inspired,
        source=source,
        defaults={
            "sheet": getattr(source, "sheet", None) if data.by_sheet else None,
            "note": fr(data.note),
            "author": loader.people[data.author],
            "created_at": loader.ago(data.days, "14:25"),
        },
    )
    return made
