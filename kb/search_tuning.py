"""What editors change about the search by hand: best bets, hidden articles, the glossary."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from kb.editors_desk import Actor
from kb.glossary import Concept
from kb.publish_gate import Gate

SHOWN = 10  # results that are shown side by side
MAX_REASON_CHARS = 300
MAX_TERM_CHARS = 100
MAX_TERMS = 30  # other words of a concept in one language


class Placing(StrEnum):
    """Where editors want an article for a query."""

    FIRST = "first"
    HIDDEN = "hidden"
    FREE = "free"  # where the search puts it


@dataclass(frozen=True, slots=True, kw_only=True)
class Bet:
    """An article that is pinned or hidden for a query.

    ``reason``, ``by`` and ``at`` (UTC) are those of who did it at the desk; empty and None where
    it was written into the file.
    """

    query: str
    slug: str
    title: str
    lang: str
    placing: Placing
    reason: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A hit as far as it is shown: an article, or a provision by its id."""

    slug: str
    title: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a change would do: the results of a query now and then, and judged queries that move.

    ``gate`` has no findings.
    """

    query: str
    before: tuple[Result, ...]
    after: tuple[Result, ...]
    gate: Gate = field(default_factory=Gate)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The glossary as it is; ``version`` names its text. ``reasons`` are the last ones, by id."""

    concepts: tuple[Concept, ...]
    version: str
    reasons: dict[str, str]


class SearchTuning(Protocol):
    """Changes the search by hand, each time with a reason. Safe to share between threads.

    Raises ``kb.editors_desk.RefusedError`` where something cannot be done, with the reason.
    Nothing is written by what only tries.
    """

    def results(self, query: str) -> tuple[Result, ...]:
        """The first results of a query, as readers get them."""
        ...

    def bets(self) -> tuple[Bet, ...]:
        """What is pinned and hidden, by query."""
        ...

    def try_bet(self, query: str, slug: str, placing: Placing) -> Tried: ...

    def set_bet(self, query: str, slug: str, placing: Placing, actor: Actor, reason: str) -> None:
        """Change the published article's ``best_for`` and ``not_for``, at once for readers.

        Refused while another change of it is pending, which would be published with it.
        """
        ...

    def terms(self) -> Terms: ...

    def try_concept(self, concept_id: str, concept: Concept | None, query: str = "") -> Tried:
        """With a concept in place of the one with the id; "" adds it, None takes that one out.

        The results shown are those of ``query``, else of the concept's first term.
        """
        ...

    def set_concept(
        self, concept_id: str, concept: Concept | None, actor: Actor, reason: str, *, based_on: str
    ) -> None:
        """Refused where the glossary is not the version ``based_on`` any more."""
        ...
