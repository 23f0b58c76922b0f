"""The history of articles: every save and every step, with the text that it left behind."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kb.model import Status
from kb.workflow import Step

MAX_NOTE_CHARS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One entry of an article's history. ``number`` is unique over all articles, and grows.

    ``version`` names the text (see ``version_of``), "" where the step left none (a removal);
    ``status`` is the manuscript's after the step. ``at`` is UTC. ``pending`` where the text is
    a change of a published article that readers do not see yet.
    """

    number: int
    slug: str
    at: datetime
    author: str
    step: Step
    status: Status
    version: str
    note: str = ""
    pending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrecorded:
    """A step that is still to be recorded, with the text that it left, if it left one."""

    slug: str
    author: str
    step: Step
    status: Status
    text: str | None
    at: datetime
    note: str = ""
    pending: bool = False


class Revisions(Protocol):
    """Keeps the history. Safe to share between threads and processes.

    Every method raises ``kb.accounts.DeskUnusableError``.
    """

    def add(
        self,
        slug: str,
        *,
        author: str,
        step: Step,
        status: Status,
        text: str | None,
        note: str = "",
        pending: bool = False,
        at: datetime | None = None,
    ) -> Revision:
        """Keep a step, and its text if it left one. ``at`` is now unless given."""
        ...

    def add_all(
        self, steps: Sequence[Unrecorded], *, renamed: tuple[str, str] | None = None
    ) -> None:
        """Keep many steps, all or none of them, in the order given: thousands take a second.

        With ``renamed`` the history of an old address goes on under a new one before them, and
        does not where they cannot be kept.
        """
        ...

    def of(self, slug: str, *, limit: int = 200) -> tuple[Revision, ...]:
        """An article's history, the newest first."""
        ...

    def revision(self, number: int) -> Revision | None: ...

    def text(self, version: str) -> str | None:
        """A text by its version; None where no revision ever left it."""
        ...

    def knows(self, slug: str, version: str) -> bool:
        """Whether a revision of the article left this text."""
        ...

    def latest(self) -> dict[str, Revision]:
        """The newest revision of every article, by slug."""
        ...


def version_of(text: str) -> str:
    """The name of a text: the SHA-256 of its UTF-8 bytes, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
