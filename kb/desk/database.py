"""The desk's database: one SQLite file in the data folder, with a table a subject.

It holds what no file of the corpus does, so it is never made anew: what is in it is followed
step by step from version to version.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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
    """
    CREATE TABLE cleared (
        article TEXT NOT NULL,
        statute TEXT NOT NULL,
        version TEXT NOT NULL,
        day TEXT NOT NULL,
        note TEXT NOT NULL,
        PRIMARY KEY (article, statute, version)
    ) STRICT, WITHOUT ROWID
    """,
)
_PATIENCE = 10.0  # seconds to wait for another process that writes


class DeskUnusableError(Exception):
    """The database cannot be used; the message says why and what to do."""


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database, made where it is not there, of the newest version.

    Raises ``DeskUnusableError``, also for what goes wrong with it inside the block.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Nobody else on the machine need read what readers asked.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as database:
            _follow(database, path)
            yield database
    except (sqlite3.Error, OSError) as error:
        raise DeskUnusableError(f"{path}: {error}") from error


@contextmanager
def read(path: Path) -> Iterator[sqlite3.Connection | None]:
    """The database for reading; None where there is none of this version yet.

    It is left alone where nobody may write, so that a data folder can be read that is a copy on
    a read-only disk. Raises ``DeskUnusableError``.
    """
    if not path.exists():
        yield None
    elif os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        with opened(path) as database:
            yield database
    else:
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(uri, uri=True)) as database:
                yield database if _version(database) >= len(_STEPS) else None
        except sqlite3.Error as error:
            raise DeskUnusableError(f"{path}: {error}") from error


def _follow(database: sqlite3.Connection, path: Path) -> None:
    """Take the steps that the database has not taken yet; refuse one from the future."""
    if _version(database) < len(_STEPS):
        database.execute("BEGIN IMMEDIATE")  # another process may take them: look again
        for number, step in enumerate(_STEPS[_version(database) :], _version(database) + 1):
            database.execute(step)
            database.execute(f"PRAGMA user_version = {number:d}")
        database.commit()
    if _version(database) > len(_STEPS):
        raise DeskUnusableError(f"{path} was made by a newer version of this program; update it")


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)
