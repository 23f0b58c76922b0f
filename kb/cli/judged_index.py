"""The index that an evaluation asks, and the terms that other engines get."""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.followed import followed_glossary
from ingest.pipeline import NO_TEXTS, ingest
from kb.cli.folders import Folders
from kb.cli.output import Progress, print_problems
from kb.engine import Batch, IndexUnusableError
from kb.evaluation import beir
from kb.evaluation.documents import FORM, article_of
from kb.evaluation.run import Ask
from kb.glossary import Glossary
from kb.index.analysis import EXACT_MARK, TermList, has_chinese
from kb.index.engine import WhooshEngine
from kb.index.question import understand
from kb.index.schema import VERSION
from kb.index.weights import behind_impacts
from kb.model import Article, Severity, Status
from kb.request import SearchRequest
from kb.statutes import Statute

CACHE = "evaluation"  # a folder of the data folder, which may be deleted at any time


@dataclass(frozen=True, slots=True)
class Indexed:
    """An engine with the documents of a set; ``articles`` reads them, which may take a while.

    ``statutes`` are those whose provisions are documents too.
    """

    engine: WhooshEngine
    articles: Callable[[], tuple[Article, ...]]
    statutes: tuple[Statute, ...] = ()

    @property
    def documents(self) -> int:
        """How many can be found."""
        held = self.engine.holdings()
        return held.articles + held.provisions

    @property
    def provisions(self) -> frozenset[str]:
        """Ids of the provisions that can be found."""
        return frozenset(str(t.provision) for s in self.statutes for t in s.provisions)

    @property
    def ask(self) -> Ask:
        """The ids of the hits of a request."""
        return asking(self.engine)


def asking(engine: WhooshEngine) -> Ask:
    """The slugs of the hits of a request, best first, and nothing else about them."""

    def ask(request: SearchRequest) -> Sequence[str]:
        return engine.rank(request).slugs

    return ask


@contextmanager
def of_corpus(folders: Folders, *, imported: bool = False) -> Iterator[Indexed]:
    """The corpus as its files are now, indexed anew in a temporary folder.

    With ``imported`` the official texts in the data folder are indexed too.
    So what is measured is this program's work alone, and the index that readers use stays
    as it is. Problems in the corpus are printed; what is malformed is not in the index.
    """
    with _temporary(followed_glossary(folders.corpus)) as engine:
        with Progress("Indexing") as progress:
            texts = folders.texts() if imported else NO_TEXTS
            corpus = ingest(folders.corpus, engine, texts=texts, progress=progress).corpus
        errors = (p for p in corpus.problems if p.severity is Severity.ERROR)
        print_problems(errors, to_stderr=True)
        published = tuple(a for a in corpus.articles if a.status is Status.PUBLISHED)
        yield Indexed(engine, lambda: published, tuple(corpus.register))


@contextmanager
def of_set(folders: Folders, folder: Path) -> Iterator[Indexed]:
    """The documents of a set, from the cache if this program indexed the same file before."""

    def articles() -> tuple[Article, ...]:
        return tuple(map(as_article, beir.documents(folder)))

    path = folders.data / CACHE / _key(beir.corpus_file(folder))
    with closing(WhooshEngine.open(path, glossary=followed_glossary(folders.corpus))) as engine:
        try:
            if engine.generation() == 0:  # a commit is all or nothing: what is there is whole
                _index(engine, articles())
            engine.holdings()
        except IndexUnusableError as error:
            raise IndexUnusableError(f"{error}; or delete {path}, which is made again") from None
        yield Indexed(engine, articles)


def as_article(document: beir.Document) -> Article:
    """Chinese if it has a Chinese character, else English: the rule that queries follow."""
    chinese = has_chinese(document.title) or has_chinese(document.text)
    return article_of(document, "zh" if chinese else "en")


@contextmanager
def anew(articles: Sequence[Article], statutes: Sequence[Statute] = ()) -> Iterator[WhooshEngine]:
    """An index of the documents in a temporary folder, written as the ranking is now."""
    with _temporary() as engine:
        _index(engine, articles, statutes)
        yield engine


@contextmanager
def _temporary(glossary: Callable[[], Glossary] = Glossary) -> Iterator[WhooshEngine]:
    with (
        tempfile.TemporaryDirectory(prefix="kb-eval-") as folder,
        closing(WhooshEngine.open(Path(folder) / "index", glossary=glossary)) as engine,
    ):
        yield engine


def _index(
    engine: WhooshEngine, articles: Sequence[Article], statutes: Sequence[Statute] = ()
) -> None:
    batch = Batch(articles=tuple(articles), statutes=tuple(statutes), anew=True)
    with Progress("Indexing") as progress:
        engine.write(batch, progress)


def _key(corpus: Path) -> str:
    """The same for the same documents, indexed by the same program with the same weights."""
    with corpus.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    weights = hashlib.sha256(behind_impacts().encode()).hexdigest()
    return f"{content[:16]}-v{VERSION}.{FORM}-{weights[:8]}"


def terms(texts: Iterable[str]) -> list[str]:
    """The terms of texts but for the words as written, which only our engine looks at."""
    return [term for term in TermList.of(texts).terms if not term.startswith(EXACT_MARK)]


def terms_of_query(query: str) -> list[str]:
    """The terms that our engine looks for, without fillers and words as written."""
    return [concept.term for concept in understand(query).concepts]
