"""The demand queue: a table of the desk's database.

Each wording is a row, told apart by its folded text, with a count. Which wordings ask for
the same is found out when the queue is read: what is alike changes with the analysis of
text, what readers typed does not.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, case, delete, func, select

from kb.demand import Demand, DemandUnusableError, Origin, as_kept, key_of, wording_of
from kb.desk.complaints import told_as
from kb.desk.database import Database, insert_into
from kb.desk.demand_days import count_day, forget_days
from kb.desk.tables import asked, question_keys

MOST_WORDINGS = 100_000  # some 50 MB at most; whoever floods the queue must not fill the disk

Alike = Callable[[str], str]  # questions for which it is the same ask for the same


class StoredQueue:
    """Implements ``kb.demand.DemandQueue``.

    ``alike`` says which questions ask for the same (it may be "" for one that is like none);
    without it those that have the same letters.
    """

    def __init__(
        self,
        database: Database,
        alike: Alike | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = MOST_WORDINGS,
    ) -> None:
        self._database = database
        self._alike = alike or wording_of
        self._now = now
        self._most = most

    def add(self, question: str) -> None:
        """Keep the question, or count it once more; raises ``DemandUnusableError``."""
        kept = as_kept(question)
        wording = wording_of(kept)
        today = self._now()
        now = int(today.timestamp())
        with told_as(DemandUnusableError), self._database.writing() as connection:
            known = select(asked.c.wording).where(asked.c.wording == wording)
            if connection.execute(known).first() is None and _count(connection) >= self._most:
                raise DemandUnusableError(
                    f"{self._database.where} holds {self._most:,} questions; `kb demand purge` "
                    "makes room"
                )
            new = insert_into(connection, asked).values(
                wording=wording, question=kept, count=1, first_asked=now, last_asked=now
            )
            last = case((asked.c.last_asked > now, asked.c.last_asked), else_=now)
            counting = new.on_conflict_do_update(
                index_elements=[asked.c.wording],
                set_={"count": asked.c.count + 1, "last_asked": last},
            )
            connection.execute(counting)
            named = insert_into(connection, question_keys).values(key=key_of(kept), wording=wording)
            connection.execute(named.on_conflict_do_nothing())
            count_day(connection, Origin.QUESTION, wording, today.date(), 1)

    def waiting(self) -> tuple[Demand, ...]:
        """All questions, those asked most often first, then those asked last."""
        groups: defaultdict[str, list[Demand]] = defaultdict(list)
        with told_as(DemandUnusableError), self._database.reading() as connection:
            rows = connection.execute(select(asked)).all() if connection else ()
        for wording, question, count, first, last in rows:
            groups[self._alike(question) or wording].append(
                Demand(
                    question=question,
                    count=count,
                    first_asked=datetime.fromtimestamp(first, UTC),
                    last_asked=datetime.fromtimestamp(last, UTC),
                )
            )
        found = map(_together, groups.values())
        return tuple(sorted(found, key=lambda d: (-d.count, -d.last_asked.timestamp(), d.question)))

    def purge(self, before: datetime | None = None) -> int:
        """Forget the questions last asked before a time, or all; answers how many wordings."""
        gone = delete(asked)
        if before is not None:
            gone = gone.where(asked.c.last_asked < int(before.timestamp()))
        with told_as(DemandUnusableError):
            with self._database.reading() as connection:
                if connection is None or not _count(connection):
                    return 0  # and make nothing for it
            with self._database.writing() as connection:
                count = connection.execute(gone).rowcount
                forget_days(connection, Origin.QUESTION, asked.c.wording)
                kept = select(asked.c.wording)
                connection.execute(
                    delete(question_keys).where(question_keys.c.wording.not_in(kept))
                )
                return count


def _together(alike: Sequence[Demand]) -> Demand:
    """Wordings of one question as one: the one asked most often speaks for them."""
    first, *others = sorted(alike, key=lambda d: (-d.count, d.first_asked, d.question))
    return Demand(
        question=first.question,
        count=sum(each.count for each in alike),
        first_asked=min(each.first_asked for each in alike),
        last_asked=max(each.last_asked for each in alike),
        alike=tuple(each.question for each in others),
    )


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(asked)).scalar_one())
