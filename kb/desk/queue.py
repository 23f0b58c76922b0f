"""The demand queue: a table of the desk's database.

Each wording is a row, told apart by its folded text, with a count. Which wordings ask for
the same is found out when the queue is read: what is alike changes with the analysis of
text, what readers typed does not.
"""

import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kb.demand import Demand, DemandUnusableError, as_kept
from kb.desk.database import DeskUnusableError, opened

_ADD = """
    INSERT INTO asked (wording, question, count, first_asked, last_asked)
    VALUES (:wording, :question, 1, :now, :now)
    ON CONFLICT (wording) DO UPDATE SET
        count = count + 1, last_asked = max(last_asked, excluded.last_asked)
"""
MOST_WORDINGS = 100_000  # some 50 MB at most; whoever floods the queue must not fill the disk

Alike = Callable[[str], str]  # questions for which it is the same ask for the same


class SqliteQueue:
    """Implements ``kb.demand.DemandQueue``; a connection for each call.

    ``alike`` says which questions ask for the same (it may be "" for one that is like none);
    without it those that have the same letters.
    """

    def __init__(
        self,
        path: Path,
        alike: Alike | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        most: int = MOST_WORDINGS,
    ) -> None:
        self._path = path
        self._alike = alike or wording_of
        self._now = now
        self._most = most

    def add(self, question: str) -> None:
        """Keep the question, or count it once more; raises ``DemandUnusableError``."""
        kept = as_kept(question)
        row = {
            "wording": wording_of(kept),
            "question": kept,
            "now": int(self._now().timestamp()),
        }
        with self._open() as database:
            database.execute("BEGIN IMMEDIATE")
            known = database.execute("SELECT 1 FROM asked WHERE wording = :wording", row).fetchone()
            if known is None and _count(database) >= self._most:
                raise DemandUnusableError(
                    f"{self._path} holds {self._most:,} questions; `kb demand purge` makes room"
                )
            database.execute(_ADD, row)
            database.commit()

    def waiting(self) -> tuple[Demand, ...]:
        """All questions, those asked most often first, then those asked last."""
        if not self._path.exists():
            return ()
        groups: defaultdict[str, list[Demand]] = defaultdict(list)
        with self._open() as database:
            for wording, question, count, first, last in database.execute(
                "SELECT wording, question, count, first_asked, last_asked FROM asked"
            ):
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
        if not self._path.exists():
            return 0
        with self._open() as database:
            gone = database.execute(
                "DELETE FROM asked WHERE :before IS NULL OR last_asked < :before",
                {"before": None if before is None else int(before.timestamp())},
            ).rowcount
            database.commit()
            database.execute("VACUUM")  # what is forgotten must not stay in the file
        return gone

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The desk's database; what goes wrong is a ``DemandUnusableError``."""
        try:
            with opened(self._path) as database:
                yield database
        except DeskUnusableError as error:
            raise DemandUnusableError(str(error)) from error


def wording_of(question: str) -> str:
    """The question without case, width, spaces and punctuation: the same for the same letters."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    return "".join(char for char in folded if char.isalnum()) or folded


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


def _count(database: sqlite3.Connection) -> int:
    (count,) = database.execute("SELECT count(*) FROM asked").fetchone()
    return int(count)
