"""Articles and statutes as documents of the index."""

from dataclasses import dataclass, fields

from kb.codec import encode
from kb.index.analysis import TermList
from kb.index.question import gist
from kb.index.shown import show
from kb.model import Article, Status, unique
from kb.statutes import Statute

ARTICLE_KEY = "article:"
STATUTE_KEY = "statute:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """What makes an article findable: terms by field, and a value for each column."""

    title: list[str]
    aliases: list[str]
    headings: list[str]
    answer: list[str]
    body: list[str]
    asked: list[str]
    provisions: list[str]
    slug: bytes
    topic: bytes
    kind: bytes
    lang: bytes
    region: bytes
    statute: bytes
    original: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: an article or a statute as JSON.

    Unless readers may not find it, an article has ``shown``, its ``Shown`` as JSON, and
    is ``findable``.
    """

    key: str
    article: bytes | None = None
    statute: bytes | None = None
    shown: bytes | None = None
    findable: Findable | None = None

    def fields(self) -> dict[str, object]:
        """The values of the schema's fields, as Whoosh takes them."""
        found = self.findable
        more = {} if found is None else {f.name: getattr(found, f.name) for f in fields(found)}
        kept = {"article": self.article, "register": self.statute, "shown": self.shown}
        return {"key": [self.key], **kept, **more}


def article_key(path: str) -> str:
    """The key of the article made from this source file."""
    return ARTICLE_KEY + path


def article_document(article: Article) -> Document:
    """Raises ``ValueError`` for an article that names no source file."""
    if not article.path:
        raise ValueError(f"article {article.slug!r} has no source path to keep it under")
    key, whole = article_key(article.path), encode(article)
    if article.status is not Status.PUBLISHED:
        return Document(key=key, article=whole)
    shown, body = show(article)
    return Document(key=key, article=whole, shown=encode(shown), findable=_findable(article, body))


def statute_document(statute: Statute) -> Document:
    """A statute is kept, not searched."""
    return Document(key=STATUTE_KEY + statute.id, statute=encode(statute))


def ids_of(column: str) -> tuple[str, ...]:
    """The ids in a column that may hold several."""
    return unique(column.split())


def _findable(article: Article, body: TermList) -> Findable:
    return Findable(
        title=TermList.of([article.title]).terms,
        aliases=TermList.of(article.aliases).terms,
        headings=TermList.of(section.heading for section in article.sections).terms,
        answer=TermList.of([article.answer]).terms,
        body=body.terms,
        asked=[found for text in (article.title, *article.aliases) if (found := gist(text))],
        provisions=[str(provision) for provision in article.provisions],
        slug=article.slug.encode(),
        topic=article.topic.encode(),
        kind=article.kind.encode(),
        lang=article.lang.encode(),
        region=" ".join(article.regions).encode(),
        statute=" ".join(unique(p.statute for p in article.provisions)).encode(),
        original=(article.translation_of or article.slug).encode(),
    )
