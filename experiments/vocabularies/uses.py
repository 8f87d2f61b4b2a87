"""Where apps that put terms on their rows say so, from `apps.py: ready()`.

Merging needs no such word: every many-to-many relation to Term is followed.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """Rows with a `terms` relation: `rows(user) -> QuerySet` are those that she may see, and
    `said(n) -> str` is their number in words."""

    key: str
    rows: Callable
    said: Callable


uses: list[Use] = []


def add_use(use: Use) -> None:
    """Called once, when the app is ready; the same key twice is an error of ours."""
    if any(existing.key == use.key for existing in uses):
        raise ValueError(f"{use.key!r} is already registered")
    uses.append(use)
