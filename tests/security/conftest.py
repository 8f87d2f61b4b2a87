"""The world of tests/access, attacked instead of read."""

from tests.access.conftest import clients, world

__all__ = ["clients", "world"]
