"""The engine: Whoosh in a folder, the ranking our own."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.basis import BasisRequest, BasisSuggestion
from kb.engine import Batch, Contents, Digests, Holdings
from kb.explanation import Explanation
from kb.filter_names import FilterNames
from kb.glossary import Glossary
from kb.index.answers import answer
from kb.index.asked import Asked
from kb.index.clearness import HITS_NEEDED, Clearness, of_articles
from kb.index.comparing import digests
from kb.index.folder import DAMAGE, SUSPECT, IndexFolder
from kb.index.found import Understood, at_least, find, hit, question_of
from kb.index.left_out import left_out
from kb.index.lifting import lift, names_in
from kb.index.opening import open_newest
from kb.index.related import related
from kb.index.snapshot import Snapshot
from kb.index.sought import NOTHING
from kb.index.spelling import corrected
from kb.index.suggesting import Suggester
from kb.index.synonyms import Synonyms
from kb.offline import OfflineIndex
from kb.request import SearchRequest
from kb.results import Correction, Facet, ResultPage
from kb.suggestion import Suggestion, SuggestRequest

if TYPE_CHECKING:
    from kb.index.merging import Merger

_NO_GLOSSARY = Glossary()
PATIENCE = 30.0  # seconds to wait for another writer


def _no_glossary() -> Glossary:
    return _NO_GLOSSARY


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedPage:
    """The hits of one page by slug and score, the number of hits on all pages, the facets."""

    total: int
    slugs: tuple[str, ...]
    scores: tuple[float, ...]
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHit:
    """The first hit of a query, and how clearly it answers: see ``kb.index.clearness``."""

    slug: str
    is_its_question: bool
    coverage: float
    lead: float


class WhooshEngine:
    """Finds articles in an index folder; implements ``kb.engine.SearchEngine``.

    Any number of processes may have the folder open; each sees what another wrote
    at its next call. Threads take turns at reading the index: a generation has one array
    of scores and remembers what it looked up.
    """

    def __init__(
        self,
        folder: IndexFolder,
        names: Callable[[], FilterNames],
        glossary: Callable[[], Glossary] = _no_glossary,
    ) -> None:
        self._folder = folder
        self._names = names
        self._glossary = glossary
        self._merger: Merger | None = None
        self._turn = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._suggester = Suggester()
        self._known: tuple[Glossary, Synonyms] | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        patience: float = PATIENCE,
        names: FilterNames | Callable[[], FilterNames] | None = None,
        glossary: Callable[[], Glossary] = _no_glossary,
    ) -> "WhooshEngine":
        """Open the index in the folder, or an empty one that the first write makes.

        ``patience`` is how many seconds a write waits for another writer; ``names`` are
        those by which a query may name filters, beside the ids that are indexed. They and
        ``glossary``, if they are to be asked for, are at each search: they are to give the
        same value while nothing changed. Raises
        ``IndexUnusableError`` where the folder cannot be made or others could have
        written into it. What is in it is looked at by the first read, so that an
        index that is damaged, or of another version, can still be built anew.
        """
        asked = names if callable(names) else lambda: names or FilterNames()
        return cls(IndexFolder(folder, patience), asked, glossary)

    def search(self, request: SearchRequest) -> ResultPage:
        """The published articles that answer the request, best first."""
        started = time.perf_counter()
        with self._reading() as snapshot:
            understood = self._understood(request, snapshot)
            lifted, asked = understood.lifted, understood.asked
            found = find(asked, at_least(HITS_NEEDED, lifted.request), snapshot)
            places = found.places[: request.per_page]
            hits = tuple(
                hit(rank, place, snapshot, asked, found.sought)
                for rank, place in enumerate(places, request.first)
            )
            shown = np.sort(np.array([place.doc for place in places], np.int64))
            # What a query says of the law is answered by the law.
            of_law = found.sought is not NOTHING
            missing = () if of_law else left_out(asked.question.text, asked, snapshot, shown)
            clear = None if of_law else answer(lifted.request, found.places, asked, snapshot)
        return ResultPage(
            query=request.query,
            understood=lifted.request,
            notes=(*lifted.notes, *asked.question.notes),
            page=request.page,
            per_page=request.per_page,
            total=found.total,
            hits=hits,
            facets=found.facets,
            also=asked.also,
            generation=snapshot.generation,
            took_ms=(time.perf_counter() - started) * 1000,
            correction=understood.correction,
            looked_up=tuple(map(str, found.sought.looked_up)),
            offered=tuple(map(str, found.sought.offered)),
            missing=found.sought.missing,
            named=found.sought.named,
            answer=clear,
            left_out=missing,
        )

    def rank(self, request: SearchRequest) -> RankedPage:
        """What ``search`` answers, without anything to show of the hits."""
        with self._reading() as snapshot:
            understood = self._understood(request, snapshot)
            found = find(understood.asked, understood.lifted.request, snapshot)
            slugs = tuple(snapshot.blob("slug", place.doc).decode() for place in found.places)
        return RankedPage(
            total=found.total,
            slugs=slugs,
            scores=tuple(place.score for place in found.places),
            facets=found.facets,
        )

    def explain(self, request: SearchRequest, slug: str) -> Explanation:
        """Why an article or a provision ranks where it does for the request, or is missing."""
        from kb.index.explaining import explain  # only editors ask

        with self._reading() as snapshot:
            return explain(
                request, slug, snapshot, lambda request: self._understood(request, snapshot)
            )

    def first_hit(self, query: str) -> FirstHit | None:
        """The article that answers the query first, and how clearly; None where none does."""
        request = SearchRequest(query=query, per_page=HITS_NEEDED, facets=False)
        with self._reading() as snapshot:
            asked = self._asked(request, corrected(request, snapshot), snapshot)
            found = find(asked, request, snapshot)
            articles = of_articles(found.places, snapshot)
            if not articles or found.sought is not NOTHING:
                return None
            clear = Clearness(articles, asked, snapshot)
            return FirstHit(
                slug=snapshot.blob("slug", found.places[0].doc).decode(),
                is_its_question=clear.is_its_question,
                coverage=clear.coverage,
                lead=clear.lead,
            )

    def related(self, slug: str, limit: int) -> tuple[str, ...]:
        """Slugs of published articles near to this one, nearest first."""
        with self._reading() as snapshot:
            number = snapshot.number_of(slug)
            return () if number is None else related(number, snapshot, limit)

    def suggest(self, request: SuggestRequest) -> tuple[Suggestion, ...]:
        """The published articles that may be meant, one suggestion each, the likeliest first."""
        with self._reading() as snapshot:
            return self._suggester.suggestions(request, snapshot)

    def offline(self) -> OfflineIndex:
        """The index as plain data, for a search that runs without this program.

        Equal for engines that were filled with the same documents in one write; after more of them
        the order of documents and, by a little, their impacts may differ. Raises
        ``IndexUnusableError``.
        """
        from kb.index.offline import offline  # only a copy of the site needs it

        with self._reading() as snapshot:
            return offline(snapshot, self._synonyms)

    def suggest_basis(self, request: BasisRequest) -> tuple[BasisSuggestion, ...]:
        """The provisions that a text may rest on; implements ``kb.basis.BasisSuggester``."""
        from kb.index.basis import suggest  # only editors ask

        with self._reading() as snapshot:
            return suggest(request, snapshot, self._synonyms)

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

    @contextmanager
    def trial(self, batch: Batch, glossary: Glossary | None = None) -> Iterator["WhooshEngine"]:
        """An engine as this one would be after the batch; see ``kb.index.trial``."""
        from kb.index.trial import trial_folder  # only editors try out

        with trial_folder(self._folder, batch) as folder:
            held = self._glossary() if glossary is None else glossary
            yield WhooshEngine(folder, self._names, lambda: held)

    def contents(self) -> Contents:
        """All articles, of every status, by path, and all statutes by id."""
        with self._reading() as snapshot:
            return snapshot.contents()

    def digests(self) -> Digests:
        """Digests of all that ``contents`` would give."""
        with self._reading() as snapshot:
            return digests(snapshot)

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
            self._suggester = Suggester()

    @property
    def _synonyms(self) -> Synonyms:
        """Those of the glossary as it is now; it is another value once it has changed."""
        glossary = self._glossary()
        if self._known is None or self._known[0] is not glossary:
            self._known = (glossary, Synonyms(glossary))
        return self._known[1]

    def _understood(self, request: SearchRequest, snapshot: Snapshot) -> Understood:
        lifted = lift(request, names_in(snapshot, self._names()))
        correction = corrected(lifted.request, snapshot)
        return Understood(lifted, correction, self._asked(lifted.request, correction, snapshot))

    def _asked(
        self, request: SearchRequest, correction: Correction | None, snapshot: Snapshot
    ) -> Asked:
        question = question_of(request, correction)
        return Asked.of(question, snapshot, self._synonyms.meant(question.text))

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
