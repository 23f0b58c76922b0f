"""The data path, readable top to bottom: corpus files in, one batch for the engine out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest import article as article_reader
from ingest import best_bets, law_changed, statute_file
from ingest.article import Context, slug_of
from ingest.best_bets import Alike, same_words
from ingest.check import check
from ingest.glossary_file import glossary_of
from ingest.quote_check.judge import Judge
from ingest.resolve import Resolver, resolve_links
from ingest.source import ARTICLES, STATUTES, UnreadableError, read, walk
from ingest.taxonomy_file import taxonomy_of
from kb.engine import (
    Batch,
    Contents,
    IndexOutdatedError,
    IndexUnusableError,
    OfficialWords,
    SearchEngine,
)
from kb.model import Article, Problem, Severity, Source
from kb.official import NoTexts, OfficialTexts
from kb.review import Clearing
from kb.statutes import Register, Statute
from kb.taxonomy import Taxonomy

Progress = Callable[[int, int], None]
NO_TEXTS: OfficialTexts = NoTexts()
_EMPTY = Contents(articles=(), statutes=(), generation=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What a corpus folder holds, resolved and checked.

    ``kept`` are the paths whose new text is malformed, so that the last good
    version stands in; ``parsed`` counts the files that were parsed.
    """

    articles: tuple[Article, ...]
    register: Register
    taxonomy: Taxonomy
    problems: tuple[Problem, ...]
    kept: tuple[str, ...] = ()
    parsed: int = 0

    @property
    def errors(self) -> int:
        return sum(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an ingest did: the corpus, and how many articles it wrote and removed."""

    corpus: Corpus
    written: int
    removed: int
    generation: int


def ingest(
    folder: Path,
    engine: SearchEngine,
    *,
    texts: OfficialTexts = NO_TEXTS,
    anew: bool = False,
    progress: Progress | None = None,
) -> Outcome:
    """Bring the engine up to date with the corpus folder and the texts, in one atomic batch.

    Only files whose fingerprint changed are parsed, unless ``anew``; an index that
    another version made is built anew. ``progress(done, total)`` counts articles.
    Raises ``CorpusError``, and ``IndexUnusableError`` from the engine.
    """
    try:
        before = engine.contents()
    except IndexOutdatedError:
        before, anew = _EMPTY, True
    except IndexUnusableError:
        if not anew:
            raise
        before = _EMPTY  # damaged: to build it anew is what mends it
    corpus = read_corpus(folder, before, progress, texts=texts, anew=anew)
    batch = batch_of(corpus, texts, before, anew)
    generation = engine.write(batch, progress) if batch.changes else before.generation
    return Outcome(
        corpus=corpus,
        written=len(batch.articles),
        removed=len(batch.removed),
        generation=generation,
    )


def read_corpus(
    folder: Path,
    before: Contents = _EMPTY,
    progress: Progress | None = None,
    *,
    texts: OfficialTexts = NO_TEXTS,
    anew: bool = False,
    alike: Alike = same_words,
    cleared: Iterable[Clearing] | None = None,
) -> Corpus:
    """Read, parse, resolve and check everything.

    The register has the statutes of the corpus and, besides, those whose official texts
    were imported. ``alike`` tells which questions ask for the same, for the check of best
    bets; ``cleared`` is what editors cleared after a change of the law, None where such changes
    are not asked about.

    What ``before`` holds unchanged is reused, unless ``anew``; what it holds of a
    file that is malformed now stands in for it in either case.
    """
    taxonomy = taxonomy_of(folder)
    glossary = glossary_of(folder)
    problems: list[Problem] = []
    sources = list(_sources(folder, ARTICLES, problems))
    ours = tuple(_statutes(folder, before, problems))
    register = Register.of(_with_imported(ours, texts.statutes()))
    context = Context.of(taxonomy, register)

    stored = {article.path: article for article in before.articles}
    articles: list[Article] = []
    kept = [p.path for p in problems if p.path in stored]  # unreadable: the last good version
    articles += [stored[path] for path in kept]
    parsed = 0
    for done, source in enumerate(sources, 1):
        last = stored.get(source.path)
        if not anew and last is not None and last.fingerprint == context.fingerprint(source):
            articles.append(last)
            continue
        result = article_reader.parse(source, context)
        parsed += 1
        problems += result.problems
        if result.article is not None:
            articles.append(result.article)
        elif last is not None:
            kept.append(source.path)
            articles.append(last)
        if progress is not None:
            progress(done, len(sources))

    articles = list(_one_per_slug(articles, problems))
    resolver = Resolver(register, texts)
    judge = Judge(register, texts, glossary)
    resolved = [
        judge.judge_article(resolver.resolve_article(article))
        for article in resolve_links(articles)
    ]
    written = {source.path: source.text for source in sources}
    problems += check(resolved, register, written)
    problems += best_bets.problems(resolved, written, alike)
    if cleared is not None:
        problems += law_changed.problems(resolved, register, texts, cleared, written)
    return Corpus(
        articles=tuple(resolved),
        register=register,
        taxonomy=taxonomy,
        problems=tuple(sorted(problems, key=lambda p: (p.path, p.line, p.code))),
        kept=tuple(kept),
        parsed=parsed,
    )


def register_of(folder: Path) -> Register:
    """The statutes of the corpus alone; what is wrong with their files is not told."""
    return Register.of(_statutes(folder, _EMPTY, []))


def _with_imported(ours: Iterable[Statute], imported: Iterable[Statute]) -> Iterator[Statute]:
    """The corpus's statutes, then those that were imported and that it does not have."""
    known: set[str] = set()
    for statute in ours:
        known.add(statute.id)
        yield statute
    yield from (statute for statute in imported if statute.id not in known)


def _sources(folder: Path, below: str, problems: list[Problem]) -> Iterator[Source]:
    for path in walk(folder / below):
        try:
            yield read(path, folder)
        except UnreadableError as error:
            problems.append(error.problem)


def _statutes(folder: Path, before: Contents, problems: list[Problem]) -> Iterator[Statute]:
    """The statutes; a malformed file is stood in for by its last good version."""
    stored = {statute.id: statute for statute in before.statutes}
    for source in _sources(folder, STATUTES, problems):
        statute, found = statute_file.parse(source)
        problems += found
        if statute is None:
            statute = stored.get(slug_of(source.path))
        if statute is not None:
            yield statute


def _one_per_slug(articles: Iterable[Article], problems: list[Problem]) -> Iterator[Article]:
    """Two files with one name would share an address: the first keeps it."""
    first: dict[str, str] = {}
    for article in sorted(articles, key=lambda article: article.path):
        if article.slug in first:
            problems.append(
                Problem(
                    path=article.path,
                    line=1,
                    code="address-taken",
                    message=f"{first[article.slug]} already has the address {article.slug!r}",
                    hint="rename one of the two files",
                )
            )
        else:
            first[article.slug] = article.path
            yield article


def batch_of(corpus: Corpus, texts: OfficialTexts, before: Contents, anew: bool) -> Batch:
    """What differs from what the engine holds."""
    stored = {article.path: article for article in before.articles}
    paths = {article.path for article in corpus.articles}
    held = {} if anew else {statute.id: statute for statute in before.statutes}
    states = {statute.id: texts.state(statute.id) for statute in corpus.register}
    changed = tuple(
        statute
        for statute in corpus.register
        if held.get(statute.id) != statute
        or before.states.get(statute.id, "") != states[statute.id]
    )
    return Batch(
        articles=tuple(a for a in corpus.articles if anew or stored.get(a.path) != a),
        removed=() if anew else tuple(path for path in stored if path not in paths),
        statutes=changed,
        official=tuple(
            OfficialWords(statute=statute.id, state=state, provisions=texts.provisions(statute.id))
            for statute in changed
            if (state := states[statute.id])
        ),
        removed_statutes=tuple(held.keys() - states.keys()),
        anew=anew,
    )
