"""How often an engine shows an answer above the hits, and how often it is the right one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.evaluation.judged import JudgedSet

BEST, GOOD = 3, 2  # the grade of the answer, and of what answers a good part


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A first hit that may be shown as the answer: the grade of its article, and what tells.

    ``asked``, ``coverage`` and ``lead`` are as the engine understands them.
    """

    grade: int
    asked: bool
    coverage: float
    lead: float


Card = Callable[[str], str | None]  # a query -> the slug that its answer is from, if it has one


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The answers to the queries of a set: how many there are, with which grades.

    ``coverage`` and ``lead`` are the thresholds of the engine that answered.
    """

    coverage: float
    lead: float
    queries: int
    shown: int
    good: int
    best: int

    @property
    def share(self) -> float:
        """The part of the queries that get an answer."""
        return self.shown / self.queries if self.queries else 0.0

    @property
    def precision(self) -> float:
        """The part of the answers with grade 2 or 3; 1 where there is none."""
        return self.good / self.shown if self.shown else 1.0

    @property
    def best_precision(self) -> float:
        """The part of the answers with grade 3; 1 where there is none."""
        return self.best / self.shown if self.shown else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReport:
    """The cards of a set, with the thresholds as they are and with others, and wrong ones."""

    set: str
    split: str
    cards: Cards
    tried: tuple[Cards, ...] = ()
    wrong: tuple[tuple[str, str], ...] = ()


def cards(judged: JudgedSet, card: Card, coverage: float, lead: float) -> Cards:
    """Ask every query of the set for its answer and count."""
    grades = [grade for _, _, grade in _grades(judged.grades, judged.queries, card)]
    return _counted(grades, len(judged.queries), coverage, lead)


def with_thresholds(
    candidates: Iterable[Candidate], queries: int, coverage: float, lead: float
) -> Cards:
    """The cards that there would be with these thresholds."""
    shown = [
        one.grade
        for one in candidates
        if one.asked or (one.coverage >= coverage and one.lead >= lead)
    ]
    return _counted(shown, queries, coverage, lead)


def _counted(grades: Sequence[int], queries: int, coverage: float, lead: float) -> Cards:
    return Cards(
        coverage=coverage,
        lead=lead,
        queries=queries,
        shown=len(grades),
        good=sum(grade >= GOOD for grade in grades),
        best=sum(grade >= BEST for grade in grades),
    )


def wrong(judged: JudgedSet, card: Card) -> tuple[tuple[str, str], ...]:
    """The queries whose answer is below grade 2, each with the slug; refused for a secret set.

    Raises ``ValueError``.
    """
    if judged.is_secret:
        raise ValueError("the queries of a holdout split are not shown")
    found = _grades(judged.grades, judged.queries, card)
    return tuple((query, slug) for query, slug, grade in found if grade < GOOD)


def _grades(
    grades: Mapping[str, Mapping[str, int]], queries: Mapping[str, str], card: Card
) -> Iterable[tuple[str, str, int]]:
    for query, text in queries.items():
        if (slug := card(text)) is not None:
            yield text, slug, grades[query].get(slug, 0)
