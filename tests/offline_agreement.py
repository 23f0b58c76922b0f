"""How far the search of a copy agrees with the server's, on judged queries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kb.evaluation.judged import JudgedSet
from kb.evaluation.measures import means, measure
from kb.evaluation.run import Hits, run
from kb.index.engine import WhooshEngine
from kb.request import SearchRequest
from tests.offline_copy import OfflineSearch

FIRST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Figures of one set: means over its queries, from 0 to 1.

    ``overlap`` is the part of the server's first five that is among the copy's first five,
    ``same_first`` how often the first hit is the same.
    """

    queries: int
    overlap: float
    same_first: float
    server: dict[str, float]
    copy: dict[str, float]


def agreement(
    judged: JudgedSet,
    engine: WhooshEngine,
    search: OfflineSearch,
    tell: Callable[[str, Sequence[str], Sequence[str]], None] | None = None,
) -> Agreement:
    """Ask both every query; ``tell`` is given each with what both answer."""

    def ask(request: SearchRequest) -> Sequence[str]:
        return engine.rank(request).slugs

    server = run(judged.queries, ask).hits
    copy = {query: search.ask(text) for query, text in judged.queries.items()}
    if tell is not None:
        for query, text in judged.queries.items():
            tell(text, server[query], copy[query])
    names = ("P@1", "nDCG@10")
    return Agreement(
        queries=len(judged.queries),
        overlap=_mean([_overlap(server[query], copy[query]) for query in judged.queries]),
        same_first=_mean([float(server[q][:1] == tuple(copy[q][:1])) for q in judged.queries]),
        server=means(measure(judged.grades, _first_ten(server), names)),
        copy=means(measure(judged.grades, copy, names)),
    )


def _overlap(server: Sequence[str], copy: Sequence[str]) -> float:
    wanted = set(server[:FIRST])
    return len(wanted & set(copy[:FIRST])) / len(wanted) if wanted else 1.0


def _first_ten(hits: Hits) -> Hits:
    return {query: found[:10] for query, found in hits.items()}


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
