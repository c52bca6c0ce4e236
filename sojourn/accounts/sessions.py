"""Where sessions are kept: the framework's own table, asked in a statement of our own."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from sojourn.lib import reads


class SessionStore(db.SessionStore):
    """Sessions in the database. Every page of someone signed in asks for one."""

    def _get_session_from_db(self) -> Session | None:
        """The session that has not ended; without one the browser's key is worth nothing."""
        found = reads.rows(Session, "WHERE r.session_key = %s AND r.expire_date > now()", [self.session_key])
        if not found:
            self._session_key = None
        return found[0] if found else None
