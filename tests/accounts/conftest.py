"""Codes are read where they arrive; counters of one test do not reach the next."""

import re

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _no_counters():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def code(mailoutbox):
    """The code of the last e-mail sent."""

    def read() -> str:
        return re.search(r"^[A-Z0-9]{3,6}-[A-Z0-9]{3,6}$", mailoutbox[-1].body, re.MULTILINE)[0]

    return read
