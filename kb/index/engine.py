"""The engine: Whoosh in a folder, the ranking our own."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.engine import Batch, Contents, Holdings
from kb.index.facets import facets
from kb.index.folder import DAMAGE, SUSPECT, IndexFolder
from kb.index.ordering import Placed, first_of
from kb.index.question import Question, understand
from kb.index.ranking import rank
from kb.index.related import related
from kb.index.scoring import body_positions, worths
from kb.index.shown import Shown
from kb.index.snapshot import Snapshot, open_newest
from kb.index.snippets import highlighted, passage
from kb.index.sought import NOTHING, Sought, come_first, seek
from kb.request import SearchRequest, Words
from kb.results import Facet, Hit, ResultPage

if TYPE_CHECKING:
    from kb.index.merging import Merger

PATIENCE = 30.0  # seconds to wait for another writer


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPage:
    """The hits of one page by slug and score, the number of hits on all pages, the facets."""

    total: int
    slugs: tuple[str, ...]
    scores: tuple[float, ...]
    facets: tuple[Facet, ...]


class WhooshEngine:
    """Finds articles in an index folder; implements ``kb.engine.SearchEngine``.

    Any number of processes may have the folder open; each sees what another wrote
    at its next call. Threads take turns at reading the index: a generation has one array
    of scores and remembers what it looked up.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._merger: Merger | None = None
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
        question = understand(request.query, all_words=request.words is Words.ALL)
        with self._reading() as snapshot:
            found = _find(question, request, snapshot)
            hits = tuple(
                _hit(rank, place, snapshot, question, found)
                for rank, place in enumerate(found.places, request.first)
            )
        return ResultPage(
            query=request.query,
            page=request.page,
            per_page=request.per_page,
            total=found.total,
            hits=hits,
            facets=found.facets,
            generation=snapshot.generation,
            took_ms=(time.perf_counter() - started) * 1000,
            looked_up=tuple(map(str, found.sought.looked_up)),
            offered=tuple(map(str, found.sought.offered)),
            missing=found.sought.missing,
            named=found.sought.named,
        )

    def rank(self, request: SearchRequest) -> RankedPage:
        """What ``search`` answers, without anything to show of the hits."""
        question = understand(request.query, all_words=request.words is Words.ALL)
        with self._reading() as snapshot:
            found = _find(question, request, snapshot)
            slugs = tuple(snapshot.blob("slug", place.doc).decode() for place in found.places)
        return RankedPage(
            total=found.total,
            slugs=slugs,
            scores=tuple(place.score for place in found.places),
            facets=found.facets,
        )

    def related(self, slug: str, limit: int) -> tuple[str, ...]:
        """Slugs of published articles near to this one, nearest first."""
        with self._reading() as snapshot:
            number = snapshot.number_of(slug)
            return () if number is None else related(number, snapshot, limit)

    def write(self, batch: Batch, progress: Callable[[int, int], None] | None = None) -> int:
        """Apply the batch in one commit; see ``kb.index.writing``."""
        # Who only searches need not wait until all that writing takes is imported.
        from kb.index.merging import Merger
        from kb.index.writing import write

        generation = write(self._folder, batch, progress)
        with self._turn:
            self._merger = self._merger or Merger(self._folder)
        self._merger.look()
        return generation

    def contents(self) -> Contents:
        """All articles, of every status, by path, and all statutes by id."""
        with self._reading() as snapshot:
            articles, statutes = snapshot.everything()
        return Contents(articles=articles, statutes=statutes, generation=snapshot.generation)

    def holdings(self) -> Holdings:
        """The register, and how many articles are published."""
        with self._reading() as snapshot:
            return snapshot.holdings()

    def generation(self) -> int:
        """The number of the newest commit: one look at the folder's file names."""
        return self._folder.newest()[0]

    def close(self) -> None:
        """Let go of files, once segments that are being joined are joined."""
        if self._merger is not None:
            self._merger.wait()
        with self._turn:
            self._snapshot = None

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        """The newest generation, for one thread at a time."""
        with self._turn:
            if self._snapshot is None or self._snapshot.generation != self.generation():
                self._snapshot = open_newest(self._folder, self._snapshot)
            try:
                yield self._snapshot
            except DAMAGE as error:
                raise self._folder.damaged(error) from error
            except SUSPECT as error:
                if self._snapshot.is_damaged():
                    raise self._folder.damaged(error) from error
                raise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    places: list[Placed]
    total: int
    facets: tuple[Facet, ...]
    worth: tuple[float, ...]
    sought: Sought


def _find(question: Question, request: SearchRequest, snapshot: Snapshot) -> _Found:
    """Look up, rank, filter, count, and take the page that is asked for."""
    sought = seek(request.query, question.lang, snapshot)
    ranking = rank(question, snapshot, request, sought.docs)
    if sought is not NOTHING:
        ranking = come_first(sought, ranking, snapshot, request)
    places = first_of(ranking.docs, ranking.scores, snapshot, request.last)
    return _Found(
        places=places[request.first - 1 :],
        total=ranking.total,
        facets=facets(ranking.hits, request.filters, snapshot.runs),
        worth=ranking.worth,
        sought=sought,
    )


def _hit(rank: int, place: Placed, snapshot: Snapshot, question: Question, found: _Found) -> Hit:
    shown = snapshot.shown(place.doc)
    asked, worth, anchor = question, found.worth, ""
    provision = found.sought.pinpoints.get(place.doc)
    if provision is not None:  # its name is answered by the whole of it
        asked = found.sought.rest
        worth = worths(asked, snapshot)
        anchor = f"para-{provision.paragraph}"
    best = passage(shown, asked, worth, body_positions(asked, snapshot, place.doc), anchor)
    return Hit(
        rank=rank,
        score=place.score,
        slug=shown.slug,
        title=highlighted(_title(shown, question), question),
        snippet=best.snippet,
        anchor=best.anchor,
        heading=best.heading,
        topic=shown.topic,
        regions=shown.regions,
        kind=shown.kind,
        lang=shown.lang,
        reviewed=shown.reviewed,
    )


def _title(shown: Shown, question: Question) -> str:
    return (question.lang == "zh" and shown.title_zh) or shown.title
