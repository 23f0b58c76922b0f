"""What all articles depend on: the statutes, their official texts, taxonomy, glossary, the day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest import statute_file
from ingest.article import Context, slug_of
from ingest.glossary_file import GlossaryError, glossary_of
from ingest.live.files import Files
from ingest.quote_check.judge import Judge
from ingest.resolve import Resolver
from ingest.source import GLOSSARY, STATUTES, TAXONOMY
from ingest.taxonomy_file import CorpusError, taxonomy_of
from kb.glossary import Glossary
from kb.model import Article, Problem
from kb.official import OfficialTexts
from kb.statutes import Register, Statute
from kb.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """All of it as of one moment. ``problems`` are those of its files, by path.

    ``has_versions`` is whether official texts were imported, which alone tell of changes.
    """

    taxonomy: Taxonomy
    register: Register
    context: Context
    resolver: Resolver
    judge: Judge
    day: date
    problems: Mapping[str, tuple[Problem, ...]]
    has_versions: bool

    def judged(self, article: Article) -> Article:
        """The article with its citations resolved and its quotations judged."""
        return self.judge.judge_article(self.resolver.resolve_article(article))


class LawFiles:
    """The files beside the articles; keeps the last good version of each."""

    def __init__(
        self,
        folder: Path,
        texts: OfficialTexts,
        today: Callable[[], date],
        stored: Iterable[Statute],
    ) -> None:
        """Read them. ``stored`` stands in for malformed statutes. Raises ``CorpusError``."""
        self._folder = folder
        self._texts = texts
        self._today = today
        self._statutes = Files(folder, STATUTES)
        self._good = {statute.id: statute for statute in stored}
        self._parsed: dict[str, tuple[Statute | None, tuple[Problem, ...]]] = {}
        self._taxonomy = taxonomy_of(folder)
        self._glossary = glossary_of(folder)
        self._tables = self._stamps()
        self._told: dict[str, tuple[Problem, ...]] = {}
        self._take(self._statutes.look())
        self._state = self._outside()
        self.law = self._made()

    def look(self, paths: Iterable[str] | None = None) -> bool:
        """Read what changed; answers whether there is a new ``law``."""
        named = None if paths is None else tuple(paths)
        changed = self._statutes.look(named)
        self._take(changed)
        tables = False
        if named is None or {TAXONOMY, GLOSSARY} & set(named):
            tables = self._read_tables()
        state = self._outside()
        if not (changed or tables or state != self._state):
            return False
        self._state = state
        self.law = self._made()
        return True

    def _outside(self) -> tuple[str, date]:
        return self._texts.fingerprint(), self._today()

    def _take(self, changed: Iterable[str]) -> None:
        for path in changed:
            held = self._statutes.held.get(path)
            if held is None:
                self._parsed.pop(path, None)
            elif held.source is None:
                found = (held.problem,) if held.problem else ()
                self._parsed[path] = None, found
            else:
                self._parsed[path] = statute_file.parse(held.source)

    def _read_tables(self) -> bool:
        """Read taxonomy and glossary again; a wrong one is a problem, and the last good stays."""
        stamps = self._stamps()
        if stamps == self._tables:
            return False
        self._tables = stamps
        before = self._taxonomy, self._glossary, self._told
        self._told = {}
        try:
            self._taxonomy = taxonomy_of(self._folder)
        except CorpusError as error:
            self._told[TAXONOMY] = (_unusable(TAXONOMY, "bad-taxonomy", error),)
        try:
            self._glossary = glossary_of(self._folder)
        except GlossaryError as error:
            self._told[GLOSSARY] = (_unusable(GLOSSARY, "bad-glossary", error),)
        return (self._taxonomy, self._glossary, self._told) != before

    def _stamps(self) -> tuple[bytes | None, ...]:
        """The bytes of both files: they are small, and a time stamp can be the same."""
        return tuple(_bytes_of(self._folder / name) for name in (TAXONOMY, GLOSSARY))

    def _made(self) -> Law:
        problems = dict(self._told)
        ours = tuple(self._ours(problems))
        register = Register.of(_with_imported(ours, self._texts.statutes()))
        return Law(
            taxonomy=self._taxonomy,
            register=register,
            context=Context.of(self._taxonomy, register),
            resolver=Resolver(register, self._texts),
            judge=Judge(register, self._texts, self._glossary),
            day=self._state[1],
            problems=problems,
            has_versions=bool(self._texts.fingerprint()),
        )

    def _ours(self, problems: dict[str, tuple[Problem, ...]]) -> Iterator[Statute]:
        """The corpus's statutes; a malformed file is stood in for by its last good version."""
        good: dict[str, Statute] = {}
        for path in sorted(self._parsed, key=lambda path: Path(path).parts):
            statute, found = self._parsed[path]
            if found:
                problems[path] = found
            if statute is None:
                statute = self._good.get(slug_of(path))
            if statute is not None:
                good[statute.id] = statute
                yield statute
        self._good = good

    @property
    def glossary(self) -> Glossary:
        """The last good one."""
        return self._glossary


def _with_imported(ours: Iterable[Statute], imported: Iterable[Statute]) -> Iterator[Statute]:
    """The corpus's statutes, then those that were imported and that it does not have."""
    known: set[str] = set()
    for statute in ours:
        known.add(statute.id)
        yield statute
    yield from (statute for statute in imported if statute.id not in known)


def register_of(folder: Path) -> Register:
    """The statutes of the corpus alone; what is wrong with their files is not told."""
    files = Files(folder, STATUTES)
    files.look()
    parsed = (statute_file.parse(held.source) for held in files.held.values() if held.source)
    return Register.of(statute for statute, _ in parsed if statute is not None)


def _unusable(path: str, code: str, error: CorpusError) -> Problem:
    return Problem(
        path=path, line=1, code=code, message=str(error), hint="until then the last good one holds"
    )


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()[:2_000_000]
    except OSError:
        return None
