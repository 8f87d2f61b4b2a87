"""What spreads, on the pages of lower apps (registered in apps.py)."""

from experiments.sheets.models import ExperienceSheet
from experiments.spread.selectors.inspirations import visible_links
from experiments.spread.selectors.tree import trial_node

SHOWN = 6


def of_group_list(user, group, access) -> dict:
    """Comparing those that are ticked, and looking further than the group. No query."""
    return {"group": group}


def of_sheet(user, sheet: ExperienceSheet, access: None) -> dict | None:
    """Who was inspired by a published sheet, as far as `user` may know. One query."""
    rows = visible_links(user).filter(source=sheet.experimentation_id)
    found = [trial_node(link.inspired, link) for link in rows.order_by("-pk")[: SHOWN + 1]]
    if not found and not user.is_authenticated:
        return None
    return {
        "sheet": sheet,
        "followers": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "can_act": user.is_authenticated,
    }
