"""Codes are read where they arrive."""

import re

import pytest


@pytest.fixture
def code(mailoutbox):
    """The code of the last e-mail sent."""

    def read() -> str:
        return re.search(r"^[A-Z0-9]{3,6}-[A-Z0-9]{3,6}$", mailoutbox[-1].body, re.MULTILINE)[0]

    return read
