"""The engine: Whoosh in a folder, the ranking our own."""

import heapq
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.engine import Batch, Contents, Holdings
from kb.index.facets import sift
from kb.index.folder import DAMAGE, IndexFolder
from kb.index.question import Question, understand
from kb.index.ranking import Ranking, rank
from kb.index.related import related
from kb.index.snapshot import Snapshot, open_newest
from kb.index.snippets import highlighted, passage
from kb.index.writing import write
from kb.model import Article
from kb.request import SearchRequest
from kb.results import Hit, ResultPage

PATIENCE = 30.0  # seconds to wait for another writer


class WhooshEngine:
    """Finds articles in an index folder; implements ``kb.engine.SearchEngine``.

    Any number of processes may have the folder open; each sees what another wrote
    at its next call. Threads take turns at reading the index: it is computing, which
    Python does one thread at a time anyway.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._turn = threading.Lock()
        self._snapshot: Snapshot | None = None

    @classmethod
    def open(cls, folder: Path, patience: float = PATIENCE) -> "WhooshEngine":
        """Open the index in the folder, or an empty one that the first write makes.

        ``patience`` is how many seconds a write waits for another writer. Raises
        ``IndexUnusableError`` where the folder cannot be made or others could have
        written into it. What is in it is looked at by the first read, so that an
        index that is damaged, or of another version, can still be built anew.
        """
        return cls(IndexFolder(folder, patience))

    def search(self, request: SearchRequest) -> ResultPage:
        """The published articles that answer the request, best first."""
        started = time.perf_counter()
        question = understand(request.query)
        with self._reading() as snapshot:
            ranking = rank(question, snapshot)
            passed, facets = sift(ranking.scores, request.filters, snapshot.columns)
            numbers = _page(passed, ranking, snapshot, request)
            articles = [snapshot.article(number) for number in numbers]
        first = (request.page - 1) * request.per_page + 1
        hits = tuple(
            _hit(place, article, ranking.scores[number], question, ranking)
            for place, (number, article) in enumerate(zip(numbers, articles, strict=True), first)
        )
        return ResultPage(
            query=request.query,
            page=request.page,
            per_page=request.per_page,
            total=len(passed),
            hits=hits,
            facets=facets,
            generation=snapshot.generation,
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def related(self, slug: str, limit: int) -> tuple[str, ...]:
        """Slugs of published articles near to this one, nearest first."""
        with self._reading() as snapshot:
            number = snapshot.by_slug.get(slug)
            return () if number is None else related(snapshot.article(number), snapshot, limit)

    def write(self, batch: Batch, progress: Callable[[int, int], None] | None = None) -> int:
        """Apply the batch in one commit; see ``kb.index.writing``."""
        return write(self._folder, batch, progress)

    def contents(self) -> Contents:
        """All articles, of every status, by path, and all statutes by id."""
        with self._reading() as snapshot:
            articles, statutes = snapshot.everything()
        return Contents(articles=articles, statutes=statutes, generation=snapshot.generation)

    def holdings(self) -> Holdings:
        """The register, and how many articles are published."""
        return Holdings.of(self.contents())

    def generation(self) -> int:
        """The number of the newest commit: one look at the folder's file names."""
        return self._folder.newest()[0]

    def close(self) -> None:
        """Let go of files."""
        with self._turn:
            if self._snapshot is not None:
                self._snapshot.close()
                self._snapshot = None

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest generation, for one thread at a time."""
        with self._turn:
            if self._snapshot is None or self._snapshot.generation != self.generation():
                fresh = open_newest(self._folder)
                if self._snapshot is not None:
                    self._snapshot.close()
                self._snapshot = fresh
            try:
                yield self._snapshot
            except DAMAGE as error:
                raise self._folder.damaged(error) from error


def _page(
    numbers: list[int], ranking: Ranking, snapshot: Snapshot, request: SearchRequest
) -> list[int]:
    """The documents on the page asked for; equal scores stand in the order of slugs."""
    slugs = snapshot.columns.slug
    last = request.page * request.per_page
    best = heapq.nsmallest(last, numbers, key=lambda n: (-ranking.scores[n], slugs[n]))
    return best[last - request.per_page :]


def _hit(place: int, article: Article, score: float, question: Question, ranking: Ranking) -> Hit:
    found = passage(article, question, ranking.worth)
    return Hit(
        rank=place,
        score=score,
        slug=article.slug,
        title=highlighted(article.title, question),
        snippet=found.snippet,
        anchor=found.anchor,
        heading=found.heading,
        topic=article.topic,
        regions=article.regions,
        kind=article.kind.value,
        lang=article.lang,
        reviewed=article.reviewed.isoformat() if article.reviewed else "",
    )
