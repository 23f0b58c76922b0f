"""Tokens with which programs write: a table of the desk's database, with the hash of each."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, or_, select, update

from kb.desk.database import Database, insert_into
from kb.desk.names import checked
from kb.desk.tables import tokens
from kb.desk.times import Now, now
from kb.tokens import PREFIX, Scope, Token, TokenError

_BYTES = 32  # of a secret: nobody guesses it, so a plain hash is enough
_SEEN = timedelta(hours=1)  # how exactly it is known when a token was last used
_ALL = select(tokens).order_by(tokens.c.name)


class StoredTokens:
    """Implements ``kb.tokens.Tokens``."""

    def __init__(self, database: Database, now: Now = now) -> None:
        self._database = database
        self._now = now

    def add(self, name: str, scope: Scope, by: str, expires: datetime | None = None) -> str:
        """Make a token; answers its secret, this once. Raises ``TokenError``: name taken."""
        secret = PREFIX + secrets.token_urlsafe(_BYTES)
        new = {
            "name": checked(name),
            "hash": _hash(secret),
            "scope": scope.value,
            "created": self._now(),
            "by": by,
            "expires": expires,
        }
        with self._database.writing() as connection:
            once = insert_into(connection, tokens).values(new).on_conflict_do_nothing()
            if connection.execute(once.returning(tokens.c.name)).first() is None:
                raise TokenError(f"there is a token {name} already; revoke it, or name this anew")
        return secret

    def find(self, secret: str) -> Token | None:
        """The token with this secret, if it still holds.

        It is looked up by its hash: how long that takes tells nothing of the secret.
        """
        hashed, at = _hash(secret), self._now()
        with self._database.reading() as connection:
            if connection is None:
                return None
            row = connection.execute(select(tokens).where(tokens.c.hash == hashed)).first()
        if row is None or (row.expires is not None and row.expires <= at):
            return None
        if row.used is None or row.used <= at - _SEEN:
            older = or_(tokens.c.used.is_(None), tokens.c.used <= at - _SEEN)
            with self._database.writing() as connection:
                mine = update(tokens).where(tokens.c.hash == hashed, older)
                connection.execute(mine.values(used=at))
        return _token(row)

    def all(self) -> tuple[Token, ...]:
        """All of them, those that expired too, by name."""
        with self._database.reading() as connection:
            return tuple(map(_token, connection.execute(_ALL))) if connection else ()

    def revoke(self, name: str) -> Token:
        """It holds no longer. Raises ``TokenError``: there is none of the name."""
        gone = delete(tokens).where(tokens.c.name == name).returning(*tokens.c)
        with self._database.writing() as connection:
            row = connection.execute(gone).first()
        if row is None:
            raise TokenError(f"there is no token {name}; `kb token list` tells which there are")
        return _token(row)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def _token(row: Row[tuple[object, ...]]) -> Token:
    return Token(
        name=row.name,
        scope=Scope(row.scope),
        created=row.created,
        by=row.by,
        expires=row.expires,
        used=row.used,
    )
