"""From what each file says to what the articles are together: for what changed and who looked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest import best_bets
from ingest.best_bets import Alike
from ingest.check import check
from ingest.live.around import FACTS, NAMES, Around, facts, names
from ingest.live.board import About, Board, Key
from ingest.live.entry import Entry, Reading
from ingest.live.law import Law
from ingest.resolve import linked
from kb.model import Article, Problem

_ADDRESS = (About.ADDRESS,)


@dataclass(frozen=True, slots=True)
class Change:
    """What a settling changed, by path: articles, problems, and what others looked at.

    ``readers`` are those who look at the board from outside.
    """

    articles: set[str] = field(default_factory=set)
    problems: set[str] = field(default_factory=set)
    readers: set[str] = field(default_factory=set)


class Settled:
    """All entries by path, and the board on which they see one another.

    What comes out depends on the readings alone, in whatever order and portions they came.
    """

    def __init__(self, alike: Alike) -> None:
        self.entries: dict[str, Entry] = {}
        self.board = Board()
        self._alike = alike

    def settle(self, readings: Mapping[str, Reading | None], law: Law) -> Change:
        """Take in new readings (None: the file is gone), and redo what depends on them."""
        for path, reading in readings.items():
            self.entries.setdefault(path, Entry()).reading = reading
        change = Change()
        stale = self._with_addresses(set(readings), change)
        stale = self._with_links(stale, change)
        self._check(stale, law, change)
        for path in readings:
            if self.entries[path].reading is None:
                del self.entries[path]
                change.problems.add(path)
        return change

    def at(self, path: str) -> Article | None:
        """The article made from the file."""
        entry = self.entries.get(path)
        return entry.article if entry else None

    def is_kept(self, path: str) -> bool:
        """Whether the file is malformed and its last good version stands in."""
        reading = self.entries[path].reading if path in self.entries else None
        return reading is not None and reading.kept

    def is_malformed(self, path: str) -> bool:
        """Whether the file is there and no article, not even a last good one."""
        reading = self.entries[path].reading if path in self.entries else None
        return reading is not None and reading.raw is None

    def path_at(self, slug: str) -> str | None:
        """The file that has the address, of those that are articles."""
        return next(iter(self.board.at((About.ADDRESS, slug))), None)

    def _with_addresses(self, paths: set[str], change: Change) -> set[str]:
        """Of the files with one address the first one has it."""
        keys: set[Key] = set()
        for path in paths:
            raw = self._raw(path)
            mine: set[Key] = {(About.ADDRESS, raw.slug)} if raw else set()
            keys |= self.board.offer(path, _ADDRESS, dict.fromkeys(mine, path))
            self.board.looked(path, _ADDRESS, mine)
        stale = paths | self._readers(keys, change)
        for path in stale:
            raw = self._raw(path)
            self.entries[path].is_member = raw is not None and self.path_at(raw.slug) == path
        return stale

    def _with_links(self, paths: set[str], change: Change) -> set[str]:
        """Related titles lead to articles by the names that those have."""
        keys: set[Key] = set()
        for path in paths:
            judged = self._judged(path)
            keys |= self.board.offer(path, NAMES, names(judged) if judged else {})
        stale = paths | self._readers(keys, change)
        keys = set()
        for path in stale:
            around = Around(self.board)
            judged = self._judged(path)
            article = linked(judged, around.shelves()) if judged else None
            self.board.looked(path, NAMES, around.keys)
            keys |= self.board.offer(path, FACTS, facts(article, self._alike) if article else {})
            entry = self.entries[path]
            if entry.article != article:
                change.articles.add(path)
            entry.article = article
        return stale | self._readers(keys, change)

    def _check(self, paths: Iterable[str], law: Law, change: Change) -> None:
        for path in paths:
            entry, around = self.entries[path], Around(self.board)
            problems = tuple(self._problems(entry, around, law))
            self.board.looked(path, FACTS, around.keys)
            if entry.problems != problems:
                change.problems.add(path)
            entry.problems = problems

    def _problems(self, entry: Entry, around: Around, law: Law) -> list[Problem]:
        reading = entry.reading
        if reading is None:
            return []
        found = list(reading.problems or ())
        if reading.raw is not None and not entry.is_member:
            found.append(_taken(reading.raw, self.path_at(reading.raw.slug) or ""))
        if entry.article is not None:
            found += check(entry.article, around, law.register, reading.text, law.day)
            found += best_bets.problems(entry.article, reading.text, self._alike, around.first)
            found += reading.law_problems
        return sorted(found, key=lambda problem: (problem.line, problem.code))

    def _raw(self, path: str) -> Article | None:
        reading = self.entries[path].reading
        return reading.raw if reading else None

    def _judged(self, path: str) -> Article | None:
        entry = self.entries[path]
        return entry.reading.judged if entry.reading and entry.is_member else None

    def _readers(self, keys: set[Key], change: Change) -> set[str]:
        """Those of the entries who looked at one of the keys; others are noted."""
        found = self.board.readers(keys)
        ours = found & self.entries.keys()
        change.readers.update(found - ours)
        return ours


def _taken(article: Article, by: str) -> Problem:
    """Two files with one name would share an address: the first keeps it."""
    return Problem(
        path=article.path,
        line=1,
        code="address-taken",
        message=f"{by} already has the address {article.slug!r}",
        hint="rename one of the two files",
    )
