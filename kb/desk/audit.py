"""The log of who did what: a table of the desk's database that is only ever added to."""

from datetime import datetime, timedelta

from sqlalchemy import func, insert, select

from kb.accounts import AuditEntry
from kb.desk import counters
from kb.desk.database import Database
from kb.desk.tables import audit
from kb.desk.times import Now, now

_COUNTER = "audit"
_LATER = timedelta(microseconds=1)
_LONGEST = 2_000  # characters of a detail


class StoredAudit:
    """Implements ``kb.accounts.Audit``."""

    def __init__(self, database: Database, now: Now = now) -> None:
        self._database = database
        self._now = now

    def record(self, actor: str, action: str, subject: str, detail: str = "") -> None:
        """Add an entry, later than all before it, whatever the clock says."""
        with self._database.writing() as connection:
            counters.raised(connection, _COUNTER)
            last = connection.execute(select(func.max(audit.c.at, type_=audit.c.at.type))).scalar()
            at = self._now() if last is None else max(self._now(), last + _LATER)
            entry = {"actor": actor, "action": action, "subject": subject}
            connection.execute(insert(audit).values(at=at, detail=detail[:_LONGEST], **entry))

    def entries(
        self,
        *,
        limit: int = 100,
        before: datetime | None = None,
        actor: str = "",
        subject: str = "",
    ) -> tuple[AuditEntry, ...]:
        """The newest ones first; the last one's time is ``before`` of those that follow."""
        wanted = select(audit).order_by(audit.c.at.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(audit.c.at < before)
        if actor:
            wanted = wanted.where(audit.c.actor == actor)
        if subject:
            wanted = wanted.where(audit.c.subject == subject)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all() if connection else ()
        return tuple(AuditEntry(**row._asdict()) for row in rows)
