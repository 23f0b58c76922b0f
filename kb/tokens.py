"""Tokens with which programs write: what each may do, and who has which."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kb.accounts import Right

PREFIX = "kb_"
"""How every token begins, so that one that got into a file is found by those who look for them."""


class Scope(StrEnum):
    """What a token allows; publishing includes writing, writing reading."""

    READ = "articles:read"  # manuscripts, drafts too
    WRITE = "articles:write"
    PUBLISH = "articles:publish"

    @property
    def rights(self) -> frozenset[Right]:
        """The rights that somebody with such a token has."""
        return _RIGHTS[self]

    def includes(self, other: "Scope") -> bool:
        return tuple(Scope).index(other) <= tuple(Scope).index(self)


_RIGHTS = {
    Scope.READ: frozenset[Right](),
    Scope.WRITE: frozenset({Right.WRITE}),
    Scope.PUBLISH: frozenset({Right.WRITE, Right.PUBLISH}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token, but for its secret, which nobody keeps. Times are UTC.

    ``name`` says what it is for, and is unique among those that hold; after ``expires`` it is
    none, where that is given. ``used`` is when it was last used, to the hour.
    """

    name: str
    scope: Scope
    created: datetime
    by: str
    expires: datetime | None = None
    used: datetime | None = None


class TokenError(Exception):
    """A token cannot be made or taken back so; the message says why."""


class Tokens(Protocol):
    """Keeps tokens. Safe to share between threads and processes.

    Every method raises ``kb.accounts.DeskUnusableError``.
    """

    def add(self, name: str, scope: Scope, by: str, expires: datetime | None = None) -> str:
        """Make a token; answers its secret, this once. Raises ``TokenError``: name taken."""
        ...

    def find(self, secret: str) -> Token | None:
        """The token with this secret, if it still holds."""
        ...

    def all(self) -> tuple[Token, ...]:
        """All of them, those that expired too, by name."""
        ...

    def revoke(self, name: str) -> Token:
        """It holds no longer. Raises ``TokenError``: there is none of the name."""
        ...
