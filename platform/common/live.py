"""What lower apps announce to whoever keeps live connections; no transport is named here.

Receivers are called after the transaction commits, and an error in one never reaches the caller:
the database has the truth, and readers check it again by themselves.
"""

import logging
from collections.abc import Iterable

from django.db import transaction
from django.dispatch import Signal

logger = logging.getLogger(__name__)

# Sent with space_ids: list[int]: somebody gained or lost sight of these spaces.
access_changed = Signal()
# Sent with space_ids: list[int]: what these spaces show was taken out of sight, or is back.
shown_changed = Signal()
# Sent with session_keys: list[str] and user_id: UUID | None: these sessions are over.
session_ended = Signal()


def announce_access_changed(space_ids: Iterable[int]) -> None:
    """Tell, once the current transaction commits, that the audience of `space_ids` changed."""
    _announce(access_changed, space_ids)


def announce_shown_changed(space_ids: Iterable[int]) -> None:
    """Tell, once the current transaction commits, that pages of `space_ids` no longer show what
    their readers may see: something was taken out of sight, or put back. Nothing says what."""
    _announce(shown_changed, space_ids)


def _announce(signal: Signal, space_ids: Iterable[int]) -> None:
    ids = sorted(set(space_ids))
    if ids:
        transaction.on_commit(lambda: _send(signal, space_ids=ids))


def announce_session_ended(*, session_keys: Iterable[str] = (), user_id=None) -> None:
    """Tell, once the transaction commits, that sessions (or all those of a person) ended."""
    keys = sorted(set(session_keys))
    transaction.on_commit(lambda: _send(session_ended, session_keys=keys, user_id=user_id))


def _send(signal: Signal, **named) -> None:
    for receiver, answer in signal.send_robust(sender=None, **named):
        if isinstance(answer, Exception):
            logger.error("live receiver %r failed", receiver, exc_info=answer)
