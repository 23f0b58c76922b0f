"""A PostgreSQL server as the place of the desk's database."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from kb.accounts import DeskUnusableError

_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_EXAMPLE = "postgresql://user:password@host:5432/name"
_CONNECTING = 5  # seconds until a server counts as not reachable
# Milliseconds to wait for another process that writes, and for any statement.
_PATIENCE = "SET lock_timeout = 10000; SET statement_timeout = 60000"
_FOLLOWING = 0x6B62_6465_736B  # the number of the lock under which versions are followed


class PostgresServer:
    """Implements ``kb.desk.database.Place``: connections are kept and shared by threads."""

    def __init__(self, url: URL) -> None:
        place = f"{url.host or url.query.get('host', '')}{f':{url.port}' if url.port else ''}"
        self.where = f"The database {url.database or ''} at {place or 'the local server'}"
        self.engine: Engine = create_engine(
            url,
            pool_pre_ping=True,  # a server that was started anew is no error
            pool_size=4,
            max_overflow=16,
            pool_timeout=10,
            hide_parameters=True,
            connect_args={} if "connect_timeout" in url.query else {"connect_timeout": _CONNECTING},
        )
        event.listen(self.engine, "connect", _set_patience)

    @classmethod
    def at(cls, address: str) -> "PostgresServer":
        """The server at an address; raises ``DeskUnusableError`` where it is none."""
        try:
            url = make_url(address)
            if url.drivername not in _SCHEMES:
                raise DeskUnusableError(
                    f"a database of the kind {url.drivername} is not known; KB_DATABASE_URL is "
                    f"such as {_EXAMPLE}"
                )
            return cls(url.set(drivername="postgresql+psycopg"))
        except (ArgumentError, ValueError):  # what they say has the password in it
            raise DeskUnusableError(
                f"KB_DATABASE_URL is no address of a database; it is such as {_EXAMPLE}, where "
                "/, @, : and % in the password are written as %2F, %40, %3A and %25"
            ) from None
        except ImportError as error:
            raise DeskUnusableError(
                "the driver for PostgreSQL is not installed; "
                "pip install 'social-security-kb[postgresql]' installs it"
            ) from error

    def is_there(self) -> bool:
        return True

    def is_fixed(self) -> bool:
        return False

    def identity(self) -> object:
        return self.where

    def make(self) -> None:
        """Nothing: the operator made the database."""

    def lock(self, connection: Connection) -> None:
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _FOLLOWING})


def _set_patience(connection: Any, record: object) -> None:
    connection.autocommit = True
    connection.execute(_PATIENCE)
    connection.autocommit = False
