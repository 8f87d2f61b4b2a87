"""What drafts add to the list of a group's experimentations (registered in apps.py)."""

from experiments.drafts.selectors import my_drafts


def of_group(user, group, access) -> dict | None:
    """Those one may take up again in this group. One query."""
    if access is None or not access.belongs:
        return None
    drafts = list(my_drafts(user, group))
    return {"drafts": drafts} if drafts else None
