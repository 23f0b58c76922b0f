"""A SQLite file as the place of the desk's database."""

import os
import sqlite3
import threading
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

FILE = "desk.sqlite3"
_PATIENCE = 15.0  # seconds to wait for another process that writes
# To close a file that SQLite has open ends the locks that this process has on it. So no thread
# opens the database while another one is still making its file.
_MAKING = threading.Lock()
_OF = "identity"


class SqliteFile:
    """Implements ``kb.desk.database.Place``: connections are kept and shared by threads.

    There is a rollback journal, empty between writes, and no log beside the file: so the one file
    is all that an operator has to save, and a reader of a copy on a read-only disk misses
    nothing. Writes are few and short here, so readers hardly wait for them.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.engine: Engine = create_engine(
            "sqlite://",
            creator=self._connect,
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=16,
            pool_timeout=_PATIENCE,
            hide_parameters=True,
        )
        event.listen(self.engine, "begin", _begin)
        event.listen(self.engine, "connect", self._note)
        event.listen(self.engine, "checkout", self._check)

    @property
    def where(self) -> str:
        return str(self._path)

    def is_there(self) -> bool:
        return self._path.exists()

    def is_fixed(self) -> bool:
        return not (os.access(self._path, os.W_OK) and os.access(self._path.parent, os.W_OK))

    def identity(self) -> object:
        """Which file it is, and of one that nobody writes here, in which state."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        fixed = (found.st_mtime_ns, found.st_size) if self.is_fixed() else None
        return found.st_dev, found.st_ino, fixed

    def make(self) -> None:
        """Make an empty file that only its owner can read."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with _MAKING:
            if not self._path.exists():
                # Nobody else on the machine need read what readers asked.
                os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))

    def lock(self, connection: Connection) -> None:
        """Nothing: who writes is alone anyway."""

    def _connect(self) -> sqlite3.Connection:
        fixed = self.is_fixed()
        uri = f"{self._path.resolve().as_uri()}?mode={'ro&immutable=1' if fixed else 'rw'}"
        database = sqlite3.connect(
            uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
        )
        if not fixed:
            database.execute("PRAGMA foreign_keys = ON")
            # What was said to be kept is on the disk, and no folder has to be synced for it.
            database.execute("PRAGMA journal_mode = TRUNCATE")
            database.execute("PRAGMA synchronous = FULL")
            database.execute("PRAGMA secure_delete = ON")  # what is forgotten leaves the file
        return database

    def _note(self, connection: object, record: ConnectionPoolEntry) -> None:
        record.info[_OF] = self.identity()

    def _check(self, connection: object, record: ConnectionPoolEntry, using: object) -> None:
        """Give up a connection of a file that is no longer here: a saved copy took its place."""
        if record.info[_OF] != self.identity():
            raise DisconnectionError


def _begin(connection: Connection) -> None:
    """Begin as what it will be: a reader that turns writer may be refused, a writer waits."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
