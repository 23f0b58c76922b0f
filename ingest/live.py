"""The corpus of a running server, kept in memory and brought up to date file by file."""

import hashlib
import threading
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath

from ingest import article as article_reader
from ingest import best_bets, law_changed
from ingest.article import Context, slug_of
from ingest.best_bets import Alike
from ingest.check import check
from ingest.glossary_file import glossary_of
from ingest.pipeline import Corpus, batch_of, read_corpus
from ingest.quote_check.judge import Judge
from ingest.resolve import Resolver, resolve_links
from ingest.source import ARTICLES, UnreadableError, read, walk
from kb.engine import Batch, Contents, IndexOutdatedError, SearchEngine
from kb.model import Article, Form, Problem, Source
from kb.official import OfficialTexts
from kb.review import Clearing

_EMPTY = Contents(articles=(), statutes=(), generation=0)
_FORMS = {f".{form}": form for form in Form} | {".htm": Form.HTML}


class LiveCorpus:
    """Everything that ``read_corpus`` would tell of the folder, as of the last ``refresh``.

    Safe to share between threads. Raises ``CorpusError`` where the folder as a whole cannot be
    used; what is wrong with single files are problems.
    """

    def __init__(
        self,
        folder: Path,
        *,
        texts: OfficialTexts,
        alike: Alike,
        cleared: Callable[[], Iterable[Clearing]] | None = None,
    ) -> None:
        """Read everything. ``alike`` and ``cleared`` are as in ``read_corpus``, asked anew."""
        self._folder = folder
        self._texts = texts
        self._alike = alike
        self._cleared = cleared
        self._lock = threading.RLock()
        self._sources: dict[str, Source] = {}
        self._corpus = self._read(_EMPTY)

    @property
    def corpus(self) -> Corpus:
        """What the folder holds, resolved and checked."""
        with self._lock:
            return self._corpus

    def article(self, slug: str) -> Article | None:
        """The article at the address, of whatever status."""
        return next((a for a in self.corpus.articles if a.slug == slug), None)

    def at(self, path: str) -> Article | None:
        """The article made from the file, or its last good version; the path is the corpus's."""
        return next((a for a in self.corpus.articles if a.path == path), None)

    def source(self, path: str) -> Source | None:
        """The file's text as it was last read; None where it cannot be read."""
        with self._lock:
            return self._sources.get(path)

    def path_of(self, slug: str) -> str | None:
        """The file with the address, even where it is no article that can be parsed."""
        article = self.article(slug)
        if article is not None:
            return article.path
        with self._lock:
            return next((path for path in sorted(self._sources) if slug_of(path) == slug), None)

    def problems_of(self, path: str) -> tuple[Problem, ...]:
        """What is wrong with the file, by line."""
        return tuple(problem for problem in self.corpus.problems if problem.path == path)

    def refresh(self, paths: Iterable[str] | None = None) -> frozenset[str]:
        """Reread what changed on disk, everywhere or at these paths of the corpus.

        Answers the paths whose article or problems changed.
        """
        with self._lock:
            before = self._corpus
            self._corpus = self._read(
                Contents(articles=before.articles, statutes=before.register.statutes, generation=0)
            )
            return frozenset(_differing(before, self._corpus))

    def examine(self, text: str, path: str) -> tuple[Article | None, tuple[Problem, ...]]:
        """The article and the problems as though the file at the path had this text.

        Lines are counted in this text; nothing is kept.
        """
        with self._lock:
            corpus = self._corpus
        source = Source(
            path=path,
            form=_FORMS[PurePosixPath(path).suffix.lower()],
            text=text,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
        parsed = article_reader.parse(source, Context.of(corpus.taxonomy, corpus.register))
        if parsed.article is None:
            return None, parsed.problems
        others = [article for article in corpus.articles if article.path != path]
        resolver = Resolver(corpus.register, self._texts)
        judge = Judge(corpus.register, self._texts, glossary_of(self._folder))
        raw = judge.judge_article(resolver.resolve_article(parsed.article))
        resolved = resolve_links(sorted([*others, raw], key=lambda each: each.path))
        found = [*parsed.problems]
        found += check(resolved, corpus.register, {path: text})
        found += best_bets.problems(resolved, {path: text}, self._alike)
        if self._cleared is not None:
            found += law_changed.problems(
                resolved, corpus.register, self._texts, self._cleared(), {path: text}
            )
        article = next(article for article in resolved if article.path == path)
        mine = (problem for problem in found if problem.path == path)
        return article, tuple(sorted(mine, key=lambda problem: (problem.line, problem.code)))

    def batch(self, engine: SearchEngine) -> Batch:
        """What the engine lacks."""
        try:
            before, anew = engine.contents(), False
        except IndexOutdatedError:
            before, anew = _EMPTY, True
        return batch_of(self.corpus, self._texts, before, anew)

    def bring_up(self, engine: SearchEngine) -> int:
        """Write what the engine lacks, if anything; answers its generation."""
        batch = self.batch(engine)
        return engine.write(batch) if batch.changes else engine.generation()

    def _read(self, before: Contents) -> Corpus:
        self._sources = {}
        for path in walk(self._folder / ARTICLES):
            try:
                source = read(path, self._folder)
            except UnreadableError:
                continue
            self._sources[source.path] = source
        return read_corpus(
            self._folder,
            before,
            texts=self._texts,
            anew=True,
            alike=self._alike,
            cleared=self._cleared() if self._cleared else None,
        )


def _differing(before: Corpus, after: Corpus) -> Iterable[str]:
    old = {article.path: article for article in before.articles}
    new = {article.path: article for article in after.articles}
    yield from (path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    yield from (problem.path for problem in {*before.problems} ^ {*after.problems})
