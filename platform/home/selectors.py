"""What the first page shows, composed from every app; each function says what it costs."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.prepared import Prepared
from discussions.enums import MessageState
from discussions.models import Message, Thread
from experiments.models import Experimentation, JournalEntry, Partnership
from experiments.sheets.waiting import waiting_of, waiting_parts
from groups import selectors as groups
from groups.documents.models import Document
from groups.enums import EngagementStatus
from groups.models import Engagement, GuestAccess, WorkingGroup
from groups.querysets import OwnPlaces, guest_accesses_of
from organisations.models import Organisation

# News is what happened within this time.
NEWS_FROM = timedelta(days=30)
NEWS_SHOWN = 12


# The public home


def public_numbers() -> dict[str, int]:
    """What anybody may count by herself on public pages. Four queries."""
    nobody = AnonymousUser()
    public = WorkingGroup.objects.visible_to(nobody)
    engaged = Engagement.objects.filter(group__in=public, status=EngagementStatus.ENGAGED)
    partnerships = Partnership.objects.visible_to(nobody)
    return {
        "groups": public.count(),
        "collectivities": Organisation.objects.filter(engagements__in=engaged).distinct().count(),
        "experimentations": Experimentation.objects.visible_to(nobody).count(),
        "partners": Organisation.objects.filter(partnerships__in=partnerships).distinct().count(),
    }


def public_groups() -> list[WorkingGroup]:
    """The groups anybody may read, those with an open call first. One query."""
    rows = groups.groups_listed(AnonymousUser())
    return sorted(rows, key=lambda group: group.open_call is None)


# My work


@dataclass(frozen=True, slots=True)
class News:
    """One thing that happened: `kind` is entry, thread or document, `thing` the row itself;
    `is_new`: since the visit before this one."""

    kind: str
    at: datetime
    thing: JournalEntry | Thread | Document
    is_new: bool


def news(places: OwnPlaces) -> list[News]:
    """What others wrote lately in the places that are a person's own, newest first. Three
    queries."""
    user = places.user
    oldest = timezone.now() - NEWS_FROM
    since = max(user.previous_visit_at or oldest, oldest)
    entries = (
        JournalEntry.objects.seen_at_home(places)
        .filter(created_at__gt=oldest)
        .exclude(author=user)
        .select_related("author", "organisation", "experimentation")
        .order_by("-created_at", "-pk")
    )
    fresh = (
        Message.objects.filter(
            thread=OuterRef("pk"), created_at__gt=since, state=MessageState.VISIBLE
        )
        .exclude(author=user)
        .order_by()
        .values("thread")
        .annotate(n=Count("pk"))
        .values("n")
    )
    threads = (
        Thread.objects.seen_at_home(places)
        .filter(last_message_at__gt=oldest)
        .annotate(fresh=Coalesce(Subquery(fresh), 0))
        .select_related("space__group", "space__experimentation")
        .order_by("-last_message_at", "-pk")
    )
    documents = (
        Document.objects.seen_at_home(places)
        .filter(created_at__gt=oldest)
        .exclude(author=user)
        .select_related("author", "organisation", "space__group", "space__experimentation")
        .order_by("-created_at", "-pk")
    )
    rows = [
        *(News("thread", row.last_message_at, row, row.fresh > 0) for row in threads[:NEWS_SHOWN]),
        *(
            News(kind, row.created_at, row, row.created_at > since)
            for kind, found in (("entry", entries), ("document", documents))
            for row in found[:NEWS_SHOWN]
        ),
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:NEWS_SHOWN]


def _rows_pending(person, now, today):
    first, *others = [*groups.pending_parts(person), *waiting_parts(person, now, today)]
    return first.union(*others, all=True).order_by("-updated_at")


_pending = Prepared(_rows_pending)


def pending(user) -> dict[str, list]:
    """What awaits `user`: her `answers` to calls, and what she may do about `sheets`. One query."""
    rows = _pending(person=user.pk, now=timezone.now(), today=timezone.localdate())
    return {
        "answers": [groups.Pending(*row[1:-1]) for row in rows if row[0] == "answer"],
        "sheets": [waiting_of(row) for row in rows if row[0] != "answer"],
    }


_opened_to = Prepared(
    lambda person, now: (
        guest_accesses_of(person, at=now)
        .select_related("space__group", "space__experimentation", "invited_by")
        .order_by("until")
    )
)


def guest_spaces(user) -> list[GuestAccess]:
    """My present accesses as a guest, with the space they open. One query."""
    return _opened_to(person=user.pk, now=timezone.now())
