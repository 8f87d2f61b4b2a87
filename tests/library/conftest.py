from types import SimpleNamespace

import pytest

from groups.enums import GuestLevel, Role
from tests.experiments.conftest import queries
from tests.factories import group_space, join, make_group, make_guest, make_user

__all__ = ["queries"]


@pytest.fixture
def people(db):
    """One of each kind of reader: of a group, of another, a guest, and nobody's."""
    group, other = make_group(), make_group()
    return SimpleNamespace(
        facilitator=join(group, Role.FACILITATOR),
        other_facilitator=join(other, Role.FACILITATOR),
        member=join(group),
        other_member=join(other),
        guest=make_guest(group_space(group), GuestLevel.CONTRIBUTOR),
        stranger=make_user(),
        group=group,
    )


@pytest.fixture
def sign_in(client, people):
    """`sign_in("member")`: the test client as that person; "visitor" for nobody."""

    def as_one(name: str):
        client.logout()
        if name != "visitor":
            client.force_login(getattr(people, name))
        return client

    return as_one
