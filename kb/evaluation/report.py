"""What an evaluation tells, to people and programs."""

from collections.abc import Mapping
from dataclasses import dataclass

from kb.evaluation.comparison import Compared
from kb.evaluation.floors import Shortfall
from kb.evaluation.judged import JudgedSet
from kb.evaluation.measures import MAIN, Values, means
from kb.evaluation.run import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How well one query is served: its value of the main measure, what came first."""

    query: str
    value: float
    first: tuple[str, ...]
    best: tuple[str, ...]  # the documents with the highest grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The figures of one set.

    ``queries`` were asked, ``of`` is how many the set has; ``cut`` were too long and were
    cut, ``unanswered`` and ``unjudged`` are the set's (see ``judged``).
    """

    set: str
    split: str
    documents: int
    queries: int
    of: int
    cut: int
    unanswered: int
    unjudged: int
    means: dict[str, float]
    baselines: tuple[Compared, ...] = ()
    ablation: tuple[Compared, ...] = ()
    worst: tuple[Served, ...] = ()
    below: tuple[Shortfall, ...] = ()

    @classmethod
    def of_run(
        cls, whole: JudgedSet, asked: JudgedSet, documents: int, run: Run, values: Values
    ) -> "Report":
        """The report without comparisons."""
        return cls(
            set=asked.name,
            split=asked.split,
            documents=documents,
            queries=len(asked.queries),
            of=len(whole.queries),
            cut=run.cut,
            unanswered=whole.unanswered,
            unjudged=whole.unjudged,
            means=means(values),
        )


def worst(asked: JudgedSet, run: Run, values: Values, count: int) -> tuple[Served, ...]:
    """The queries served worst; raises ``ValueError`` for a set that keeps its queries secret."""
    if asked.is_secret:
        raise ValueError("the queries of a holdout split are not shown")
    of = values[MAIN]
    chosen = sorted(of, key=lambda query: (of[query], asked.queries[query]))[:count]
    return tuple(
        Served(
            query=asked.queries[query],
            value=of[query],
            first=tuple(run.hits[query][:3]),
            best=_best(asked.grades[query]),
        )
        for query in chosen
    )


def _best(grades: Mapping[str, int]) -> tuple[str, ...]:
    highest = max(grades.values())
    return tuple(document for document, grade in grades.items() if grade == highest)
