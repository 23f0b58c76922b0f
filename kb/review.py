"""Which articles must be looked at again because the law that they cite changed.

A version of a statute puts an article under review if it became known after the article was
last cared for:

- it came by a later import than the statute's first one, or the corpus's translation of the
  statute knows nothing of it, and the article was not reviewed after the day of the import (on
  the same day nobody knows which was first); or
- it was adopted, or came into force, after the article was reviewed.

Other versions that came together in a statute's first import are no news: of them only the
second rule holds. An editor ends it by reviewing the article, or by clearing it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from kb.official import Version

MAX_NOTE_CHARS = 500


class Standing(StrEnum):
    """How an article stands to a change of the law that it cites."""

    UNDER_REVIEW = "under review"
    REVIEWED = "reviewed since"
    CLEARED = "cleared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """An editor's word that an article is right under a version of a statute.

    ``article`` is a slug, ``version`` the day of adoption that names the version, ``on`` the
    day on which it was said.
    """

    article: str
    statute: str
    version: date
    on: date
    note: str = ""


class ClearingsUnusableError(Exception):
    """Clearings cannot be read or kept; the message says why and what to do."""


class Clearings(Protocol):
    """Keeps what editors cleared. Safe to share between threads and processes.

    Every method raises ``ClearingsUnusableError``.
    """

    def all(self) -> tuple[Clearing, ...]:
        """Everything that is cleared, by article, statute and version."""
        ...

    def add(self, clearings: Iterable[Clearing]) -> None:
        """Keep them, together; one for the same article and version is replaced."""
        ...

    def undo(self, article: str, statute: str = "") -> int:
        """Forget what was cleared of an article, of one statute or all; answers how many."""
        ...

    def state(self) -> str:
        """Differs whenever what is cleared does. Cheap enough to ask for every page."""
        ...


class NoClearings:
    """Where nobody clears anything."""

    def all(self) -> tuple[Clearing, ...]:
        return ()

    def add(self, clearings: Iterable[Clearing]) -> None:
        raise ClearingsUnusableError("there is no place to keep what is cleared")

    def undo(self, article: str, statute: str = "") -> int:
        return 0

    def state(self) -> str:
        return ""


def is_news(version: Version, versions: Sequence[Version]) -> bool:
    """Whether the version came by a later import, and none newer than it was here by then."""
    return not version.first and not any(
        other.adopted > version.adopted and (other.first or other.imported < version.imported)
        for other in versions
    )


def reviewed_from(version: Version, news: bool) -> date:
    """The first day on which a review is one of the law as of this version."""
    since = max(version.adopted, version.in_force)
    # On the day of the import nobody knows which was first.
    return max(since, version.imported + timedelta(days=1)) if news else since


def standing(reviewed: date | None, version: Version, news: bool, cleared: bool) -> Standing:
    """How an article reviewed on this day stands to a version; ``news`` as ``is_news`` has it."""
    if cleared:
        return Standing.CLEARED
    if (reviewed or date.min) < reviewed_from(version, news):
        return Standing.UNDER_REVIEW
    return Standing.REVIEWED
