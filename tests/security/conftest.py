"""The world of tests/access, attacked instead of read."""

from tests.access.conftest import clients, quick_answers, world

__all__ = ["clients", "quick_answers", "world"]
