"""What a person may see is found in indexes: no table of roles or accesses is read whole.

How they are read at full size is printed by `script/bench`.
"""

import re

import pytest
from django.db import connection

from discussions.models import Message, Thread
from experiments.models import Experimentation, JournalEntry, PlannedAction
from groups.documents.models import Document
from groups.models import Space, WorkingGroup
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.services]

ASKED = {"groups_membership", "groups_guestaccess", "groups_spaceuserobjectpermission"}


def reads(queryset) -> set[tuple[str, str]]:
    """How the database reads each table of roles and accesses: {(table, how)}."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # What other tests deleted weighs in indexes, and so in which one is chosen.
            for table in sorted(ASKED):
                cursor.execute(f"REINDEX TABLE {table}")
            # It reads a table of three rows whole rather than its index.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        plan = queryset.explain(costs=False)
        return {
            (table, f"{how} by {index}" if "Only" in how else how)
            for how, index, table in re.findall(
                r"(\S+(?: Only)? Scan)(?: using (\w+))? on (\w+)", plan
            )
            if table in ASKED
        }
    # SQLite names the alias; the only ones in a subquery are of these tables.
    return set(
        re.findall(r"(SCAN|SEARCH) [UV]0 USING (?:COVERING )?INDEX (\w+)", queryset.explain())
    )


@pytest.mark.parametrize(
    "model",
    [WorkingGroup, Space, Thread, Message, Document, Experimentation, JournalEntry, PlannedAction],
)
def test_roles_and_accesses_are_found_by_index(model):
    found = reads(model.objects.visible_to(make_user()).order_by().values("pk"))
    if connection.vendor == "postgresql":
        assert {table for table, _how in found} == ASKED
        assert ("groups_membership", "Index Only Scan by roles_of_person") in found
        assert not any(how == "Seq Scan" for _table, how in found)
    else:
        assert {("SEARCH", "roles_of_person"), ("SEARCH", "accesses_of_person")} <= found
