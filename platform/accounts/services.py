"""Every write about a person's account."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.services import record
from common.live import announce_session_ended

# After this much silence, the next page opens a new visit.
VISIT_ENDS_AFTER = timedelta(minutes=30)
# A visit under way is written down at most this often.
VISIT_WRITTEN_EVERY = timedelta(minutes=5)


@transaction.atomic
def rename(*, user: User, name: str) -> User:
    """Change the name that others see."""
    if user.name != name:
        user.name = name
        user.save(update_fields=["name"])
    return user


def note_visit(*, user: User, now: datetime | None = None) -> None:
    """Keep when this visit and the one before took place; one write per five minutes at most."""
    now = now or timezone.now()
    last = user.last_visit_at
    if last is not None and now - last < VISIT_WRITTEN_EVERY:
        return
    changes = {"last_visit_at": now}
    if last is None or now - last >= VISIT_ENDS_AFTER:
        changes["previous_visit_at"] = last
    # Not `save()`: a page of another tab may be writing the same row.
    User.objects.filter(pk=user.pk).update(**changes)
    for field, value in changes.items():
        setattr(user, field, value)


@transaction.atomic
def set_active(*, user: User, active: bool, by: User) -> User:
    """Close or reopen an account. Closing ends every session of hers, open sockets included."""
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        record(action="account.opened" if active else "account.closed", actor=by, target=user)
    return user


@transaction.atomic
def session_started(*, user: User) -> None:
    """A person signed in: journalled, and a visit begins."""
    record(action="session.started", actor=user, target=user)
    note_visit(user=user)


@transaction.atomic
def session_ended(*, user: User, session_key: str | None) -> None:
    """A person signed out of one session: its sockets close."""
    record(action="session.ended", actor=user, target=user)
    if session_key:
        announce_session_ended(session_keys=[session_key])


@transaction.atomic
def credentials_changed(*, user: User) -> None:
    """A password was set, changed or reset: other sessions are over, and so are their sockets."""
    record(action="password.changed", actor=user, target=user)
    announce_session_ended(user_id=user.pk)
