"""A run: what an engine answers to every query of a set."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kb.request import MAX_PER_PAGE, MAX_QUERY_CHARS, SearchRequest

DEPTH = 100  # hits of each query that are looked at

Ask = Callable[[SearchRequest], Sequence[str]]  # a request -> ids of the hits, best first
Progress = Callable[[int, int], None]
Hits = Mapping[str, Sequence[str]]  # query id -> document ids, best first


@dataclass(frozen=True, slots=True)
class Run:
    """The hits of every query; ``cut`` is how many queries were too long and were cut."""

    hits: Hits
    cut: int = 0


def run(queries: Mapping[str, str], ask: Ask, progress: Progress | None = None) -> Run:
    """Ask every query for its first ``DEPTH`` hits.

    A query longer than a reader may type is cut at that length. ``progress(done, total)``
    counts queries.
    """
    hits = {}
    for done, (query, text) in enumerate(queries.items(), 1):
        hits[query] = _first(text[:MAX_QUERY_CHARS], ask)
        if progress is not None:
            progress(done, len(queries))
    return Run(hits, sum(len(text) > MAX_QUERY_CHARS for text in queries.values()))


def _first(query: str, ask: Ask) -> tuple[str, ...]:
    found: list[str] = []
    for page in range(1, DEPTH // MAX_PER_PAGE + 1):
        of_page = ask(SearchRequest(query=query, page=page, per_page=MAX_PER_PAGE, facets=False))
        found += of_page
        if len(of_page) < MAX_PER_PAGE:
            break
    return tuple(found)
