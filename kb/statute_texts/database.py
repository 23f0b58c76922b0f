"""The database of official texts: its tables, and how it is opened."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kb.official import TextsUnusableError

FILE = "statutes.sqlite3"
# Raised when tables or what is stored in them change: it is then imported again.
VERSION = 1
PATIENCE = 10.0  # seconds to wait for another process that writes

_TABLES = """
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE statute (id TEXT PRIMARY KEY, entry BLOB NOT NULL) STRICT, WITHOUT ROWID;
-- `first` and `last` are the rowids of its provisions: they are written together, in order.
CREATE TABLE version (
    statute TEXT NOT NULL,
    adopted TEXT NOT NULL,
    facts BLOB NOT NULL,
    entry BLOB NOT NULL,
    digest TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (statute, adopted)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX version_by_first ON version (first);
-- Numbers are never given twice: shingles of removed provisions may stay behind.
CREATE TABLE provision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    article INTEGER NOT NULL,
    inserted INTEGER NOT NULL,
    text BLOB NOT NULL
) STRICT;
-- Words of four characters, and the numbers of the provisions that have them.
CREATE TABLE shingle (
    word TEXT NOT NULL,
    batch INTEGER NOT NULL,
    provisions BLOB NOT NULL,
    PRIMARY KEY (word, batch)
) STRICT, WITHOUT ROWID;
CREATE TABLE citation (
    statute TEXT NOT NULL,
    article INTEGER NOT NULL,
    inserted INTEGER NOT NULL,
    citing INTEGER NOT NULL,
    PRIMARY KEY (statute, article, inserted, citing)
) STRICT, WITHOUT ROWID;
-- The files of the last import, as one hash, and what was told of them.
CREATE TABLE source (files TEXT PRIMARY KEY, told BLOB NOT NULL) STRICT, WITHOUT ROWID;
"""


def read_only(path: Path) -> sqlite3.Connection | None:
    """A connection that only reads; raises ``TextsUnusableError``. The file must be there.

    None where there is nothing in it: the first import was ended before it was done.
    """
    try:
        database = _connect(path)
        if _version(database) == 0 and _is_empty(database):
            database.close()
            return None
        check(database, path)
    except sqlite3.Error as error:
        raise unusable(path, error) from error
    return database


def _connect(path: Path) -> sqlite3.Connection:
    # Where nobody can write, not even the file that readers of a log share, it is not changing.
    fixed = "" if os.access(path.parent, os.W_OK) else "&immutable=1"
    uri = f"{path.resolve().as_uri()}?mode=ro{fixed}"
    # Each thread has its own; it is closed by whichever thread drops it.
    return sqlite3.connect(
        uri, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False
    )


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One transaction that makes the database where it is not there; kept if nothing is raised.

    Raises ``TextsUnusableError`` where the file is damaged or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = FULL")
            database.execute("BEGIN IMMEDIATE")
            try:
                if _version(database) == 0 and _is_empty(database):
                    for statement in _statements(_TABLES):
                        database.execute(statement)
                    database.execute(f"PRAGMA user_version = {VERSION:d}")
                check(database, path)
                yield database
                database.execute("COMMIT")
            except BaseException:
                database.execute("ROLLBACK")
                raise
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except (sqlite3.Error, OSError) as error:
        raise unusable(path, error) from error


def _statements(script: str) -> Iterator[str]:
    """One by one: ``executescript`` would end the transaction."""
    return (statement for statement in script.split(";\n") if statement.strip())


def check(database: sqlite3.Connection, path: Path) -> None:
    """Refuse a database of another version; raises ``TextsUnusableError``."""
    version = _version(database)
    if version != VERSION:
        raise TextsUnusableError(
            f"{path} was made by another version of this program; remove the file, and import "
            "the statutes again (kb statutes import)"
        )


def unusable(path: Path, error: Exception) -> TextsUnusableError:
    """What to say of an error of the database's or the disk's."""
    if isinstance(error, sqlite3.OperationalError | OSError):
        return TextsUnusableError(f"{path}: {error}")
    return TextsUnusableError(
        f"{path} is damaged ({error}); remove it, and import the statutes again "
        "(kb statutes import)"
    )


def _is_empty(database: sqlite3.Connection) -> bool:
    return database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None


def _version(database: sqlite3.Connection) -> int:
    (version,) = database.execute("PRAGMA user_version").fetchone()
    return int(version)
