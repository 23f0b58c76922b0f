"""What to say of a database that cannot be used: what is wrong, and what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from kb.accounts import DeskUnusableError

_RESTORE = "move it away and put a saved copy in its place"
_IN_SQLITE = {
    "SQLITE_BUSY": "is locked by another process that writes; try again, and if it stays so, end "
    "the process that holds it",
    "SQLITE_FULL": "cannot be written, because the disk is full; make room and try again",
    "SQLITE_NOTADB": f"is damaged, or no database at all; {_RESTORE}",
    "SQLITE_CORRUPT": f"is damaged; {_RESTORE}",
    "SQLITE_READONLY": "cannot be written; see to it that this user may write the file and its "
    "folder",
    "SQLITE_CANTOPEN": "cannot be opened; see to it that it is a file, and that this user may "
    "write it and its folder",
    "SQLITE_IOERR": "cannot be read or written (the disk reports an error); look at the disk",
}
# By the code of the SQL standard and PostgreSQL, the longest beginning first.
_IN_POSTGRES = {
    "28": "refuses the user or the password; look at KB_DATABASE_URL",
    "3D000": "has no such database; make it (createdb), or name another in KB_DATABASE_URL",
    "42501": "does not let this user make or write tables; let its owner run "
    "GRANT CREATE, USAGE ON SCHEMA public TO the user",
    "53100": "has a full disk; make room and try again",
    "53300": "has no connection left; raise its max_connections, or let fewer processes use it",
    "53": "is short of memory or disk; look at its log",
    "55P03": "is locked by another process that writes; try again",
    "57014": "took too long; try again, and look at what else the server does",
    "57P": "is starting or stopping; try again in a moment",
    "25006": "can only be read; name the primary server in KB_DATABASE_URL",
    "XX": f"is damaged; look at the server's log, and {_RESTORE}",
}
# What a connection that fails says has no code, and the server's own language.
_WORDS = {
    "password authentication failed": "28",
    "no password supplied": "28",
    "authentication failed": "28",
    "pg_hba.conf": "28",
    "not permitted to log in": "28",
    "role": "28",  # … does not exist
    "starting up": "57P",
    "too many clients": "53300",
    "remaining connection slots": "53300",
}


def unusable(where: str, error: Exception) -> DeskUnusableError:
    """The error to raise for what the driver, SQLAlchemy or the system raised."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return DeskUnusableError(f"{where} {_sqlite(cause)}")
    if isinstance(error, PoolTimeoutError):
        return DeskUnusableError(f"{where} has too many requests at once; try again in a moment")
    if isinstance(cause, OSError):
        return DeskUnusableError(f"{where} cannot be used: {cause}")
    if isinstance(error, DBAPIError):
        return DeskUnusableError(f"{where} {_postgres(cause)}")
    if isinstance(error, SQLAlchemyError):
        return DeskUnusableError(f"{where} cannot be used: {type(error).__name__}")
    return DeskUnusableError(f"{where} cannot be used: {error}")


def _sqlite(error: sqlite3.Error) -> str:
    name = getattr(error, "sqlite_errorname", "")
    for code, sentence in _IN_SQLITE.items():
        if name.startswith(code):  # SQLITE_IOERR_WRITE is one of SQLITE_IOERR
            return sentence
    return f"cannot be used: {error}"


def _postgres(error: BaseException | None) -> str:
    said = " ".join(str(error).split())
    code = getattr(error, "sqlstate", None) or next(
        (code for words, code in _WORDS.items() if words in said), ""
    )
    if not code and "database" in said and "does not exist" in said:
        code = "3D000"
    for begin in sorted(_IN_POSTGRES, key=len, reverse=True):
        if code and code.startswith(begin):
            return _IN_POSTGRES[begin]
    if not code:
        return (
            "cannot be reached; see to it that the server runs, and that KB_DATABASE_URL names "
            "its host and port"
        )
    return f"answers with error {code}: {said}"


@contextmanager
def told_as(kind: type[Exception]) -> Iterator[None]:
    """What is wrong with the desk's database, as the error that the caller promises."""
    try:
        yield
    except DeskUnusableError as error:
        raise kind(str(error)) from error
