"""Who works at the editors' desk: users, what a role allows, and the log of who did what."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Right(StrEnum):
    """What somebody may do."""

    WRITE = "write"  # articles, drafts, and everything else that no reader sees yet
    PUBLISH = "publish"  # whatever changes what readers see
    ADMINISTER = "administer"  # users, the audit log, what is purged for good


class Role(StrEnum):
    """What a user is; each has the rights of those before it."""

    EDITOR = "editor"
    PUBLISHER = "publisher"
    ADMIN = "admin"

    def may(self, right: Right) -> bool:
        return tuple(Right).index(right) <= tuple(Role).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """An account. ``name`` is unique, folded in case; ``disabled`` ones cannot sign in.

    ``epoch`` is counted up by a sign-out everywhere, a new password and a disabling: a session
    of an older epoch is none. Times are UTC.
    """

    name: str
    role: Role
    epoch: int
    disabled: bool
    created: datetime
    last_seen: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to what, when (UTC). ``action`` is a code such as ``publish``.

    ``actor`` is a user's name, or ``shell:`` and the name of the system's user, or ``clock``.
    """

    at: datetime
    actor: str
    action: str
    subject: str
    detail: str = ""


class AccountError(Exception):
    """An account cannot be made or changed so; the message says why and what is allowed."""


class DeskUnusableError(Exception):
    """The desk's database cannot be used; the message says why and what to do."""


class Accounts(Protocol):
    """Keeps users. Safe to share between threads and processes.

    Every method raises ``DeskUnusableError``; those that change, ``AccountError`` where the
    name is unknown, taken or malformed, or the password too weak.
    """

    def add(self, name: str, password: str, role: Role) -> User: ...

    def sign_in(self, name: str, password: str) -> User | None:
        """The user, if the password is theirs; takes as long where there is no such user."""
        ...

    def user(self, name: str) -> User | None: ...

    def all(self) -> tuple[User, ...]:
        """Everybody, by name."""
        ...

    def set_password(self, name: str, password: str) -> None:
        """Ends all of the user's sessions too."""
        ...

    def set_role(self, name: str, role: Role) -> None:
        """Refused for the last admin who can sign in."""
        ...

    def set_disabled(self, name: str, disabled: bool) -> None:
        """Ends all of the user's sessions too; refused for the last admin."""
        ...

    def sign_out_everywhere(self, name: str) -> User:
        """The user, of a new epoch: no session of theirs counts any longer."""
        ...


class Audit(Protocol):
    """The log of who did what: written to, read, never changed. Raises ``DeskUnusableError``."""

    def record(self, actor: str, action: str, subject: str, detail: str = "") -> None: ...

    def entries(
        self,
        *,
        limit: int = 100,
        before: datetime | None = None,
        actor: str = "",
        subject: str = "",
    ) -> tuple[AuditEntry, ...]:
        """The newest ones first, all or only of one actor or about one subject."""
        ...
