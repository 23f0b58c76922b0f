"""The desk's database: a SQLite file in the data folder, or a PostgreSQL server.

It holds what no file of the corpus does, so it is never made anew: what is in it is followed
from version to version (``kb.desk.migrations``). Its tables stand in ``kb.desk.tables``.
"""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError

from kb.accounts import DeskUnusableError
from kb.desk.complaints import unusable
from kb.desk.migrations import follow, found, newest
from kb.desk.postgres import PostgresServer
from kb.desk.sqlite_file import FILE, SqliteFile

__all__ = ["FILE", "Database", "insert_into"]


class Place(Protocol):
    """Where a database is. All but ``where`` raise what the driver or the system raises."""

    @property
    def where(self) -> str:
        """What to call it in a message; tells no password."""
        ...

    @property
    def engine(self) -> Engine: ...

    def is_there(self) -> bool:
        """Whether there is anything to read."""
        ...

    def is_fixed(self) -> bool:
        """Whether nobody can write it."""
        ...

    def identity(self) -> object:
        """Another one once another database has come to its place."""
        ...

    def make(self) -> None:
        """Make it where it is not there."""
        ...

    def lock(self, connection: Connection) -> None:
        """Let nobody else follow its versions until the transaction ends."""
        ...


class Database:
    """The desk's database; safe to share between threads, and with other processes.

    Nothing is made before the first write. Everything raises ``DeskUnusableError``.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._reader = place.engine.execution_options(writes=False)
        self._writer = place.engine.execution_options(writes=True)
        self._followed: object = None
        weakref.finalize(self, place.engine.dispose)

    @classmethod
    def open(cls, where: str | Path) -> "Database":
        """The database in a file, or at an address such as ``postgresql://user@host/name``.

        Nothing is asked of it yet. Raises ``DeskUnusableError`` for an address that is none.
        """
        if isinstance(where, Path) or "://" not in where:
            return cls(SqliteFile(Path(where)))
        return cls(PostgresServer.at(where))

    @property
    def where(self) -> str:
        """What to call it in a message: the file's path, or the address without its password."""
        return self._place.where

    @contextmanager
    def reading(self) -> Iterator[Connection | None]:
        """One transaction that reads; None where there is nothing of this version yet.

        It is left alone where nobody may write, so that a data folder can be read that is a copy
        on a read-only disk.
        """
        with self._told():
            if not self._place.is_there():
                yield None
                return
            fixed = self._place.is_fixed()
            if not fixed:
                self._follow()
            with self._reader.begin() as connection:
                yield connection if not fixed or self._version(connection) == newest() else None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, kept if nothing is raised; on SQLite no other one writes meanwhile."""
        with self._told():
            self._follow()
            with self._writer.begin() as connection:
                yield connection

    def close(self) -> None:
        """Let go of all connections; the next use makes new ones."""
        self._place.engine.dispose()

    def _follow(self) -> None:
        """Make the database where it is not there, and take the steps that it has not taken."""
        if self._followed is not None and self._followed == self._place.identity():
            return
        self._place.make()
        identity = self._place.identity()
        with self._reader.begin() as connection:
            version = self._version(connection)
        if version < newest():
            with self._writer.begin() as connection:
                self._place.lock(connection)
                if self._version(connection) < newest():  # no other process was first
                    follow(connection)
        self._followed = identity

    def _version(self, connection: Connection) -> int:
        version = found(connection)
        if version > newest():
            raise DeskUnusableError(
                f"{self.where} was made by a newer version of this program; update it"
            )
        return version

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            raise unusable(self.where, error) from error


def insert_into(connection: Connection, table: Table) -> sqlite.Insert:
    """An INSERT that can say what is done ON CONFLICT: both databases know the same words."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)  # type: ignore[return-value]
