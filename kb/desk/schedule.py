"""What is to be published at a time: a table of the desk's database."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, or_, select, update

from kb.desk.database import Database, insert_into
from kb.desk.tables import scheduled
from kb.schedule import Scheduled

# After so long, whoever was given it counts as gone.
CLAIMED = timedelta(minutes=5)
_EARLIEST = (scheduled.c.at, scheduled.c.slug)


class StoredSchedule:
    """Implements ``kb.schedule.Schedule``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Scheduled, ...]:
        """Everything, the earliest first."""
        with self._database.reading() as connection:
            if connection is None:
                return ()
            return tuple(
                map(_scheduled, connection.execute(select(scheduled).order_by(*_EARLIEST)))
            )

    def of(self, slug: str) -> Scheduled | None:
        with self._database.reading() as connection:
            if connection is None:
                return None
            row = connection.execute(select(scheduled).where(scheduled.c.slug == slug)).first()
        return None if row is None else _scheduled(row)

    def set(self, scheduled: Scheduled) -> None:
        """Schedule it, in the place of what was scheduled for the article; nobody has it then."""
        with self._database.writing() as connection:
            _put(connection, scheduled)

    def drop(self, slug: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(scheduled).where(scheduled.c.slug == slug))

    def claim(self, now: datetime) -> Scheduled | None:
        """One that is due and did not fail, for the caller alone to publish.

        Given again after ``CLAIMED`` where the caller has neither dropped nor set it.
        """
        due = (
            select(scheduled)
            .where(
                scheduled.c.at <= now,
                scheduled.c.failed == "",
                or_(scheduled.c.claimed.is_(None), scheduled.c.claimed < now - CLAIMED),
            )
            .order_by(*_EARLIEST)
            .limit(1)
        )
        with self._database.reading() as connection:  # mostly there is none: write nothing then
            if connection is None or connection.execute(due).first() is None:
                return None
        with self._database.writing() as connection:
            # SQLite knows no locks of rows and leaves the words out: there who writes is alone.
            row = connection.execute(due.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            own = update(scheduled).where(scheduled.c.slug == row.slug)
            connection.execute(own.values(claimed=now))
            return _scheduled(row)


def _put(connection: Connection, one: Scheduled) -> None:
    kept = {
        "slug": one.slug,
        "at": one.at,
        "by": one.by,
        "version": one.version,
        "note": one.note,
        "failed": one.failed,
        "claimed": None,
    }
    new = insert_into(connection, scheduled).values(kept)
    connection.execute(new.on_conflict_do_update(index_elements=[scheduled.c.slug], set_=kept))


def _scheduled(row: Row[tuple[object, ...]]) -> Scheduled:
    return Scheduled(
        slug=row.slug,
        at=row.at,
        by=row.by,
        version=row.version,
        note=row.note,
        failed=row.failed,
    )
