"""Asking for a booklet, making it, throwing it away."""

import hashlib
import json
from datetime import timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from audit.services import record
from common.tasks import LONG
from experiments.booklets.enums import BookletState
from experiments.booklets.models import Booklet, BookletSheet
from experiments.booklets.pdf import UnprintableSheetError, printed
from experiments.booklets.selectors import ordered_sheets
from experiments.booklets.standing import gone_from, shown_by
from experiments.sheets.models import ExperienceSheet
from groups.models import WorkingGroup

KEPT_FOR = timedelta(days=30)
# One that nobody finished in this time was interrupted: it may be asked anew.
GIVEN_UP_AFTER = timedelta(minutes=15)


def _digest(title: str, introduction: str, sheets: list[ExperienceSheet]) -> str:
    """Of what was asked, versions included: a sheet published anew makes another booklet."""
    asked = [title, introduction, [[each.pk, each.published_id] for each in sheets]]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def ask_booklet(
    *, group: WorkingGroup, by, title: str, introduction: str, sheets: list[ExperienceSheet]
) -> Booklet:
    """Have a booklet made of these published sheets, in this order. The same asked twice, in a
    hurry or while the first one is still worth handing out, is made once."""
    WorkingGroup.objects.select_for_update().only("pk").get(pk=group.pk)
    digest = _digest(title, introduction, sheets)
    for same in Booklet.objects.filter(group=group, digest=digest):
        if _still_serves(same):
            return same
    booklet = Booklet.objects.create(
        group=group, title=title, introduction=introduction, digest=digest, created_by=by
    )
    BookletSheet.objects.bulk_create(
        BookletSheet(booklet=booklet, sheet=sheet, position=position)
        for position, sheet in enumerate(sheets)
    )
    record(action="booklet.asked", actor=by, target=booklet, group_id=group.pk, sheets=len(sheets))
    _enqueue(booklet)
    return booklet


def _still_serves(booklet: Booklet) -> bool:
    now = timezone.now()
    if booklet.is_being_made:
        return booklet.updated_at > now - GIVEN_UP_AFTER
    ready = booklet.state == BookletState.READY and booklet.expires_at > now
    return ready and not gone_from(booklet)


def ask_again(*, booklet: Booklet, by) -> Booklet:
    """The same booklet of the sheets that are still public. Raises ValueError where none is."""
    sheets = ordered_sheets(booklet)
    if not sheets:
        raise ValueError("no sheet is left")
    return ask_booklet(
        group=booklet.group,
        by=by,
        title=booklet.title,
        introduction=booklet.introduction,
        sheets=sheets,
    )


def _enqueue(booklet: Booklet) -> None:
    transaction.on_commit(lambda: make_booklet.enqueue(booklet_id=booklet.pk), robust=True)


@task(priority=LONG)
def make_booklet(booklet_id: int) -> None:
    """Print a booklet and keep it: what the worker runs, or a thread where there is none. Says how
    far it is as it goes, and which sheet stopped it."""
    taken = Booklet.objects.filter(pk=booklet_id, state=BookletState.WAITING).update(
        state=BookletState.MAKING, updated_at=timezone.now()
    )
    if not taken:
        return
    booklet = Booklet.objects.select_related("group").get(pk=booklet_id)
    try:
        sheets = ordered_sheets(booklet)
        # Before it is printed: what goes away meanwhile is missed when it is handed out.
        shows = shown_by(sheets)
        content = printed(booklet, sheets, lambda done: _note(booklet, done=done))
        _keep(booklet, content, shows)
    except Exception as error:
        sheet = error.sheet if isinstance(error, UnprintableSheetError) else None
        _note(booklet, state=BookletState.FAILED, failed_on=sheet)
        # The worker logs it.
        raise


def _note(booklet: Booklet, **fields) -> None:
    Booklet.objects.filter(pk=booklet.pk).update(updated_at=timezone.now(), **fields)


def _keep(booklet: Booklet, content: bytes, shows: dict) -> None:
    booklet.file.save("booklet.pdf", ContentFile(content), save=False)
    now = timezone.now()
    _note(
        booklet,
        state=BookletState.READY,
        file=booklet.file.name,
        size=len(content),
        shows=shows,
        made_at=now,
        expires_at=now + KEPT_FOR,
    )


@transaction.atomic
def drop_booklet(*, booklet: Booklet, by) -> None:
    """Throw a booklet and its file away: it can be asked anew."""
    record(action="booklet.dropped", actor=by, target=booklet, group_id=booklet.group_id)
    _forget_file(booklet)
    booklet.delete()


def _forget_file(booklet: Booklet) -> None:
    name = booklet.file.name
    if name:
        transaction.on_commit(lambda: booklet.file.storage.delete(name), robust=True)


def expire_booklets() -> int:
    """Erase the files that were kept long enough, and those that show what is not for everybody any
    more; how many there were."""
    erased = 0
    now = timezone.now()
    for booklet in Booklet.objects.filter(state=BookletState.READY).iterator():
        if booklet.expires_at > now and not gone_from(booklet):
            continue
        with transaction.atomic():
            _forget_file(booklet)
            _note(booklet, state=BookletState.EXPIRED, file="", size=0)
        erased += 1
    return erased
