"""What sheets add to the pages of lower apps (registered in apps.py)."""

from experiments.sheets.selectors import sheet_of
from groups.models import Space
from groups.permissions import Access


def seen(space: Space, access: Access, asked: dict) -> dict:
    """The sheet of the experimentation as one of its guests finds it."""
    experimentation = space.experimentation
    experimentation.space = space
    return {
        "experimentation": experimentation,
        "summary": experimentation.summary,
        "sheet": sheet_of(experimentation),
        "reads_draft": False,
    }
