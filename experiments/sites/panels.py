"""What places add to the presentation of an experimentation (registered in apps.py)."""

from experiments.models import Experimentation
from experiments.permissions import can_edit_experimentation
from experiments.sites.selectors import sites_of
from groups.models import Space
from groups.permissions import Access
from organisations.maps import Point


def of_trial(user, experimentation: Experimentation, access: Access) -> dict | None:
    """The places and, if one has a commune, their map. One query."""
    sites, edits = list(sites_of(experimentation, access)), can_edit_experimentation(access)
    if not sites and not edits:
        return None
    points = [
        Point(each.commune.department_code, each.name)
        for each in sites
        if each.commune and each.commune.department_code
    ]
    return {
        "experimentation": experimentation,
        "sites": sites,
        "points": points,
        "can_edit": edits,
    }


def seen(space: Space, access: Access, asked: dict) -> dict:
    """The places as one of the guests finds them on the presentation. One query."""
    experimentation = space.experimentation
    experimentation.space = space
    found = of_trial(None, experimentation, access) or {"sites": []}
    return {"experimentation": experimentation, "summary": experimentation.summary, **found}
