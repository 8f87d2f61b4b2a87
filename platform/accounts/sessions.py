"""Sessions, in the database as Django keeps them: each page asks for one, composed once."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from common.prepared import Prepared

_valid = Prepared(lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now))


class SessionStore(DatabaseStore):
    """What SESSION_ENGINE names."""

    def _get_session_from_db(self) -> Session | None:
        for session in _valid(key=self.session_key, now=timezone.now()):
            return session
        self._session_key = None
        return None
