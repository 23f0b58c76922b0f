"""Questions that readers ask the editors: what nobody has answered yet."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
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


class Origin(StrEnum):
    """Where a wish for an article comes from."""

    QUESTION = "question"  # sent to the editors
    SEARCH = "search"  # typed into the search, and not answered
    WANTED = "wanted"  # linked to by articles, and not written
    FEEDBACK = "feedback"  # an article that did not answer its readers


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One wording as it is kept, from one origin: how often, when, and how often by day (UTC).

    ``days`` goes back some weeks only.
    """

    origin: Origin
    question: str
    count: int
    first_asked: datetime
    last_asked: datetime
    days: tuple[tuple[date, int], ...] = ()


class State(StrEnum):
    """What became of a wish."""

    OPEN = "open"
    DRAFTED = "drafted"  # an article is being written
    DONE = "done"  # it is published
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What somebody decided about a wording: DRAFTED as the article ``slug``, or DISMISSED.

    ``reason`` says why it was dismissed. OPEN takes a decision back.
    """

    wording: str
    state: State
    at: datetime
    by: str
    slug: str = ""
    reason: str = ""


class DemandRecords(Protocol):
    """Keeps what is asked and what was decided about it. Raises ``DemandUnusableError``."""

    def asked(self) -> tuple[Asked, ...]:
        """All questions and searches."""
        ...

    def question(self, key: str) -> str:
        """The question that readers sent with this key (see ``key_of``); "" for none."""
        ...

    def searched(self) -> frozenset[str]:
        """The wordings of all searches that are kept."""
        ...

    def add_searches(self, searches: Iterable[tuple[str, int]]) -> None:
        """Count searches: the question, and how often it was asked."""
        ...

    def decisions(self) -> tuple[Decision, ...]: ...

    def decision(self, question: str) -> Decision | None:
        """What was decided about this wording. Asked for by a page: quick."""
        ...

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Keep what was decided, in the place of what was decided before."""
        ...

    def purge_searches(self, before: datetime | None = None) -> int:
        """Forget the searches last made before a time, or all; answers how many wordings."""
        ...

    def purge_decisions(self) -> int:
        """Forget what was decided about wordings that nobody asks for any more."""
        ...


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


def wording_of(question: str) -> str:
    """The question without case, width, spaces and punctuation: the same for the same letters."""
    folded = unicodedata.normalize("NFKC", question).casefold()
    return "".join(char for char in folded if char.isalnum()) or folded


def key_of(question: str) -> str:
    """What names a question in an address: nobody finds it who does not know the wording."""
    return hashlib.sha256(wording_of(question).encode()).hexdigest()[:24]
