"""The corpus of a running server: everything in memory, brought up to date file by file."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.best_bets import Alike
from ingest.corpus import Corpus
from ingest.live.lacking import Lacking
from ingest.live.reading import Progress, Readings
from ingest.live.settling import Change
from ingest.source import UnreadableError, form_of, from_text
from kb.engine import (
    Batch,
    Contents,
    IndexMovedError,
    IndexOutdatedError,
    IndexUnusableError,
    SearchEngine,
)
from kb.model import Article, Form, Problem, Source
from kb.official import OfficialTexts
from kb.review import Clearing

EMPTY = Contents(articles=(), statutes=(), generation=0)
_TRIES = 10  # at writing while other processes write


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an engine was given, and its generation after that."""

    batch: Batch
    generation: int


class LiveCorpus:
    """Everything that ``read_corpus`` would tell of the folder, as of the last ``refresh``.

    Safe to share between threads. What is wrong with a file is a problem; the last good version
    of a malformed one stands in for it. ``folder`` is where it is read from.
    """

    def __init__(
        self,
        folder: Path,
        *,
        texts: OfficialTexts,
        alike: Alike,
        cleared: Callable[[], Iterable[Clearing]] | None = None,
        before: Contents = EMPTY,
        anew: bool = False,
        progress: Progress | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """Read everything; raises ``CorpusError`` where the folder cannot be used.

        ``alike`` and ``cleared`` are as in ``read_corpus``; ``cleared`` is asked at every refresh.
        What ``before`` holds unchanged is not parsed, unless ``anew``, and what it holds stands
        in for malformed files in either case.
        """
        self.folder = folder
        self._lock = threading.RLock()
        self._writing = threading.Lock()
        self._readings = Readings(
            folder, texts=texts, alike=alike, cleared=cleared, before=before, today=today
        )
        self._lacking = Lacking(texts)
        self._corpus: Corpus | None = None
        self._note(self._readings.look(anew=anew, progress=progress))

    @property
    def corpus(self) -> Corpus:
        """What the folder holds, resolved and checked."""
        with self._lock:
            self._note(self._readings.tell(self._readings.settled.entries))
            return self.as_far_as_told()

    def as_far_as_told(self) -> Corpus:
        """The same, perhaps without the doubts about unchanged files that were not parsed."""
        with self._lock:
            law = self._readings.laws.law
            if self._corpus is None or self._corpus.register is not law.register:
                self._corpus = self._gathered()
            return self._corpus

    def article(self, slug: str) -> Article | None:
        """The article at the address, of whatever status."""
        with self._lock:
            path = self._readings.settled.path_at(slug)
            return self._readings.settled.at(path) if path else None

    def at(self, path: str) -> Article | None:
        """The article made from the file at this path of the corpus, or its last good version."""
        with self._lock:
            return self._readings.settled.at(path)

    def source(self, path: str) -> Source | None:
        """The text of an article's or pending file as last read; None where it has none."""
        with self._lock:
            held = self._readings.articles.held.get(path) or self._readings.pending.held(path)
            return held.source if held else None

    def path_of(self, slug: str) -> str | None:
        """The article's file with this address, even where no article can be made of it."""
        with self._lock:
            return self._readings.path_of(slug)

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """What is wrong with an article's file, a pending change, or a file beside them."""
        with self._lock:
            readings = self._readings
            if path not in readings.settled.entries:
                beside = readings.laws.law.problems.get(path, ())
                return readings.pending.problems.get(path, beside)
            self._note(readings.tell([path]))
            return readings.settled.entries[path].problems

    def refresh(self, paths: Iterable[str] | None = None) -> frozenset[str]:
        """Reread what changed on disk, everywhere or at these paths of the corpus.

        Answers the paths whose article or problems changed.
        """
        with self._lock:
            return self._note(self._readings.look(paths))

    def examine(self, text: str, path: str) -> tuple[Article | None, tuple[Problem, ...]]:
        """The article and the problems as though the file at the path had this text.

        Lines are counted in this text; nothing is kept.
        """
        try:
            source = from_text(text, path, form_of(path) or Form.MARKDOWN)
        except UnreadableError as error:
            return None, (error.problem,)
        reading = self._readings.held_against_the_law(source)
        with self._lock:
            found = self._readings.put_for_now(reading)
        return found.article, found.problems

    def batch(self, engine: SearchEngine) -> Batch:
        """What the engine lacks. Raises ``IndexUnusableError``."""
        with self._lock:
            settled, register = self._readings.settled, self._readings.laws.law.register
            try:
                batch = self._lacking.batch(engine, settled, register)
                unseen = self._lacking.unseen(settled)
                if unseen:  # another process saw them while they were good
                    stored = engine.contents().articles
                    self._note(self._readings.stand_in(a for a in stored if a.path in unseen))
                    batch = self._lacking.batch(engine, settled, register)
                return batch
            except IndexOutdatedError:
                return self._lacking.everything(settled, register)

    def bring_up(self, engine: SearchEngine) -> int:
        """Write what the engine lacks, if anything; answers its generation.

        Raises ``IndexUnusableError``.
        """
        return self.write_to(engine).generation

    def write_to(
        self, engine: SearchEngine, progress: Progress | None = None, *, anew: bool = False
    ) -> Written:
        """The same, and answers what was written; with ``anew`` the index is built anew."""
        with self._writing:
            for _ in range(_TRIES):
                batch = self._everything() if anew else self.batch(engine)
                if not batch.changes:
                    return Written(batch=batch, generation=engine.generation())
                try:
                    generation = engine.write(batch, progress)
                except IndexMovedError:
                    self.refresh()  # who wrote may have seen a later state of the files
                    continue
                with self._lock:
                    self._lacking.written(batch, generation)
                return Written(batch=batch, generation=generation)
        raise IndexUnusableError("other processes keep writing to the index: try again later")

    def _everything(self) -> Batch:
        with self._lock:
            readings = self._readings
            return self._lacking.everything(readings.settled, readings.laws.law.register)

    def _note(self, change: Change) -> frozenset[str]:
        self._lacking.changed(change.articles)
        changed = frozenset(change.articles | change.problems)
        if changed:
            self._corpus = None
        return changed

    def _gathered(self) -> Corpus:
        readings = self._readings
        law, entries = readings.laws.law, readings.settled.entries
        paths = sorted(entries)
        found = [problem for path in paths for problem in entries[path].problems]
        found += [problem for told in law.problems.values() for problem in told]
        return Corpus(
            articles=tuple(a for path in paths if (a := entries[path].article) is not None),
            register=law.register,
            taxonomy=law.taxonomy,
            problems=tuple(sorted(found, key=lambda p: (p.path, p.line, p.code))),
            pending=tuple(
                problem
                for path in sorted(readings.pending.problems)
                for problem in readings.pending.problems[path]
            ),
            kept=tuple(path for path in paths if readings.settled.is_kept(path)),
            parsed=readings.parsed,
        )
