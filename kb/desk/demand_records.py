"""What readers ask and search for, and what was decided about it: tables of the desk's database."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, case, delete, select
from sqlalchemy.dialects.sqlite import Insert

from kb.demand import (
    Asked,
    Decision,
    DemandUnusableError,
    Origin,
    State,
    as_kept,
    wording_of,
)
from kb.desk.complaints import told_as
from kb.desk.database import Database, insert_into
from kb.desk.demand_days import count_day, days_of, forget_days, forget_old_days
from kb.desk.tables import asked, demand_decisions, question_keys, searched

MOST_SEARCHES = 20_000  # wordings; what comes then is not kept before old ones are purged
_TABLES = ((Origin.QUESTION, asked), (Origin.SEARCH, searched))


class StoredDemand:
    """Implements ``kb.demand.DemandRecords``."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = MOST_SEARCHES,
    ) -> None:
        self._database = database
        self._now = now
        self._most = most

    def asked(self) -> tuple[Asked, ...]:
        """All questions and searches."""
        with self._reading() as connection:
            if connection is None:
                return ()
            return tuple(
                each for origin, table in _TABLES for each in _asked(connection, origin, table)
            )

    def question(self, key: str) -> str:
        """The question that readers sent with this key; "" for none."""
        of_key = asked.c.wording == question_keys.c.wording
        wanted = select(asked.c.question).where(of_key, question_keys.c.key == key)
        with self._reading() as connection:
            found = connection.execute(wanted).scalar() if connection else None
        return found or ""

    def decision(self, question: str) -> Decision | None:
        """What was decided about this wording."""
        own = demand_decisions.c.wording == wording_of(question)
        with self._reading() as connection:
            row = (
                connection.execute(select(demand_decisions).where(own)).first()
                if connection
                else None
            )
        return _decision(row) if row else None

    def searched(self) -> frozenset[str]:
        """The wordings of all searches that are kept."""
        with self._reading() as connection:
            rows = connection.execute(select(searched.c.wording)) if connection else ()
            return frozenset(wording for (wording,) in rows)

    def add_searches(self, searches: Iterable[tuple[str, int]]) -> None:
        """Count searches in one transaction; new ones only while there is room."""
        now = self._now()
        with told_as(DemandUnusableError), self._database.writing() as connection:
            known = {wording for (wording,) in connection.execute(select(searched.c.wording))}
            for question, count in searches:
                kept = as_kept(question)
                wording = wording_of(kept)
                if wording not in known and len(known) >= self._most:
                    continue
                known.add(wording)
                connection.execute(_counting(connection, wording, kept, count, now))
                count_day(connection, Origin.SEARCH, wording, now.date(), count)

    def decisions(self) -> tuple[Decision, ...]:
        """All of them."""
        with self._reading() as connection:
            rows = connection.execute(select(demand_decisions)).all() if connection else ()
        return tuple(map(_decision, rows))

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Keep what was decided, in one transaction."""
        with told_as(DemandUnusableError), self._database.writing() as connection:
            for each in decisions:
                told = {
                    "state": each.state.value,
                    "slug": each.slug,
                    "reason": each.reason,
                    "at": each.at,
                    "by": each.by,
                }
                gone = delete(demand_decisions).where(demand_decisions.c.wording == each.wording)
                if each.state is State.OPEN:
                    connection.execute(gone)
                    continue
                new = insert_into(connection, demand_decisions).values(wording=each.wording, **told)
                keeping = new.on_conflict_do_update(
                    index_elements=[demand_decisions.c.wording], set_=told
                )
                connection.execute(keeping)

    def purge_searches(self, before: datetime | None = None) -> int:
        """Forget the searches last made before a time, or all, and days that no trend needs."""
        gone = delete(searched)
        if before is not None:
            gone = gone.where(searched.c.last_asked < int(before.timestamp()))
        if not self._is_there():
            return 0
        with told_as(DemandUnusableError), self._database.writing() as connection:
            count = connection.execute(gone).rowcount
            forget_days(connection, Origin.SEARCH, searched.c.wording)
            forget_old_days(connection, self._now().date())
            return count

    def purge_decisions(self) -> int:
        """Forget what was decided about wordings that nobody asks for, but the newest of all."""
        if not self._is_there():
            return 0
        column = demand_decisions.c.wording
        kept = select(asked.c.wording).union(select(searched.c.wording))
        gone = delete(demand_decisions).where(column.not_in(kept))
        with told_as(DemandUnusableError), self._database.writing() as connection:
            return connection.execute(gone).rowcount

    def _is_there(self) -> bool:
        with self._reading() as connection:
            return connection is not None

    @contextmanager
    def _reading(self) -> Iterator[Connection | None]:
        with told_as(DemandUnusableError), self._database.reading() as connection:
            yield connection


def _asked(connection: Connection, origin: Origin, table: Table) -> Iterator[Asked]:
    days = days_of(connection, origin)
    for wording, question, count, first, last in connection.execute(select(table)):
        yield Asked(
            origin=origin,
            question=question,
            count=count,
            first_asked=datetime.fromtimestamp(first, UTC),
            last_asked=datetime.fromtimestamp(last, UTC),
            days=days.get(wording, ()),
        )


def _decision(row: Row[Any]) -> Decision:
    return Decision(
        wording=row.wording,
        state=State(row.state),
        slug=row.slug,
        reason=row.reason,
        at=row.at,
        by=row.by,
    )


def _counting(
    connection: Connection, wording: str, question: str, count: int, now: datetime
) -> Insert:
    at = int(now.timestamp())
    new = insert_into(connection, searched).values(
        wording=wording, question=question, count=count, first_asked=at, last_asked=at
    )
    last = case((searched.c.last_asked > at, searched.c.last_asked), else_=at)
    return new.on_conflict_do_update(
        index_elements=[searched.c.wording],
        set_={"count": searched.c.count + count, "last_asked": last},
    )
