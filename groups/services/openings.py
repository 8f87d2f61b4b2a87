"""What guests open, for those who manage their space: one row for each thing and day.

Written after the page is made, at most once a day by each process: a page that is opened again
costs nothing. What cannot be written is logged and never in the way.
"""

import logging
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import DatabaseError
from django.utils import timezone

from common.registry import openings
from groups.models import GuestOpening

logger = logging.getLogger(__name__)

# How long it is kept; the invitation and the guest's own page say so, in months.
KEPT = timedelta(days=366)
KEPT_MONTHS = 12
MOST_KNOWN = 20_000
# (day, access, page, target) that this process has written.
_known: set[tuple[date, int, str, str]] = set()


def record_opening(*, access_ids: Iterable[int], match) -> None:
    """Note that a guest opened the page of the resolved address `match`, by each of her accesses
    that let her in. What no app registered as a thing to open (a fragment, a form) is not noted."""
    if match is None or match.view_name not in openings:
        return
    day = timezone.localdate()
    target = openings[match.view_name].target(match.kwargs)
    for access_id in access_ids:
        key = (day, access_id, match.view_name, target)
        if key in _known:
            continue
        row = GuestOpening(access_id=access_id, day=day, page=match.view_name, target=target)
        try:
            GuestOpening.objects.bulk_create([row], ignore_conflicts=True)
        except DatabaseError:
            logger.exception("guest opening not written")
            return
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known.add(key)


def erase_old_openings() -> int:
    """Erase what is older than `KEPT`; gives how many rows."""
    old = GuestOpening.objects.filter(day__lt=timezone.localdate() - KEPT)
    return old.delete()[0]
