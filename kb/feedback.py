"""What readers say of an article: whether it answered their question, and why not."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_COMMENT_CHARS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many readers an article answered, and how many it did not."""

    slug: str
    helpful: int
    unhelpful: int
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a reader wrote beside a vote (UTC): nothing about who wrote it."""

    slug: str
    helpful: bool
    text: str
    at: datetime


class Feedback(Protocol):
    """Keeps votes and comments. Safe to share between threads and processes.

    Every method raises ``kb.accounts.DeskUnusableError``.
    """

    def add(self, slug: str, *, helpful: bool, comment: str = "") -> None:
        """Count a vote; the comment is kept as ``kb.demand.as_kept`` leaves it."""
        ...

    def tallies(self) -> tuple[Tally, ...]:
        """By article, those with the most unhelpful votes first."""
        ...

    def comments(self, slug: str = "", *, limit: int = 100) -> tuple[Comment, ...]:
        """The newest first, of one article or of all."""
        ...

    def purge(self, before: datetime | None = None) -> int:
        """Forget comments and votes of before a time, or all; answers how many."""
        ...
