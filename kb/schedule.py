"""What is to be published at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """That a manuscript is to be published, when (UTC), by whose word.

    ``version`` is the text that was agreed on: where the manuscript has another by then, nothing
    is published, and ``failed`` says why.
    """

    slug: str
    at: datetime
    by: str
    version: str
    note: str = ""
    failed: str = ""


class Schedule(Protocol):
    """Keeps what is scheduled, one for an article. Raises ``kb.accounts.DeskUnusableError``."""

    def all(self) -> tuple[Scheduled, ...]:
        """Everything, the earliest first."""
        ...

    def of(self, slug: str) -> Scheduled | None: ...

    def set(self, scheduled: Scheduled) -> None:
        """Schedule it, in the place of what was scheduled for the article."""
        ...

    def drop(self, slug: str) -> None: ...

    def claim(self, now: datetime) -> Scheduled | None:
        """One that is due, for the caller alone to publish; no other process is given it.

        A claim whose caller has not dropped or set it anew within a few minutes is given again.
        """
        ...
