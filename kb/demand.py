"""Questions that readers ask the editors: what nobody has answered yet."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_QUESTION_CHARS = 500

# What names a person or leads to one: e-mail addresses, and digits as long as telephone,
# identity card and bank card numbers are in China, spaces and hyphens between them or not.
# (A contribution of 10,000,000 yuan or a day such as 2026-11-20 is shorter.)
_PERSONAL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|(?<!\d)\d(?:[ -]?\d){9,}[xX]?", re.ASCII)
_HIDDEN = "***"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """A question as it was first typed, how often it was asked, when first and last (UTC).

    ``alike`` are other wordings of it that were asked too.
    """

    question: str
    count: int
    first_asked: datetime
    last_asked: datetime
    alike: tuple[str, ...] = ()


class DemandUnusableError(Exception):
    """The queue cannot take or give questions; the message says why and what to do."""


class DemandQueue(Protocol):
    """Keeps what readers ask the editors. Safe to share between threads and processes.

    It keeps the question, a count and two times: nothing about who asked.
    """

    def add(self, question: str) -> None:
        """Keep the question (see ``as_kept``), or count it once more.

        Raises ``DemandUnusableError``.
        """
        ...

    def waiting(self) -> tuple[Demand, ...]:
        """All questions, those asked most often first."""
        ...

    def purge(self, before: datetime | None = None) -> int:
        """Forget the questions last asked before a time, or all; answers how many wordings."""
        ...


def as_kept(question: str) -> str:
    """The question in one line, without what cannot be printed or may name a person.

    What looks like a person's number or e-mail address becomes ``***``.
    """
    shown = (char for char in question if char.isprintable() or char.isspace())
    return _PERSONAL.sub(_HIDDEN, " ".join("".join(shown).split()))
