"""From what changed on disk to the articles: read, parsed, held against the law, settled."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from ingest import law_changed
from ingest.article import slug_of
from ingest.best_bets import Alike
from ingest.live.board import About
from ingest.live.entry import Reading, parsed, read_again
from ingest.live.files import Files
from ingest.live.law import LawFiles
from ingest.live.pending import AsIf, Pending
from ingest.live.settling import Change, Settled
from ingest.source import ARTICLES, form_of
from kb.engine import Contents
from kb.model import Article, Problem, Source
from kb.official import OfficialTexts
from kb.review import Clearing, ClearingsUnusableError

Progress = Callable[[int, int], None]
EVERYTHING = tuple(About)


class Readings:
    """All files of the corpus as they were read last. One thread at a time."""

    def __init__(
        self,
        folder: Path,
        *,
        texts: OfficialTexts,
        alike: Alike,
        cleared: Callable[[], Iterable[Clearing]] | None,
        before: Contents,
        today: Callable[[], date],
    ) -> None:
        """Read what is beside the articles; raises ``CorpusError``."""
        self.laws = LawFiles(folder, texts, today, before.statutes)
        self.articles = Files(folder, ARTICLES)
        self.pending = Pending(folder)
        self.settled = Settled(alike)
        self.parsed = 0
        self._texts = texts
        self._cleared = cleared
        self._clearings: frozenset[Clearing] = frozenset()
        self._stems: dict[str, set[str]] = {}
        self._before = {a.path: Reading(source=None, raw=a) for a in before.articles}

    def look(
        self,
        paths: Iterable[str] | None = None,
        *,
        anew: bool = False,
        progress: Progress | None = None,
    ) -> Change:
        """Take in what changed on disk, everywhere or at these paths of the corpus."""
        named = None if paths is None else tuple(paths)
        beside = self.laws.law.problems
        law_is_new = self.laws.look(named)
        changed = self.articles.look(named)
        for path in changed:
            self._note_stem(path)
        readings = self._read(changed, law_is_new, anew, progress)
        change = self._settle(readings)
        self._before = {}
        if law_is_new:
            change.problems.update(_differing(beside, self.laws.law.problems))
        stale = self.pending.look(named) | change.readers
        moved = {slug_of(path) for path in changed}
        stale |= {path for path in self.pending.paths if law_is_new or slug_of(path) in moved}
        change.problems.update(self.pending.check(stale, self.path_of, self.as_if))
        for path in stale:
            self.settled.board.looked(path, EVERYTHING, set(self.pending.seen.pop(path, ())))
        return change

    def path_of(self, slug: str) -> str | None:
        """The file with this address, even where no article can be made of it."""
        return self.settled.path_at(slug) or min(self._stems.get(slug, ()), default=None)

    def as_if(self, source: Source) -> AsIf:
        """What would come of it if the file at the source's path had its text."""
        return self.put_for_now(self.held_against_the_law(source))

    def held_against_the_law(self, source: Source) -> Reading:
        """The reading of a text that need not be in a file. Any thread may ask."""
        reading = parsed(source, self.laws.law)
        return self._lawful({source.path: reading})[source.path]

    def put_for_now(self, reading: Reading) -> AsIf:
        """What would come of it if its file read so; then everything is as it was."""
        path = reading.source.path if reading.source else ""
        if reading.raw is None:
            return AsIf(article=None, problems=reading.problems or ())
        before = self.settled.entries.get(path)
        kept = before.reading if before else None
        self.settled.settle({path: reading}, self.laws.law)
        entry = self.settled.entries[path]
        found = AsIf(
            article=entry.article,
            problems=entry.problems,
            seen=frozenset(self.settled.board.seen(path)),
        )
        self.settled.settle({path: kept}, self.laws.law)
        return found

    def stand_in(self, articles: Iterable[Article]) -> Change:
        """Take these as the last good versions of malformed files."""
        readings: dict[str, Reading | None] = {}
        for article in articles:
            entry = self.settled.entries.get(article.path)
            if entry is not None and entry.reading is not None and entry.reading.raw is None:
                readings[article.path] = replace(entry.reading, raw=article, kept=True)
        return self._settle(readings)

    def tell(self, paths: Iterable[str]) -> Change:
        """Find the doubts about unchanged files that were not parsed."""
        entries, law = self.settled.entries, self.laws.law
        untold = {
            path: reading.told(law)
            for path in paths
            if (reading := entries[path].reading) is not None and reading.problems is None
        }
        return self.settled.settle(untold, law) if untold else Change()

    def _read(
        self, changed: set[str], everything: bool, anew: bool, progress: Progress | None
    ) -> dict[str, Reading | None]:
        """The new readings of files that changed, or of all that may read otherwise now."""
        law = self.laws.law
        entries = self.settled.entries
        readings: dict[str, Reading | None] = {}
        todo = sorted(changed | entries.keys() if everything else changed)
        for done, path in enumerate(todo, 1):
            held = self.articles.held.get(path)
            before = entries[path].reading if path in entries else self._before.get(path)
            if held is not None:
                readings[path] = reading = read_again(held, before, law, anew=anew)
                self.parsed += reading.was_parsed
            elif path in entries:
                readings[path] = None
            if progress is not None:
                progress(done, len(todo))
        readings |= self._newly_cleared(readings)
        return readings

    def _newly_cleared(self, readings: Mapping[str, object]) -> dict[str, Reading | None]:
        """The readings of the articles about which editors cleared something, or no longer do."""
        if self._cleared is None:
            return {}
        before = self._clearings
        with suppress(ClearingsUnusableError):  # what was cleared before holds
            self._clearings = frozenset(self._cleared())
        slugs = {clearing.article for clearing in before ^ self._clearings}
        paths = {path for slug in slugs if (path := self.settled.path_at(slug))}
        return {path: self.settled.entries[path].reading for path in paths - readings.keys()}

    def _settle(self, readings: dict[str, Reading | None]) -> Change:
        there = {path: reading for path, reading in readings.items() if reading is not None}
        return self.settled.settle(readings | self._lawful(there), self.laws.law)

    def _lawful(self, readings: Mapping[str, Reading]) -> dict[str, Reading]:
        """The readings with citations, quotations and what is told of changes of the law."""
        law = self.laws.law
        judged = {path: reading.under(law) for path, reading in readings.items()}
        if self._cleared is None or not law.has_versions:
            return judged
        told: dict[str, list[Problem]] = {}
        for problem in law_changed.problems(
            [reading.judged for reading in judged.values() if reading.judged],
            law.register,
            self._texts,
            self._clearings,
            {path: reading.text for path, reading in judged.items()},
            law.day,
        ):
            told.setdefault(problem.path, []).append(problem)
        return {
            path: replace(reading, law_problems=tuple(told.get(path, ())))
            for path, reading in judged.items()
        }

    def _note_stem(self, path: str) -> None:
        stem = slug_of(path)
        if path in self.articles.held and form_of(path) is not None:
            self._stems.setdefault(stem, set()).add(path)
        elif stem in self._stems:
            self._stems[stem].discard(path)
            if not self._stems[stem]:
                del self._stems[stem]


def _differing(
    before: Mapping[str, tuple[Problem, ...]], after: Mapping[str, tuple[Problem, ...]]
) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
