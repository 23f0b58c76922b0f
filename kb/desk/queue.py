"""The demand queue: an SQLite database in the data folder.

Each wording is a row, told apart by its folded text, with a count. Which wordings ask for
the same is found out when the queue is read: what is alike changes with the analysis of
text, what readers typed does not.
"""

import os
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kb.demand import Demand, DemandUnusableError, as_kept

FILE = "desk.sqlite3"
# One step for each version; what is in the file already is never changed, only followed.
_STEPS = (
    """
    CREATE TABLE asked (
        wording TEXT PRIMARY KEY,
        question TEXT NOT NULL,
        count INTEGER NOT NULL,
        first_asked INTEGER NOT NULL,
        last_asked INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
)
_ADD = """
    INSERT INTO asked (wording, question, count, first_asked, last_asked)
    VALUES (:wording, :question, 1, :now, :now)
    ON CONFLICT (wording) DO UPDATE SET
        count = count + 1, last_asked = max(last_asked, excluded.last_asked)
"""
_PATIENCE = 10.0  # seconds to wait for another process that writes
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
        """The database, made where it is not there, of the newest version."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            # Nobody else on the machine need read what readers asked.
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as database:
                _follow(database, self._path)
                yield database
        except (sqlite3.Error, OSError) as error:
            raise DemandUnusableError(f"{self._path}: {error}") from error


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


def _follow(database: sqlite3.Connection, path: Path) -> None:
    """Take the steps that the database has not taken yet; refuse one from the future."""
    if _version(database) < len(_STEPS):
        database.execute("BEGIN IMMEDIATE")  # another process may take them: look again
        for number, step in enumerate(_STEPS[_version(database) :], _version(database) + 1):
            database.execute(step)
            database.execute(f"PRAGMA user_version = {number:d}")
        database.commit()
    if _version(database) > len(_STEPS):
        raise DemandUnusableError(f"{path} was made by a newer version of this program; update it")


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)
