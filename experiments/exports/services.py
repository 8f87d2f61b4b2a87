"""What is noted of what leaves the site."""

from audit.services import record
from experiments.models import Experimentation
from groups.models import WorkingGroup


def note_group_export(*, group: WorkingGroup, by, table: str) -> None:
    """Note that a group's experimentations left the site in a file; `table` is its extension, with
    the key of the table where it holds one only."""
    record(
        action="experimentations.exported", actor=by, target=group, group_id=group.pk, table=table
    )


def note_document(*, experimentation: Experimentation, by) -> None:
    """Note that an experimentation left the site in a file."""
    space = experimentation.space
    record(
        action="experimentation.exported",
        actor=by,
        target=experimentation,
        group_id=space.group_id,
        space_id=space.pk,
    )
