"""Articles as documents of the index, and what a document is."""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.codec import decode, encode
from kb.engine import Registered
from kb.index.analysis import TermList
from kb.index.phrasings import Phrasings, marks
from kb.index.question import asks, gist
from kb.index.shown import Shown, show
from kb.lookup.naming import NamedStatute
from kb.model import Article, Status, unique

ARTICLE_KEY = "article:"
STATUTE_KEY = "statute:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """What makes an article or a provision findable.

    ``texts`` are the terms of each text field, ``values`` those of each facet in the
    order of ``segments.layout.FACETS``; the others are named and stored as in
    ``segments.layout.FINDABLE_BLOBS``; what answers no question has none of the last two.
    """

    texts: dict[str, TermList]
    values: tuple[tuple[str, ...], ...]
    slug: bytes
    shown: bytes
    asks: bytes = b"[]"
    phrasings: bytes = b""


@dataclass(frozen=True, slots=True)
class NamedRegistered:
    """What is read of a stored statute for its names."""

    statute: NamedStatute


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: an article or a statute as JSON, or a provision.

    ``findable`` is not there for statutes, and for articles that readers may not see.
    ``marks`` are fields with the terms by which the document is looked up.
    """

    marks: tuple[tuple[str, tuple[str, ...]], ...]
    article: bytes = b""
    register: bytes = b""
    findable: Findable | None = None


def article_key(path: str) -> str:
    """The key of the article made from this source file."""
    return ARTICLE_KEY + path


def key_of(article: bytes, register: bytes, slug: bytes) -> str:
    """The key of a stored document, from what is stored of it; provisions have a slug only."""
    if article:
        return article_key(decode(article, Article).path)
    return STATUTE_KEY + (decode(register, Registered).statute.id if register else slug.decode())


def article_document(article: Article, stored: bytes) -> Document:
    """The article's document, with what is to be stored as the whole article.

    Raises ``ValueError`` for an article that names no source file.
    """
    if not article.path:
        raise ValueError(f"article {article.slug!r} has no source path to keep it under")
    key = ("key", (article_key(article.path),))
    if article.status is not Status.PUBLISHED:
        return Document(marks=(key,), article=stored)
    return Document(
        marks=(
            key,
            ("asked", _gists((article.title, *article.aliases))),
            ("best", _gists(article.best_for)),
            ("hidden", _gists(article.not_for)),
            ("provisions", tuple(str(provision) for provision in article.provisions)),
            ("basis", _basis(article)),
            ("slug", (article.slug,)),
            ("original", (article.translation_of or article.slug,)),
            ("translation", (article.translation_of,) if article.translation_of else ()),
            ("typed", marks(article)),
        ),
        article=stored,
        findable=_findable(article, *show(article)),
    )


def _basis(article: Article) -> tuple[str, ...]:
    """Ids of the provisions that are its legal basis, without pinpoints."""
    return unique(str(target.whole) for cited in article.legal_basis for target in cited.targets)


def _gists(questions: Iterable[str]) -> tuple[str, ...]:
    """What the questions ask for, each once."""
    return unique(found for question in questions if (found := gist(question)))


def _findable(article: Article, shown: Shown, body: TermList) -> Findable:
    return Findable(
        texts={
            "title": TermList.of([article.title]),
            "aliases": TermList.of(article.aliases),
            "headings": TermList.of(section.heading for section in article.sections),
            "answer": TermList.of([article.answer]),
            "body": body,
        },
        values=(
            (article.lang,),
            (article.topic,),
            (str(article.kind),),
            article.regions,
            unique(provision.statute for provision in article.provisions),
        ),
        slug=article.slug.encode(),
        shown=encode(shown),
        asks=encode(asks((article.title, *article.aliases))),
        phrasings=encode(Phrasings(article.title, article.aliases, article.lang)),
    )
